"""Where the way to the minutes appears while people look on: in the room of a meeting that has ended, on its desk, and
where the next meeting tells what happened since."""

from schemas.minutes import MinutesChanged
from server.live.pages import shows
from server.meeting.meetings.phases import AFTER_END
from server.room.minutes.writing import write_minutes

AFTER_END.add(write_minutes)
for page in ("meeting", "desk"):
    shows(page, "room", "meeting/meetings/room.html", MinutesChanged)
