"""One idea of the example is well under way: it has two owners, some steps are taken, and there is news of it."""

from datetime import timedelta

from schemas.answer import Owner, Step
from schemas.idea import Idea
from schemas.moment import MomentKind as K
from schemas.person import Person
from schemas.seat import Seat
from server.core import clock
from server.core.change import Change
from server.core.days import danish_day
from server.ideas.moments.commands import add_moment

UNDER_WAY = "En fast kontaktperson, også i ferien"
MADS = "Mads Juul, afsnit N6"
STEPS: tuple[tuple[str, str, int, bool], ...] = (
    ("Spørge afsnittene, hvem der vil være par", MADS, -120, True),
    ("Lave de første par på N6", MADS, -75, True),
    ("Skrive navnene på tavlen", "Natholdet", 5, False),
    ("Fortælle det til pårørende", "Leo Krag", 20, False),
    ("Lave par på de andre afsnit", MADS, 45, False),
)
"""What, who, how many days from today, and whether it is taken."""
NEWS = ("De første fire par er i gang. Det virker.", -70), ("Vi mangler kun navnene på tavlen nu.", -6)


async def write_work(change: Change, idea: Idea, leader: Seat, leo: Person) -> None:
    """Write the work on an idea in progress. The clock of `change` is put back afterwards."""
    before, now = change.now, clock.now()
    change.session.add_all(
        [
            Owner(idea_id=idea.id, person_id=leo.id, name=leo.name),
            Owner(idea_id=idea.id, name=MADS, mail="mads@example.org", named=True),
        ]
    )
    lines = [(now + timedelta(days=ago), K.NEWS, text) for text, ago in NEWS]
    for text, who, ahead, taken in STEPS:
        at = now + timedelta(days=ahead)
        change.session.add(
            Step(idea_id=idea.id, text=text, person=who, day=danish_day(at), done_at=at if taken else None, named=True)
        )
        if taken:
            lines.append((at, K.STEP_DONE, text))
    for at, kind, text in sorted(lines, key=lambda line: line[0]):
        change.now, change.seat = at, leader
        await add_moment(change, idea, kind, text=text)
    change.now = before
