"""What the progress page shows, and which events change it."""

from schemas.answer import AnswerGiven
from schemas.format import Phase
from schemas.idea import IdeaEdited, IdeaHidden, IdeasRevealed, StatusChanged
from server.live.pages import live_page, shows
from server.meetings.phases import PhasePart, in_phase
from server.progress.queries import load_progress

in_phase(Phase.SINCE_LAST, PhasePart("ideas/proposing.html", "ideas/stage_count.html"))
live_page("progress", load_progress)
shows("progress", "progress", "progress/stages.html", IdeasRevealed, IdeaEdited, IdeaHidden, StatusChanged, AnswerGiven)
