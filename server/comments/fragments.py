"""Which pages show comments, and which events change them."""

from schemas.comment import CommentHidden, CommentWritten
from server.live.pages import shows

shows("idea", "story", "ideas/story_told.html", CommentWritten, CommentHidden)
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("meeting", "others", "discussion/others.html"),
    ("desk", "room", "meetings/room.html"),
    ("desk", "tools", "meetings/tools.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, CommentWritten, CommentHidden)
shows("desk", "hidden", "comments/hidden.html", state=True)
