"""Whoever is erased is erased from their comments."""

from server.core.erasing import SEAT_ERASED
from server.ideas.comments.erasing import erase_comments

SEAT_ERASED.add(erase_comments)
