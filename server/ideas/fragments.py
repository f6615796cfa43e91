"""What the page of an idea shows, and which events change it."""

from schemas.answer import AnswerGiven
from schemas.format import Phase
from schemas.idea import IdeaEdited, IdeaHidden, IdeasRevealed, StatusChanged
from schemas.meeting import MeetingChanged
from server.ideas.queries import load_story
from server.ideas.revealing import load_revealing
from server.live.pages import live_page, shows
from server.meetings.phases import PhasePart, in_phase

in_phase(Phase.PROPOSE, PhasePart("ideas/proposing.html", "ideas/stage_count.html", "ideas/reveal_tools.html"))
in_phase(
    Phase.REVEAL,
    PhasePart("ideas/revealed.html", "ideas/stage_cards.html", "ideas/reveal_tools.html", load=load_revealing),
)
shows("meeting", "write-themes", "ideas/write_theme.html", MeetingChanged)
live_page("idea", load_story)
TOLD = (IdeasRevealed, IdeaEdited, IdeaHidden, StatusChanged, AnswerGiven, MeetingChanged)
shows("idea", "story", "ideas/story_told.html", *TOLD)
shows("idea", "acts", "ideas/story_acts.html", IdeasRevealed, StatusChanged)
