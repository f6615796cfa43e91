"""Which pages show comments, and which events change them."""

from schemas.comment import CommentHidden, CommentWritten
from server.live.pages import shows

shows("idea", "story", "ideas/story_told.html", CommentWritten, CommentHidden)
for page in ("meeting", "desk"):
    shows(page, "room", "meetings/room.html", CommentWritten, CommentHidden)
