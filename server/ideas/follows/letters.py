"""Mail to people who asked for news. It names an idea by its number only, since others may read the mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.mail.letters import Letter, letter


def confirm(link: str) -> Letter:
    """The first letter to an address that somebody typed. It gets no news until it is confirmed."""
    return letter("ideas/follows/letters/confirm.txt", link=link)


def news(number: int | None, sentence: str, link: str, stop: str) -> Letter:
    """News about one idea, as one of our sentences."""
    return letter("ideas/follows/letters/news.txt", idea_number=number, sentence=sentence, link=link, stop=stop)


@dataclass(frozen=True)
class WeekLine:
    """A line of the weekly letter."""

    number: int | None
    sentence: str
    link: str


def week(lines: Sequence[WeekLine], stop: str | None) -> Letter:
    """The weekly letter. `stop` is the reader's link to stop mail; None for staff."""
    return letter("ideas/follows/letters/week.txt", lines=lines, stop=stop)


def attention(name: str, link: str) -> Letter:
    """To staff: whoever wrote an idea asks them to look at it. The letter does not say who that is; `name` is the
    recipient's."""
    return letter("ideas/follows/letters/attention.txt", name=name, link=link)
