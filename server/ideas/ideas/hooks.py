"""Whoever is erased is erased from their ideas."""

from server.core.erasing import AFTER_REPLAY, SEAT_ERASED
from server.ideas.ideas.erasing import erase_all_waiting, erase_ideas

SEAT_ERASED.add(erase_ideas)
AFTER_REPLAY.add(erase_all_waiting)
