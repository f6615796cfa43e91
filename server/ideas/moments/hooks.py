"""Whoever is erased is erased from what they added to timelines."""

from server.core.erasing import SEAT_ERASED
from server.ideas.moments.erasing import erase_added

SEAT_ERASED.add(erase_added)
