"""Who may come where: each look-up says what the visitor stands before, or raises NotFound as for what is not there.

    here = await at_desk(request)  # the coordinator, at the meeting that the address names
    here.meeting

The address names it (`/m/{meeting}/desk`), unless a public id is given, be it empty. What a look-up returns is of a
type that holds what was found: nobody has to ask again whether there is a meeting.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import HTTPConnection, Request

from schemas.act import Act
from schemas.board import Board
from schemas.comment import Comment
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Round
from schemas.seat import Seat
from server.core.access import Here, look_up, runtime_of
from server.core.change import role_may
from server.core.errors import NotAllowed, NotFound

There = TypeVar("There", bound=Here)
InMeeting = TypeVar("InMeeting", bound="AtMeeting")


@dataclass
class AtMeeting(Here):
    """At a meeting of the board."""

    meeting: Meeting


@dataclass
class AtIdea(AtMeeting):
    """At an idea; `meeting` is the one in which it was proposed."""

    idea: Idea


@dataclass
class AtComment(AtIdea):
    """At a comment, the idea it was written to and the meeting in which it was."""

    comment: Comment


@dataclass
class AtRound(Here):
    """At a round of votes. Its meeting is not looked up: a ballot does without."""

    round: Round


@dataclass
class AtHeldRound(AtMeeting):
    """At a round, with the meeting in which it is held."""

    round: Round


@dataclass
class AtSeat(Here):
    """At somebody's seat on the board."""

    other: Seat


# A board


async def at_board(request: HTTPConnection, public_id: str | None = None) -> Here:
    """The visitor at a board where they sit, or that their unit answers for."""
    _, here = await look_up(request, Board, _named(request, "board", public_id))
    return here


async def at_board_as_coordinator(request: Request) -> Here:
    """Who may change a board. Raises NotAllowed for others who sit on it."""
    here = await at_board(request)
    if here.seat.role is not Role.COORDINATOR:
        raise NotAllowed
    return here


async def at_own_board(request: Request) -> Here:
    """Who may call meetings on a board; for others who sit on it the page is not there."""
    return _coordinator(await at_board(request))


# A meeting


async def at_meeting(request: HTTPConnection, public_id: str | None = None) -> AtMeeting:
    """The visitor at a meeting of a board where they sit."""
    meeting, here = await look_up(request, Meeting, _named(request, "meeting", public_id))
    return AtMeeting(**vars(here), meeting=meeting)


async def at_desk(request: HTTPConnection, public_id: str | None = None) -> AtMeeting:
    """The coordinator at a meeting's desk."""
    return _coordinator(await at_meeting(request, public_id))


async def at_paper(request: Request) -> AtMeeting:
    """Who writes for others, at a meeting."""
    return _writing(await at_meeting(request))


# An idea


async def at_idea(request: HTTPConnection, public_id: str | None = None) -> AtIdea:
    """The visitor at an idea that is shown, or is their own."""
    idea, here = await look_up(request, Idea, _named(request, "idea", public_id))
    if idea.shown_at is None and idea.seat_id != here.seat.id:
        raise NotFound
    return await _where_proposed(request, here, idea)


async def at_shown_idea(request: Request) -> AtIdea:
    """The visitor at an idea that all have seen."""
    here = await at_idea(request)
    if here.idea.shown_at is None:
        raise NotFound
    return here


async def at_own_idea(request: Request) -> AtIdea:
    """The visitor at an idea of their own; the ideas of others cannot be changed and are not there."""
    here = await at_idea(request)
    if here.idea.seat_id != here.seat.id:
        raise NotFound
    return here


async def at_idea_as_staff(request: HTTPConnection, public_id: str | None = None) -> AtIdea:
    """Staff at an idea of their board. Raises NotAllowed for members: they see the idea, but neither move it nor read
    what staff write about it."""
    here = await at_idea(request, public_id)
    if not here.seat.staff:
        raise NotAllowed
    return here


async def at_late_idea(request: Request) -> AtIdea:
    """The coordinator at an idea that came late, or was taken in already; its words stay unread."""
    idea, here = await look_up(request, Idea, request.path_params["idea"])
    return await _where_proposed(request, _coordinator(here), idea)


async def at_paper_idea(request: Request) -> AtIdea:
    """Who writes for others, at an idea that they wrote down themselves."""
    here = await at_own_idea(request)
    if not here.idea.on_paper:
        raise NotFound
    return _writing(here)


async def _where_proposed(request: HTTPConnection, here: Here, idea: Idea) -> AtIdea:
    return AtIdea(**vars(here), meeting=await _get(request, Meeting, idea.meeting_id), idea=idea)


async def at_comment(request: Request) -> AtComment:
    """The coordinator at a comment, and at the idea it was written to."""
    comment, here = await look_up(request, Comment, request.path_params["comment"])
    _coordinator(here)
    idea, meeting = await _get(request, Idea, comment.idea_id), await _get(request, Meeting, comment.meeting_id)
    return AtComment(**vars(here), meeting=meeting, idea=idea, comment=comment)


# A round


async def at_round(request: Request) -> AtRound:
    """The visitor at a round of a board where they sit."""
    round_, here = await look_up(request, Round, request.path_params["round"])
    return AtRound(**vars(here), round=round_)


async def where_held(request: Request, here: AtRound) -> AtHeldRound:
    """The same, with the meeting in which the round is held: one query more."""
    return AtHeldRound(**vars(here), meeting=await _get(request, Meeting, here.round.meeting_id))


async def at_paper_round(request: Request) -> AtHeldRound:
    """Who writes for others, at a round."""
    return _writing(await where_held(request, await at_round(request)))


# A seat


async def at_seat(request: Request) -> AtSeat:
    """The visitor at somebody's seat on a board where they sit."""
    other, here = await look_up(request, Seat, request.path_params["seat"])
    return AtSeat(**vars(here), other=other)


async def at_member(request: Request) -> AtSeat:
    """The coordinator at a member's seat; one that is gone is not there."""
    here = _coordinator(await at_seat(request))
    if here.other.removed_at is not None or here.other.staff:
        raise NotFound
    return here


# What several of them ask


def _named(request: HTTPConnection, what: str, public_id: str | None) -> str:
    """The public id that is given, else the one in the address. What a page to be followed names may be nothing at
    all: it is not there, and no address says more."""
    found: str = request.path_params[what] if public_id is None else public_id
    return found


def _coordinator(here: There) -> There:
    if here.seat.role is not Role.COORDINATOR:
        raise NotFound
    return here


def _writing(here: InMeeting) -> InMeeting:
    """The coordinator, and a seat that a coordinator lets write for others, in its own meeting."""
    seat = here.seat
    writes = role_may(seat, Act.PAPER) and seat.role is not Role.OBSERVER and seat.meeting_id == here.meeting.id
    if seat.role is not Role.COORDINATOR and not writes:
        raise NotFound
    return here


async def _get(request: HTTPConnection, table: Any, key: int) -> Any:
    async with runtime_of(request).database.begin() as session:
        return await session.get_one(table, key)
