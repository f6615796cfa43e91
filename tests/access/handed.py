"""Meetings that hand over what they chose: one that is over and has not done so yet, and one whose two ideas were given
to a unit and to an address."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import keyed_hash, new_public_id, new_token
from schemas.flow import Status
from schemas.format import Format, Phase
from schemas.idea import Idea
from schemas.referral import Referral
from server.core import clock
from tests.support.scene import make_meeting
from tests.support.site import SECRET


async def handed(session: AsyncSession, board: Board, unit_id: int) -> dict[str, str]:
    """The first meeting, and the referral and the link of an address of the second."""
    ahead = await make_meeting(session, board, "Et møde, der giver videre", ended_at=clock.now())
    given = await make_meeting(session, board, "Et møde, der har givet videre")
    for meeting in (ahead, given):
        meeting.format, meeting.phase = Format.GUIDELINE, Phase.HAND_OVER
    now, token, values = clock.now(), new_token(), {"handing": ahead.public_id}
    at: dict[str, Any] = {"board_id": board.id or 0, "created_at": now, "status_at": now, "shown_at": now}
    chosen: dict[str, Any] = {"status": Status.PRIORITISED, "title": "handed question"}
    session.add(Idea(public_id=new_public_id(), submission="h", meeting_id=ahead.id or 0, **chosen, **at))
    sent: dict[str, Any] = {"sent_at": now, "first_sent_at": now, "state_at": now, "reply_by": now + timedelta(days=9)}
    for number in (1, 2):
        away: dict[str, Any] = {"status": Status.ELSEWHERE, "title": "given question"}
        idea = Idea(public_id=new_public_id(), submission=f"g{number}", meeting_id=given.id or 0, **away, **at)
        session.add(idea)
        await session.flush()
        asked = Referral(idea_id=idea.id or 0, unit_id=unit_id, body="Gruppen", mail="ina@example.org", **sent)
        asked.token_hash = keyed_hash(SECRET, token) if number == 1 else None
        session.add(asked)
        values |= {"given": asked.public_id, "handed": token}
    return values
