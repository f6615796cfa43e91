"""What citizens ask in the world: two that listen for Leo's unit, one that waits, and one that was answered."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.enquiry import Enquiry, Listener, Matter, Reply
from schemas.person import Person
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.settings import Settings
from server.mail.links import keyed
from server.work.deadlines.dates import within
from server.work.enquiries.letters import token_of
from server.work.enquiries.slip import code_of, give_ways
from tests.support.scene import make_person
from tests.support.site import SECRET


async def enquired(session: AsyncSession, board: Board, writer: Person, other: Person) -> dict[str, str]:
    """Make them; what the paths of the table need of them."""
    settings, now = Settings(secret=SECRET), clock.now()
    for person in (writer, other):
        session.add(Listener(unit_id=board.unit_id, person_id=person.id, since=now))
    its: dict[str, Any] = {"unit_id": board.unit_id, "level_id": board.unit_id, "written_by": writer.id}
    its |= {"matter": Matter.SERVICE, "reply": Reply.SLIP, "written_at": now, "answer_by": within(now, 14)}
    waits = Enquiry(submission=f"waits-{writer.id}", text="enquiry words", **its)
    done = Enquiry(submission=f"done-{writer.id}", text="enquiry words", answer="enquiry answer", **its)
    done.answered_at, done.answerer = now, "Leo Bach, Afdelingschef, Afdeling A"
    done.board_id, done.idea_title = board.id, "enquiry idea"
    for each in (waits, done):
        give_ways(settings, each)
    session.add_all([waits, done])
    others = await make_person(session, f"ambulatory-{board.id}@region.test", "Uma Dahl", "Afdelingschef")
    at = await session.get_one(Unit, board.unit_id)
    session.add(Unit(parent_id=at.parent_id, kind=UnitKind.DEPARTMENT, name="Ambulatoriet", leader_id=others.id))
    known = {"enquiry": waits.public_id, "enquiry_answered": done.public_id, "citizen": token_of(settings, done)}
    return known | {"citizen_code": code_of(settings, done), "listener": keyed(settings, "listener", writer.id)}
