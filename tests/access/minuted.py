"""Two meetings that have ended: one whose minutes are approved, one whose minutes nobody has looked at."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import new_token
from schemas.minutes import Minutes, MinutesState, PartKey
from server.core import clock
from tests.support.scene import make_meeting

EMPTY: dict[str, Any] = {"shown": True, "words": "", "rows": []}
HEAD = {"joined": 2, "roles": {}, "led_by": None}


async def minuted(session: AsyncSession, board: Board) -> dict[str, str]:
    """Their public ids, and the tokens of the two letters."""
    values: dict[str, str] = {"part": PartKey.AGREED.value}
    for name, token, version in (("minuted", "minutes", 1), ("ended", "draft_minutes", None)):
        meeting = await make_meeting(session, board, "Et møde før", ended_at=clock.now(), door_open=False)
        parts = [{"key": key.value} | EMPTY | (HEAD if key is PartKey.HEAD else {}) for key in PartKey]
        kept = Minutes(meeting_id=meeting.id or 0, parts=parts, token=new_token(), written_at=clock.now())
        kept.approved_version = version
        if version:
            kept.state, kept.approved_at = MinutesState.APPROVED, clock.now()
        session.add(kept)
        values |= {name: meeting.public_id, token: kept.token}
    return values
