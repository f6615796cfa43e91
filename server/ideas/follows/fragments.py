"""The form for following on the page of an idea, and the events that change it. A follow ends when its seat is
removed."""

from schemas.idea import IdeaHidden, IdeasRevealed
from server.core.seat_hooks import MEMBER_FORGOTTEN
from server.ideas.follows.forgetting import forget_member
from server.ideas.follows.queries import load_own
from server.ideas.ideas.story_parts import StoryPart, on_story
from server.live.pages import shows

on_story(
    "follows", StoryPart(load_own=load_own, own=(("follow-mine", "ideas/follows/mine.html"),), blank={"follow": {}})
)
shows("idea", "follow", "ideas/follows/form.html", IdeasRevealed, IdeaHidden)
MEMBER_FORGOTTEN.add(forget_member)
