"""Two citizens have asked a politician something: one still waits, and one was answered. All names are invented."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.enquiry import ANSWER_DAYS, Enquiry, Listener, Matter, Reply
from schemas.person import Person
from schemas.unit import Unit
from server.core import clock
from server.core.settings import Settings
from server.work.deadlines.dates import within
from server.work.enquiries.slip import give_ways
from server.work.enquiries.watching import watch

WAITS = (
    "Jeg kan ikke finde en plads at holde på, når jeg skal ind med min mor. Hun kan ikke gå langt. Hvad kan vi gøre?"
)
DONE = "Hvorfor skal jeg fortælle det hele forfra, hver gang jeg kommer?"
ANSWER = "Det er en god grund til at spørge. Vi er i gang med at give alle en fast person. Du får en fra næste måned."
IDEA = ("Skriv, hvad vi allerede har fortalt", "Så kan den næste læse det først.")


async def write_asked(session: AsyncSession, settings: Settings, unit: Unit, board: Board, leader: Person) -> Person:
    """Write them; the politician."""
    now = clock.now()
    pia = Person(mail="politiker@example.org", name="Pia Vinge", title="Regionsrådsmedlem")
    session.add(pia)
    await session.flush()
    session.add(Listener(unit_id=unit.id, person_id=pia.id, since=now - timedelta(days=40)))
    for text, matter, ago in ((WAITS, Matter.PRACTICAL, 3), (DONE, Matter.SERVICE, 25)):
        at = now - timedelta(days=ago)
        enquiry = Enquiry(
            unit_id=unit.id,
            level_id=unit.id,
            written_by=pia.id,
            submission=f"demo-{matter}",
            matter=matter,
            text=text,
            reply=Reply.SLIP,
            written_at=at,
            answer_by=within(at, ANSWER_DAYS),
        )
        give_ways(settings, enquiry)
        session.add(enquiry)
        await session.flush()
        if text == WAITS:
            await watch(session, enquiry)
            continue
        enquiry.answer, enquiry.answered_at, enquiry.answered_by = ANSWER, at + timedelta(days=6), leader.id
        enquiry.answerer = f"{leader.name}, {leader.title}, {unit.name}"
        enquiry.board_id, (enquiry.idea_title, enquiry.idea_text) = board.id, IDEA
    return pia
