"""Which live pages show the link to the minutes: the room and the desk, of a meeting that has ended and of the next one
in "Siden sidst"."""

from schemas.minutes import MinutesChanged
from server.live.pages import shows
from server.meeting.meetings.phases import AFTER_END
from server.room.minutes.writing import write_minutes

AFTER_END.add(write_minutes)
for page in ("meeting", "desk"):
    shows(page, "room", "meeting/meetings/room.html", MinutesChanged)
