"""Where what was typed into the field for a code leads. Wrong, closed and unknown codes are told apart by nobody."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from schemas.codes import Typed, normal, read_typed
from schemas.meeting import Meeting
from server.core.runtime import Runtime
from server.meeting.invitations.codes import looks_like_one
from server.meeting.invitations.queries import leads_in, token_of_code


@dataclass(frozen=True)
class Door:
    """`path` leads in; it is None for what leads nowhere now. `known` says whether it is somebody's code all the same:
    then it is no guess, and is not counted as one."""

    path: str | None
    known: bool = False


async def door_of(runtime: Runtime, typed: str) -> Door:
    """A meeting's code leads to its join page, an invitation's longer one to its own, and an address of ours to where
    it leads by itself."""
    read = read_typed(typed)
    if read.way:
        return Door(await _path_of_address(runtime, read))
    if looks_like_one(typed):
        token, known = await token_of_code(runtime, typed)
        return Door(f"/i/{token}" if token else None, known)
    return await _of_code(runtime, typed)


async def _of_code(runtime: Runtime, typed: str) -> Door:
    """The same query for a wrong code as for one whose door is shut or whose meeting is over."""
    columns: Any = (Meeting.join_token, Meeting.door_open, Meeting.ended_at)
    async with runtime.database.snapshot() as session:
        row = (await session.execute(select(*columns).where(Meeting.code == normal(typed)))).one_or_none()
    if row is None:
        return Door(None)
    token, door_open, ended_at = row
    return Door(f"/j/{token}" if door_open and ended_at is None else None, known=True)


async def _path_of_address(runtime: Runtime, read: Typed) -> str | None:
    """Behind an address stand more random bits than anybody guesses: what it leads to may be told."""
    if read.way == "i":
        return f"/i/{read.token}" if await leads_in(runtime, read.token) else None
    key = col(Meeting.join_token) if read.way == "j" else col(Meeting.screen_token)
    async with runtime.database.snapshot() as session:
        token = (await session.execute(select(Meeting.join_token).where(key == read.token))).scalar_one_or_none()
    return f"/j/{token}" if token else None
