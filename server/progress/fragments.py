"""What the progress page shows, and which events change it."""

from schemas.answer import AnswerGiven
from schemas.idea import AgreementMade, IdeaEdited, IdeaHidden, IdeasRevealed, StatusChanged
from schemas.moment import MomentAdded
from server.live.pages import live_page, shows
from server.progress.queries import load_board, load_progress

live_page("progress", load_progress)
live_page("sifted", load_board)
"""A filtered board. Filters are one person's, frames are everybody's: all it is told is that it is to fetch its own."""
for page, template in (("progress", "progress/stages.html"), ("sifted", "progress/sifted.html")):
    shows(
        page,
        "progress",
        template,
        *(IdeasRevealed, IdeaEdited, IdeaHidden, StatusChanged, AnswerGiven, MomentAdded, AgreementMade),
    )
