"""What the page of an idea shows, and which events change it."""

from schemas.answer import AnswerGiven
from schemas.idea import IdeaEdited, IdeasRevealed, StatusChanged
from server.ideas.queries import load_story
from server.live.pages import live_page, shows

live_page("idea", load_story)
shows("idea", "story", "ideas/story_told.html", IdeasRevealed, IdeaEdited, StatusChanged, AnswerGiven)
shows("idea", "acts", "ideas/story_acts.html", IdeasRevealed, StatusChanged)
