"""Where the way to the minutes appears while people look on: in the room of a meeting that has ended, on its desk, and
where the next meeting tells what happened since."""

from schemas.minutes import MinutesChanged
from server.live.pages import shows

for page in ("meeting", "desk"):
    shows(page, "room", "meetings/room.html", MinutesChanged)
