"""Rooms tell where the record of a meeting can be read, once the page is open. The pages about the open page are not
live: whoever sends a form gets them anew."""

from schemas.publication import PageOpened, PublicationChanged
from server.live.pages import shows, silent

silent(PublicationChanged, "it changes the open page, which strangers read from a cache, and pages that are not live")
shows("screen", "join", "meeting/meetings/join.html", PageOpened)
for page in ("meeting", "desk"):
    shows(page, "room", "meeting/meetings/room.html", PageOpened)
shows("desk", "tools", "meeting/meetings/tools.html", PageOpened)
shows("desk", "after", "meeting/meetings/ended_desk.html", PageOpened)
