"""Mail to people who asked for news: the changes it tells of, and what it says. It names an idea by its number only,
since others may read the mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.moment import MomentKind
from server.core.errors import N_
from server.mail.letters import Letter, letter

LOOK_AT_IT = N_("Den, der skrev idéen, beder jer se på den.")
"""For staff."""
MOMENT_NEWS = {
    MomentKind.ESCALATED: N_("Svaret kom ikke til tiden. Nu skal en anden leder svare."),
    MomentKind.NOBODY_ABOVE: N_("Svaret kom ikke til tiden. Koordinatoren følger op."),
    MomentKind.NEW_LEADER: N_("Nu skal en anden leder svare."),
    MomentKind.ANSWER_EDITED: N_("Ledelsen har rettet sit svar."),
    MomentKind.NEWS: N_("Der er nyt om, hvordan det går."),
    MomentKind.STEP_DONE: N_("Et skridt er taget."),
    MomentKind.STEP_AGAIN: N_("Et skridt er ikke taget alligevel."),
    MomentKind.STEP_LATE: N_("Et skridt er ikke taget til tiden."),
    MomentKind.FELT: N_("Svarene er talt. Se, om I kan mærke det."),
    MomentKind.EFFECT: N_("Svarene er talt. Se, om det hjalp."),
}
"""The sentences for changes of status are in `server/web/labels.py`. Questions to members have their own letters
(`server/work/follow_ups/`), and what a proposer does is not news to others."""


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
