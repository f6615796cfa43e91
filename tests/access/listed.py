"""A board's list in the world of the table: one who is on it, one who is asked to be, and their links."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.codes import keyed_hash, new_public_id, new_token
from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.member import Asking, Member
from schemas.roles import Role
from server.core import clock
from server.core.days import danish_day
from tests.support.site import SECRET


async def listed(session: AsyncSession, meeting: Meeting) -> dict[str, str]:
    """Members of the meeting's board, the first of them invited to it."""
    tokens = new_token(), new_token()
    today = danish_day(clock.now())
    term: dict[str, Any] = {"starts_on": today, "ends_on": today + timedelta(days=700), "asked_at": clock.now()}
    at: dict[str, Any] = {"board_id": meeting.board_id, "role": Role.RELATIVE}

    def member(name: str, **more: Any) -> Member:
        salt = new_token()
        hashed = keyed_hash(SECRET, salt)
        return Member(public_id=new_public_id(), name=name, salt=salt, own_hash=hashed, **term, **at, **more)

    on = member("Ole", asking=Asking.PAPER, yes_at=clock.now())
    asked = member("Per", yes_hash=keyed_hash(SECRET, tokens[0]))
    session.add_all([on, asked])
    await session.flush()
    until: dict[str, Any] = {"made_at": clock.now(), "expires_at": clock.now() + timedelta(days=1)}
    where: dict[str, Any] = {"board_id": meeting.board_id, "meeting_id": meeting.id or 0}
    session.add(Invitation(token_hash=keyed_hash(SECRET, tokens[1]), member_id=on.id, **until, **where))
    return {"member": on.public_id, "asked_member": asked.public_id, "yes": tokens[0], "can_come": tokens[1]}
