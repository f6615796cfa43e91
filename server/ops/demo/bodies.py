"""What a committee has asked the example's board: one case waits for today's meeting, and one was answered at the last.
And the members on the board's list, each by their own yes. All names are invented."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from schemas.codes import new_public_id
from schemas.comment import Comment
from schemas.consultation import Consultation, ConsultationChanged
from schemas.discussion import Note
from schemas.meeting import Meeting
from schemas.member import Asking
from schemas.person import Person
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.change import Change
from server.core.days import danish_day, working_day
from server.core.settings import Settings
from server.meeting.members.own import new_row
from server.meeting.members.terms import keep_term, usual_end
from server.work.consultations.watching import watch

BODY = "Sundhedsråd Nord"
WAITS = (
    "Hvordan skal et nyt sengehus være?",
    "Vi skal bygge et sengehus til psykiatrien. Hvad er det vigtigste for jer, der bor der, mens I er syge?",
)
ASKED = ("Hvad skal stå i indkaldelsen?", "Brevet er på fire sider. Hvad skal blive stående?")
SAID = ("Skriv, hvem jeg skal møde, og hvor døren er.", "Et nummer til et menneske, ikke til en bandoptager.")
NOTED = "Mange læser kun det øverste. Tid, sted og navn først."
ANSWER = (
    "Skriv tid, sted og navn først. Skriv også et nummer, hvor der er en, der svarer. Resten kan stå på jeres side."
)
CAME_OF = "Det nye brev er på én side. Det bruges i alle afdelinger fra næste måned."
LISTED = (("Birthe", Asking.PAPER), ("Lone", Asking.MAIL), ("Mads", Asking.NOT), ("Hanne", Asking.NOT))
"""Members with a seat, and how they want to be asked to the next meeting."""
NOT_YET = ("Gitte", "Pårørende i Nord")


async def write_bodies(change: Change, region: Unit, last: Meeting, members: Sequence[Seat]) -> None:
    """Write the committee, what it asked, and what was said and answered at the `last` meeting."""
    session, now = change.session, clock.now()
    chair = Person(mail="sundhedsraad@example.org", name="Rikke Dahl", title="Formand")
    session.add(chair)
    await session.flush()
    unit = Unit(kind=UnitKind.COMMITTEE, name=BODY, parent_id=region.id, leader_id=chair.id)
    session.add(unit)
    await session.flush()
    approved = last.starts_at + timedelta(days=1)
    told: dict[str, Any] = {"board_id": change.board.id, "unit_id": unit.id, "body": BODY, "put_by": chair.id}
    waits, replied = Consultation(**told, title=WAITS[0], text=WAITS[1]), Consultation(**told)
    waits.put_at, waits.reply_by = now - timedelta(days=6), working_day(danish_day(now) + timedelta(days=16))
    replied.title, replied.text = ASKED
    replied.put_at, replied.reply_by = last.starts_at - timedelta(days=12), danish_day(approved + timedelta(days=10))
    replied.meeting_id, replied.answer, replied.answered_at = last.id, ANSWER, approved
    replied.came_of, replied.came_at = CAME_OF, approved + timedelta(days=31)
    session.add_all([waits, replied])
    await session.flush()
    about: dict[str, Any] = {"board_id": change.board.id, "meeting_id": last.id, "consultation_id": replied.id}
    for number, text in enumerate(SAID):
        at = last.starts_at + timedelta(minutes=30 + number)
        by: dict[str, Any] = {"seat_id": members[number].id, "submission": f"demo-case-{number}"}
        session.add(Comment(public_id=new_public_id(), text=text, written_at=at, **about, **by))
    session.add(Note(text=NOTED, written_at=last.starts_at + timedelta(minutes=40), **about))
    await watch(session, waits, now)
    change.tell(ConsultationChanged(waits.id))


async def write_list(change: Change, settings: Settings, members: Sequence[Seat]) -> None:
    """Put some members on the board's list by their own yes, and ask one who has not said yes."""
    seats, begins = {seat.name: seat for seat in members}, danish_day(change.now)
    term: dict[str, Any] = {"starts_on": begins, "ends_on": usual_end(begins)}
    for name, asking in LISTED:
        seat = seats[name]
        listed: dict[str, Any] = {"role": seat.role, "name": name, "organisation": seat.organisation}
        member = new_row(change, settings, new_public_id(), **listed, **term)
        member.seat_id, member.asking, member.yes_at = seat.id, asking, change.now
        member.mail = f"{name.lower()}@example.org" if asking is Asking.MAIL else ""
        change.session.add(member)
        await keep_term(change, member)
    name, organisation = NOT_YET
    asked: dict[str, Any] = {"role": seats["Lone"].role, "name": name, "organisation": organisation}
    change.session.add(new_row(change, settings, new_public_id(), **asked, **term))
