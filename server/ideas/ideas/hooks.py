"""Whoever is erased is erased from their ideas. What waited for a vote goes when that is closed (server/room/votes/),
and at the latest with its meeting: a server of the version before closes votes too, and knows of no waiting."""

from server.core.erasing import AFTER_REPLAY, SEAT_ERASED
from server.ideas.ideas.erasing import erase_all_waiting, erase_ideas, erase_waiting
from server.meeting.meetings.phases import SETTLED

SEAT_ERASED.add(erase_ideas)
SETTLED.add(erase_waiting)
AFTER_REPLAY.add(erase_all_waiting)
