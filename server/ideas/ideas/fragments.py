"""The phases "Skriv" and "Vis" and the page of an idea, and the events that change what they show."""

from starlette.requests import HTTPConnection

from schemas.answer import AnswerGiven
from schemas.format import Phase
from schemas.idea import IdeaEdited, IdeaHidden, IdeasRevealed, StatusChanged, WordsErased
from schemas.meeting import MeetingChanged
from server.ideas.ideas.own import load_own_ideas
from server.ideas.ideas.queries import load_story
from server.ideas.ideas.revealing import (
    load_revealing,
    show_the_rest,
    show_what_may_be_seen,
    shown_pictures,
    written_pictures,
)
from server.live.audience import Follower
from server.live.pages import live_page, shows
from server.meeting.meetings.phases import EveryPhase, PhasePart, in_every_phase, in_phase
from server.web.guards import at_readable_idea

in_phase(
    Phase.PROPOSE,
    PhasePart(
        "ideas/ideas/proposing.html",
        "ideas/ideas/stage_count.html",
        "ideas/ideas/reveal_tools.html",
        bar="ideas/ideas/bar.html",
        pictures=written_pictures,
    ),
)
in_phase(
    Phase.REVEAL,
    PhasePart(
        "ideas/ideas/revealed.html",
        "ideas/ideas/stage_cards.html",
        "ideas/ideas/reveal_tools.html",
        "ideas/ideas/next_idea.html",
        load=load_revealing,
        pictures=shown_pictures,
        leave=show_the_rest,
    ),
)
in_every_phase(
    "ideas", EveryPhase(load_own=load_own_ideas, own=(("mine", "ideas/ideas/mine.html"),), enter=show_what_may_be_seen)
)
shows("meeting", "write-themes", "ideas/ideas/write_theme.html", MeetingChanged)


async def _at_idea(request: HTTPConnection, idea: str) -> Follower:
    return Follower.sitting(await at_readable_idea(request, idea))


live_page("idea", _at_idea, load_story)
TOLD = (IdeasRevealed, IdeaEdited, IdeaHidden, WordsErased, StatusChanged, AnswerGiven, MeetingChanged)
shows("idea", "story", "ideas/ideas/story_told.html", *TOLD)
shows("idea", "acts", "ideas/ideas/story_acts.html", IdeasRevealed, StatusChanged)
