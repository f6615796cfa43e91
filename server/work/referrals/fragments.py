"""What the page of an idea shows of its referral, and the inbox of those who were asked."""

from server.ideas.ideas.story_parts import StoryPart, on_story
from server.work.answers.inbox_parts import in_inbox
from server.work.referrals.pages import BLANK
from server.work.referrals.queries import load_asked, load_own, load_sent

on_story(
    "referral",
    StoryPart(
        load=load_sent,
        load_own=load_own,
        own=(("referral-own", "work/referrals/story.html"),),
        blank={"sending": None, "refusing": BLANK},
    ),
)
in_inbox("asked", load_asked)
