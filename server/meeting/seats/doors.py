"""Where a code leads that somebody typed on the front page. Nobody can tell whether a code is wrong or its meeting is
closed."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from schemas.codes import Typed, normal, read_typed
from schemas.meeting import Meeting
from server.core.runtime import Runtime
from server.meeting.invitations.codes import looks_like_one
from server.meeting.invitations.queries import leads_in, slip_of_code, token_of_code


@dataclass(frozen=True)
class Door:
    """Where a code leads. `path` is None if it leads nowhere now. `known` says that the code exists all the same, and
    so must not be counted as a guess."""

    path: str | None
    known: bool = False


async def door_of(runtime: Runtime, typed: str) -> Door:
    """Look up what was typed: the code of a meeting leads to its join page, the longer code of an invitation to the
    page of that invitation, that of a slip to saying yes to a
    board's list, and a pasted link of ours to where that link leads."""
    read = read_typed(typed)
    if read.way:
        return Door(await _path_of_address(runtime, read))
    if looks_like_one(typed):
        token, known = await token_of_code(runtime, typed)
        slip = await slip_of_code(runtime, typed)  # always asked, so that no answer takes longer than another
        if slip is not None:
            return Door(f"/l/{slip}", known=True)
        return Door(f"/i/{token}" if token else None, known)
    return await _door_of_code(runtime, typed)


async def _door_of_code(runtime: Runtime, typed: str) -> Door:
    """Look up the code of a meeting. A wrong code takes the same query as one whose door is shut or meeting is over."""
    columns: Any = (Meeting.join_token, Meeting.door_open, Meeting.ended_at)
    async with runtime.database.snapshot() as session:
        row = (await session.execute(select(*columns).where(Meeting.code == normal(typed)))).one_or_none()
    if row is None:
        return Door(None)
    token, door_open, ended_at = row
    return Door(f"/j/{token}" if door_open and ended_at is None else None, known=True)


async def _path_of_address(runtime: Runtime, read: Typed) -> str | None:
    """Where a pasted link leads. This may be told, since a link has too many random bits for anybody to guess."""
    if read.way == "i":
        return f"/i/{read.token}" if await leads_in(runtime, read.token) else None
    key = col(Meeting.join_token) if read.way == "j" else col(Meeting.screen_token)
    async with runtime.database.snapshot() as session:
        token = (await session.execute(select(Meeting.join_token).where(key == read.token))).scalar_one_or_none()
    return f"/j/{token}" if token else None
