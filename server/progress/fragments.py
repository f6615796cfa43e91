"""What the progress page shows, and which events change it."""

from schemas.answer import AnswerGiven
from schemas.idea import IdeaEdited, IdeasRevealed, StatusChanged
from server.live.pages import live_page, shows
from server.progress.queries import load_progress

live_page("progress", load_progress)
shows("progress", "progress", "progress/stages.html", IdeasRevealed, IdeaEdited, StatusChanged, AnswerGiven)
