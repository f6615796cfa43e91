"""What we write to those who asked for news. The idea is a number: mail is read by others."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.mail.letters import Letter, letter


def confirm(link: str) -> Letter:
    """To an address that somebody typed: nothing is sent to it before it is confirmed."""
    return letter("ideas/follows/letters/confirm.txt", link=link)


def news(number: int | None, sentence: str, link: str, stop: str) -> Letter:
    """One change of one idea, in one of our sentences."""
    return letter("ideas/follows/letters/news.txt", idea_number=number, sentence=sentence, link=link, stop=stop)


@dataclass(frozen=True)
class WeekLine:
    """One line of the weekly letter."""

    number: int | None
    sentence: str
    link: str


def week(lines: Sequence[WeekLine], stop: str | None) -> Letter:
    """All that happened in a week; `stop` is the reader's own link, which staff have none of."""
    return letter("ideas/follows/letters/week.txt", lines=lines, stop=stop)


def attention(name: str, link: str) -> Letter:
    """To staff: whoever wrote an idea asks them to look at it. Who that is stands nowhere."""
    return letter("ideas/follows/letters/attention.txt", name=name, link=link)
