"""Who comes to what is moderated: those who moderate, and the writer of the words."""

from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import HTTPConnection, Request

from schemas.act import Act
from schemas.comment import Comment
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.screening import Screening
from schemas.seat import Seat
from server.core.access import Here, look_up, runtime_of
from server.core.change import role_may
from server.core.errors import NotFound
from server.core.translations import spoken_of
from server.web.guards import at_board

There = TypeVar("There", bound=Here)


@dataclass
class AtScreening(Here):
    """At a screening, with its meeting and the words it is about."""

    screening: Screening
    meeting: Meeting
    words: Idea | Comment

    @property
    def own(self) -> bool:
        """Whether the visitor wrote the words."""
        return self.words.seat_id == self.seat.id


@dataclass
class AtSaid(Here):
    """At a comment, on whatever it was written."""

    comment: Comment
    meeting: Meeting

    @property
    def own(self) -> bool:
        """Whether the visitor wrote it."""
        return self.comment.seat_id == self.seat.id


def moderates(seat: Seat) -> bool:
    """Whether a seat looks at what others write."""
    return role_may(seat, Act.MODERATE)


async def at_moderation(request: HTTPConnection, public_id: str | None = None) -> Here:
    """Whoever moderates, at a board. For everybody else it does not exist."""
    return _moderating(await at_board(request, public_id))


async def at_screening(request: HTTPConnection, public_id: str | None = None) -> AtScreening:
    """Whoever moderates, at what is to be looked at. For everybody else it does not exist."""
    return _moderating(await _at_screening(request, public_id))


async def at_own_screening(request: Request) -> AtScreening:
    """The writer, at how their own words stand. For everybody else it does not exist."""
    here = await _at_screening(request)
    if not here.own:
        raise NotFound
    return here


async def at_comment_to_move(request: Request) -> AtSaid:
    """The writer of a comment, or whoever moderates. For everybody else it does not exist."""
    comment, here = await look_up(request, Comment, request.path_params["comment"])
    async with runtime_of(request).database.snapshot() as session:
        meeting = await session.get_one(Meeting, comment.meeting_id)
    spoken_of.set(meeting.form.written)
    at = AtSaid(**vars(here), comment=comment, meeting=meeting)
    return at if at.own else _moderating(at)


async def _at_screening(request: HTTPConnection, public_id: str | None = None) -> AtScreening:
    screening, here = await look_up(
        request, Screening, request.path_params["screening"] if public_id is None else public_id
    )
    async with runtime_of(request).database.snapshot() as session:
        meeting = await session.get_one(Meeting, screening.meeting_id)
        words: Idea | Comment = (
            await session.get_one(Idea, screening.idea_id)
            if screening.idea_id is not None
            else await session.get_one(Comment, screening.comment_id)
        )
    spoken_of.set(meeting.form.written)
    return AtScreening(**vars(here), screening=screening, meeting=meeting, words=words)


def _moderating(here: There) -> There:
    if not moderates(here.seat):
        raise NotFound
    return here
