"""What the answer page shows, and which events change it."""

from starlette.requests import HTTPConnection

from schemas.answer import AnswerGiven
from schemas.comment import CommentHidden, CommentWritten
from schemas.discussion import NoteWritten
from schemas.ending import MeetingEnded, MeetingOpenedAgain
from schemas.idea import AgreementMade, IdeaEdited, IdeaHidden, IdeasRevealed, StatusChanged, WordsErased
from schemas.meeting import MeetingChanged
from schemas.moment import MomentAdded
from schemas.round import ResultStepped, RoundClosed
from server.core.errors import NotFound
from server.live.audience import Follower
from server.live.pages import live_page, shows
from server.web.guards import at_idea
from server.work.answers.letter import load_letter


async def _staff_at_idea(request: HTTPConnection, idea: str) -> Follower:
    here = await at_idea(request, idea)
    if not here.seat.staff:
        raise NotFound  # to members this page does not exist
    return Follower.sitting(here)


live_page("answer", _staff_at_idea, load_letter)
MOVED = (IdeasRevealed, IdeaEdited, IdeaHidden, WordsErased, StatusChanged, AnswerGiven, MomentAdded, MeetingChanged)
shows("answer", "letter-idea", "work/answers/letter_idea.html", *MOVED, AgreementMade)
shows("answer", "letter-now", "work/answers/letter_now.html", *MOVED)
SAID = (CommentWritten, CommentHidden, NoteWritten)
VOTED = (RoundClosed, ResultStepped, MeetingEnded, MeetingOpenedAgain)
shows("answer", "letter-more", "work/answers/letter_more.html", *MOVED, *SAID, *VOTED)
