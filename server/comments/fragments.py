"""Which pages show comments, and which events change them."""

from schemas.comment import CommentHidden, CommentWritten
from schemas.idea import IdeaHidden, IdeasRevealed
from schemas.meeting import MeetingCancelled, MeetingEnded
from server.comments.queries import load_hidden, load_own
from server.ideas.story_parts import StoryPart, on_story
from server.live.pages import shows
from server.meetings.phases import EveryPhase, in_every_phase

in_every_phase("hidden", EveryPhase(load_desk=load_hidden, own=(("my-comments", "comments/mine.html"),)))
on_story(
    "comments",
    StoryPart(load_own=load_own, own=(("moderate", "comments/moderate.html"), ("my-comments", "comments/mine.html"))),
)
shows("idea", "story", "ideas/story_told.html", CommentWritten, CommentHidden)
shows("idea", "comment-write", "comments/adding.html", IdeasRevealed, IdeaHidden, MeetingEnded, MeetingCancelled)
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("meeting", "others", "discussion/others.html"),
    ("desk", "room", "meetings/room.html"),
    ("desk", "tools", "meetings/tools.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, CommentWritten, CommentHidden)
shows("desk", "hidden", "comments/hidden.html", state=True)
