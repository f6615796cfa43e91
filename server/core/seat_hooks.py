"""What features do when somebody comes to a seat, or is gone from it. What follows from going is a part of the change
that takes them from it."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.seat import Seat
from server.core.change import Change
from server.core.hooks import Hooks
from server.core.runtime import Runtime
from server.core.settings import Settings

CAME: Hooks[Runtime, Person, Board] = Hooks()
"""Somebody who was named by their address opens a page of a board where they have not been before. A change of its own,
before they are given a seat."""
LAST_WORDS: Hooks[Runtime, Seat, Meeting, Mapping[str, str]] = Hooks()
"""A member is about to leave: what the form of "Forlad" said besides. Each is a change of its own, before the seat is
left; NotAllowed and NotNow are for the feature to catch, for nobody is kept."""
SEAT_REMOVED: Hooks[Change, Seat] = Hooks()
"""A seat is taken away: from now on it may do nothing. Comes first, before anybody is told; what it has given stays."""
MEMBER_FORGOTTEN: Hooks[AsyncSession, Settings, Seat] = Hooks()
"""A coordinator took the seat away: whoever sat on it hears no more. Comes after SEAT_REMOVED; not for a leader who
left the office, who has the seat again on coming back."""
SEAT_LEFT: Hooks[Change, Seat] = Hooks()
"""Nobody sits on the seat now: they left, somebody else sat down at their screen, or it was removed. Comes after
SEAT_REMOVED."""
