"""What staff may do about an idea and the work on it, on the idea's page."""

from server.ideas.story_parts import StoryPart, on_story
from server.owners.work import WORKING, load_own

on_story(
    "work",
    StoryPart(
        load_own=load_own,
        own=(("acts", "ideas/story_acts.html"), ("work", "steps/work.html")),
        blank={"working": WORKING},
    ),
)
