"""What the progress page shows, and which events change it."""

from starlette.requests import HTTPConnection

from schemas.answer import AnswerGiven
from schemas.idea import AgreementMade, IdeaEdited, IdeaHidden, IdeasRevealed, StatusChanged, WordsErased
from schemas.moment import MomentAdded
from server.live.audience import Follower
from server.live.pages import live_page, shows
from server.views.progress.queries import load_board, load_progress
from server.web.guards import at_board


async def _at_board(request: HTTPConnection, board: str) -> Follower:
    return Follower.sitting(await at_board(request, board))


live_page("progress", _at_board, load_progress)
live_page("sifted", _at_board, load_board)
"""A filtered board. Filters are one person's and frames are everybody's, so its frames only tell it to fetch its own
part."""
for page, template in (("progress", "views/progress/stages.html"), ("sifted", "views/progress/sifted.html")):
    shows(
        page,
        "progress",
        template,
        *(IdeasRevealed, IdeaEdited, IdeaHidden, WordsErased, StatusChanged, AnswerGiven, MomentAdded, AgreementMade),
    )
