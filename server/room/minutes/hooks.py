"""Whoever is erased is erased from the minutes."""

from server.core.erasing import WORDS_ERASED
from server.room.minutes.erasing import erase_from_minutes

WORDS_ERASED.add(erase_from_minutes)
