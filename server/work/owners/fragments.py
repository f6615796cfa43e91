"""What the idea's page lets staff do about the idea and the work on it."""

from server.ideas.ideas.story_parts import StoryPart, on_story
from server.work.owners.work import WORKING, load_own

on_story(
    "work",
    StoryPart(
        load_own=load_own,
        own=(("acts", "ideas/ideas/story_acts.html"), ("work", "work/steps/work.html")),
        blank={"working": WORKING},
    ),
)
