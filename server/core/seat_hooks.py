"""Hooks for when somebody takes a seat or leaves it. Unless it says otherwise, a hook is called within the change that
does so."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.seat import Seat
from server.core.change import Change
from server.core.hooks import Hooks
from server.core.runtime import Runtime
from server.core.settings import Settings

CAME: Hooks[Runtime, Person, Board] = Hooks()
"""Somebody who was named by their mail address opens a page of the board for the first time. Called before they are
given a seat, outside any change: a feature makes its own."""
CAME_TO_MEETING: Hooks[Change, Seat, Meeting] = Hooks()
"""A leader is at a meeting for the first time, while it is under way: from now on they count there."""
LAST_WORDS: Hooks[Runtime, Seat, Meeting, Mapping[str, str]] = Hooks()
"""A member is about to leave; the mapping is what the form of "Forlad" sent. Called before they leave the seat, outside
any change: a feature makes its own, and catches NotAllowed and NotNow, since nobody is to be kept from leaving."""
SEAT_REMOVED: Hooks[Change, Seat] = Hooks()
"""A seat is removed: from now on it may do nothing, and what it has contributed stays. Called before the other two."""
MEMBER_FORGOTTEN: Hooks[AsyncSession, Settings, Seat] = Hooks()
"""A coordinator removed the seat: whoever had it gets no more news. Called after SEAT_REMOVED, but not for a leader who
left office, since they have the seat again if they return."""
INVITED_SAT: Hooks[Change, Invitation, Seat] = Hooks()
"""Somebody took a seat with an invitation, or came back to theirs with it."""
SEAT_LEFT: Hooks[Change, Seat] = Hooks()
"""Nobody uses the seat any more: they left, somebody else took a seat in their browser, or it was removed (then after
SEAT_REMOVED)."""
