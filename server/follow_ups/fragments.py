"""Which pages ask members a question, and which events change them."""

from schemas.follow_up import FollowUpAsked, FollowUpClosed
from schemas.idea import IdeaHidden
from server.follow_ups.queries import asked_about, own_on_story
from server.ideas.story_parts import StoryPart, on_story
from server.live.pages import shows

on_story("asked", StoryPart(load=asked_about, load_own=own_on_story, own=(("asked", "follow_ups/story.html"),)))
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, FollowUpAsked, FollowUpClosed)
shows("idea", "asked", "follow_ups/story.html", FollowUpAsked, FollowUpClosed, IdeaHidden)
shows("idea", "story", "ideas/story_told.html", FollowUpClosed)
