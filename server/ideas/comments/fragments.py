"""The regions that show comments, and the events that change them."""

from schemas.comment import CommentHidden, CommentWritten
from schemas.idea import IdeaHidden, IdeasRevealed, WordsErased
from server.ideas.comments.queries import load_hidden, load_own
from server.ideas.ideas.story_parts import StoryPart, on_story
from server.live.pages import moves, shows
from server.meeting.meetings.fragments import ENDS
from server.meeting.meetings.phases import EveryPhase, in_every_phase

in_every_phase("hidden", EveryPhase(load_desk=load_hidden, own=(("my-comments", "ideas/comments/mine.html"),)))
on_story(
    "comments",
    StoryPart(
        load_own=load_own,
        own=(("moderate", "ideas/comments/moderate.html"), ("my-comments", "ideas/comments/mine.html")),
    ),
)
shows("idea", "story", "ideas/ideas/story_told.html", CommentWritten, CommentHidden)
shows("idea", "comment-write", "ideas/comments/adding.html", IdeasRevealed, IdeaHidden, *ENDS)
for page, region, template in (
    ("meeting", "room", "meeting/meetings/room.html"),
    ("meeting", "others", "room/discussion/others.html"),
    ("desk", "room", "meeting/meetings/room.html"),
    ("desk", "tools", "meeting/meetings/tools.html"),
    ("screen", "stage", "meeting/meetings/stage.html"),
):
    shows(page, region, template, CommentWritten, CommentHidden, WordsErased)
moves(CommentWritten, "part")
shows("desk", "hidden", "ideas/comments/hidden.html", state=True)
