"""Which pages ask members a question, and which events change them."""

from schemas.follow_up import FollowUpAsked, FollowUpClosed
from schemas.idea import IdeaHidden
from server.ideas.ideas.story_parts import StoryPart, on_story
from server.live.pages import shows
from server.work.follow_ups.queries import asked_about, own_on_story

on_story("asked", StoryPart(load=asked_about, load_own=own_on_story, own=(("asked", "work/follow_ups/story.html"),)))
for page, region, template in (
    ("meeting", "room", "meeting/meetings/room.html"),
    ("desk", "room", "meeting/meetings/room.html"),
    ("screen", "stage", "meeting/meetings/stage.html"),
):
    shows(page, region, template, FollowUpAsked, FollowUpClosed)
shows("idea", "asked", "work/follow_ups/story.html", FollowUpAsked, FollowUpClosed, IdeaHidden)
shows("idea", "story", "ideas/ideas/story_told.html", FollowUpClosed)
