"""What the progress page shows, and which events change it."""

from starlette.requests import HTTPConnection

from schemas.answer import AnswerGiven
from schemas.format import Phase
from schemas.idea import AgreementMade, IdeaEdited, IdeaHidden, IdeasRevealed, StatusChanged
from schemas.moment import MomentAdded
from server.access import at_board
from server.follow_ups.queries import own_in_room
from server.live.audience import Follower
from server.live.pages import live_page, shows
from server.meetings.phases import PhasePart, in_phase
from server.progress.queries import load_board, load_progress
from server.progress.since import load_since

in_phase(
    Phase.SINCE_LAST,
    PhasePart(
        "progress/since.html",
        "progress/since_stage.html",
        load=load_since,
        load_own=own_in_room,
        own=(("asked", "follow_ups/room.html"),),
    ),
)
for page, region, template in (
    ("meeting", "room", "meetings/room.html"),
    ("desk", "room", "meetings/room.html"),
    ("screen", "stage", "meetings/stage.html"),
):
    shows(page, region, template, AnswerGiven)


async def _at_board(request: HTTPConnection, board: str) -> Follower:
    return Follower.sitting(await at_board(request, board))


live_page("progress", _at_board, load_progress)
live_page("sifted", _at_board, load_board)
"""A filtered board. Filters are one person's, frames are everybody's: all it is told is that it is to fetch its own."""
for page, template in (("progress", "progress/stages.html"), ("sifted", "progress/sifted.html")):
    shows(
        page,
        "progress",
        template,
        *(IdeasRevealed, IdeaEdited, IdeaHidden, StatusChanged, AnswerGiven, MomentAdded, AgreementMade),
    )
