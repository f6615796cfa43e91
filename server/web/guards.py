"""Who may go where: each look-up returns what the visitor has come to, or raises NotFound just as if it did not exist.

    here = await at_desk(request)  # the coordinator, at the meeting that the path names
    here.meeting

The path names it (`/m/{meeting}/desk`), unless a public id is passed. Each look-up returns a type with exactly what was
found, so that nobody has to check again whether there is a meeting.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import HTTPConnection, Request

from schemas.act import Act
from schemas.board import Board
from schemas.comment import Comment
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.member import Member
from schemas.roles import Role
from schemas.round import Round
from schemas.seat import Seat
from server.core.access import Here, look_up, runtime_of
from server.core.attending import leader_came
from server.core.change import role_may
from server.core.errors import NotAllowed, NotFound
from server.core.translations import spoken_of

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
    """At a comment, with its idea and the meeting in which it was written."""

    comment: Comment


@dataclass
class AtRound(Here):
    """At a round. Its meeting is not looked up, since a ballot does not need it."""

    round: Round


@dataclass
class AtHeldRound(AtMeeting):
    """At a round and its meeting."""

    round: Round


@dataclass
class AtSeat(Here):
    """At somebody's seat on the board."""

    other: Seat


@dataclass
class AtListed(Here):
    """At somebody on the board's list."""

    member: Member


def _named(request: HTTPConnection, thing: str, public_id: str | None) -> str:
    """The public id that was given, be it empty, or else the one in the address."""
    named: str = request.path_params[thing] if public_id is None else public_id
    return named


# A board


async def at_board(request: HTTPConnection, public_id: str | None = None) -> Here:
    """The visitor at a board where they have a seat, or for which their unit answers."""
    _, here = await look_up(request, Board, _named(request, "board", public_id))
    return here


async def at_board_as_coordinator(request: Request) -> Here:
    """The coordinator at a board they may change. Raises NotAllowed for others with a seat on it."""
    here = await at_board(request)
    if here.seat.role is not Role.COORDINATOR:
        raise NotAllowed
    return here


async def at_board_as_staff(request: Request) -> Here:
    """Staff at a board. Raises NotAllowed for members with a seat on it."""
    here = await at_board(request)
    if not here.seat.staff:
        raise NotAllowed
    return here


async def at_own_board(request: Request) -> Here:
    """The coordinator at a board on which they may call meetings. Raises NotFound even for others with a seat on it."""
    return _coordinator(await at_board(request))


# A meeting


async def at_meeting(request: HTTPConnection, public_id: str | None = None) -> AtMeeting:
    """The visitor at a meeting of a board where they have a seat. A leader who comes here counts at the meeting."""
    meeting, here = await look_up(request, Meeting, _named(request, "meeting", public_id))
    await leader_came(runtime_of(request), here.seat, meeting)
    return AtMeeting(**vars(here), meeting=meeting)


async def at_desk(request: HTTPConnection, public_id: str | None = None) -> AtMeeting:
    """The coordinator at a meeting's desk."""
    return _coordinator(await at_meeting(request, public_id))


async def at_paper(request: Request) -> AtMeeting:
    """Whoever writes for others, at a meeting."""
    return _writing(await at_meeting(request))


# An idea


async def at_idea(request: HTTPConnection, public_id: str | None = None) -> AtIdea:
    """The visitor at an idea that has been shown, or is their own."""
    idea, here = await look_up(request, Idea, _named(request, "idea", public_id))
    if idea.shown_at is None and idea.seat_id != here.seat.id:
        raise NotFound
    return await _where_proposed(request, here, idea)


async def at_readable_idea(request: HTTPConnection, public_id: str | None = None) -> AtIdea:
    """The visitor at an idea to read it. What those who moderate keep back does not exist for other members."""
    here = await at_idea(request, public_id)
    if here.idea.kept_back and here.idea.seat_id != here.seat.id and not here.seat.staff:
        raise NotFound
    return here


async def at_shown_idea(request: Request) -> AtIdea:
    """The visitor at an idea that has been shown."""
    here = await at_idea(request)
    if here.idea.shown_at is None:
        raise NotFound
    return here


async def at_own_idea(request: Request) -> AtIdea:
    """The visitor at an idea of their own. Raises NotFound for other people's, which they cannot change."""
    here = await at_idea(request)
    if here.idea.seat_id != here.seat.id:
        raise NotFound
    return here


async def at_idea_as_staff(request: HTTPConnection, public_id: str | None = None) -> AtIdea:
    """Staff at an idea of their board. Raises NotAllowed for members: they can see the idea, but not change its status
    or read what staff write about it."""
    here = await at_idea(request, public_id)
    if not here.seat.staff:
        raise NotAllowed
    return here


async def at_late_idea(request: Request) -> AtIdea:
    """The coordinator at an idea that came late, admitted or not. They do not get to read its text."""
    idea, here = await look_up(request, Idea, request.path_params["idea"])
    return await _where_proposed(request, _coordinator(here), idea)


async def at_paper_idea(request: Request) -> AtIdea:
    """Whoever writes for others, at an idea that they wrote down."""
    here = await at_own_idea(request)
    if not here.idea.on_paper:
        raise NotFound
    return _writing(here)


async def _where_proposed(request: HTTPConnection, here: Here, idea: Idea) -> AtIdea:
    meeting = await _get(request, Meeting, idea.meeting_id)
    spoken_of.set(meeting.form.written)
    return AtIdea(**vars(here), meeting=meeting, idea=idea)


async def at_comment(request: Request) -> AtComment:
    """The coordinator at a comment on an idea."""
    comment, here = await look_up(request, Comment, request.path_params["comment"])
    _coordinator(here)
    if comment.idea_id is None:
        raise NotFound
    idea, meeting = await _get(request, Idea, comment.idea_id), await _get(request, Meeting, comment.meeting_id)
    return AtComment(**vars(here), meeting=meeting, idea=idea, comment=comment)


# A round


async def at_round(request: Request) -> AtRound:
    """The visitor at a round on a board where they have a seat. A leader who comes here counts at its meeting."""
    round_, here = await look_up(request, Round, request.path_params["round"])
    if here.seat.role is Role.LEADER:
        await leader_came(runtime_of(request), here.seat, await _get(request, Meeting, round_.meeting_id))
    return AtRound(**vars(here), round=round_)


async def where_held(request: Request, here: AtRound) -> AtHeldRound:
    """The same, with the round's meeting; one more query."""
    return AtHeldRound(**vars(here), meeting=await _get(request, Meeting, here.round.meeting_id))


async def at_paper_round(request: Request) -> AtHeldRound:
    """Whoever writes for others, at a round."""
    return _writing(await where_held(request, await at_round(request)))


# A seat


async def at_seat(request: Request) -> AtSeat:
    """The visitor at somebody's seat on a board where they have one too."""
    other, here = await look_up(request, Seat, request.path_params["seat"])
    return AtSeat(**vars(here), other=other)


async def at_member(request: Request) -> AtSeat:
    """The coordinator at a member's seat. Raises NotFound for one that was removed, and for staff's."""
    here = _coordinator(await at_seat(request))
    if here.other.removed_at is not None or here.other.staff:
        raise NotFound
    return here


async def at_former_member(request: Request) -> AtSeat:
    """The coordinator at a member's seat, also one that was removed. Raises NotFound for staff's."""
    here = _coordinator(await at_seat(request))
    if here.other.staff or here.other.person_id is not None:
        raise NotFound
    return here


# The board's list


async def at_listed(request: Request) -> AtListed:
    """The coordinator at somebody on the list, or asked to be. Raises NotFound for one who has left."""
    member, here = await look_up(request, Member, request.path_params["member"])
    if member.left_at is not None:
        raise NotFound
    return _coordinator(AtListed(**vars(here), member=member))


# Conditions that several of them share


def _coordinator(here: There) -> There:
    if here.seat.role is not Role.COORDINATOR:
        raise NotFound
    return here


def _writing(here: InMeeting) -> InMeeting:
    """The coordinator, or a seat that the coordinator lets write for others in its own meeting; NotFound otherwise."""
    seat = here.seat
    writes = role_may(seat, Act.PAPER) and seat.role is not Role.OBSERVER and seat.meeting_id == here.meeting.id
    if seat.role is not Role.COORDINATOR and not writes:
        raise NotFound
    return here


async def _get(request: HTTPConnection, table: Any, key: int) -> Any:
    async with runtime_of(request).database.begin() as session:
        return await session.get_one(table, key)
