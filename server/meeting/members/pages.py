"""The pages of the list, for every route that responds with one of them."""

from typing import Any

from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response

from schemas.meeting import Meeting
from schemas.member import Asking, Member
from schemas.roles import JOINABLE
from schemas.seat import Seat
from server.core import clock
from server.core.access import Here, runtime_of
from server.core.days import danish_day
from server.meeting.members.asking import ASKS, Way, load_lines
from server.meeting.members.inviting import Invited
from server.meeting.members.queries import load_list, member_of, seats_by_organisation
from server.meeting.members.terms import AHEAD, usual_end
from server.web.guards import AtListed, AtMeeting
from server.web.html import page
from server.web.qr import qr_svg

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": None}


async def list_page(request: Request, here: Here, *, status: int = 200, **values: Any) -> Response:
    """The list, for coordinators: who is on it and until when, who is asked, and the seats by organisation. Two
    queries. Of an address it says only whether there is one."""
    today = danish_day(clock.now())
    async with runtime_of(request).database.snapshot() as session:
        members = await load_list(session, here.board.id or 0)
        ahead = select(Meeting).where(Meeting.board_id == here.board.id, col(Meeting.ended_at).is_(None))
        meetings = (await session.execute(ahead.order_by(col(Meeting.starts_at), col(Meeting.id)))).scalars().all()
    here_now = [member for member in members if member.left_at is None]
    return page(
        request,
        "meeting/members/members.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        listed=[member for member in here_now if member.yes_at and member.ends_on >= today],
        asked=[member for member in here_now if not member.yes_at],
        seats=seats_by_organisation(members, today),
        named={member.id: member.name for member in here_now},
        meetings=meetings,
        roles=JOINABLE,
        today=today,
        soon=today + AHEAD,
        usual=usual_end(today),
        **(BLANK | values),
    )


async def listed_page(request: Request, here: AtListed, *, status: int = 200, **values: Any) -> Response:
    """One of them, for coordinators: what they may change of it. One query."""
    async with runtime_of(request).database.snapshot() as session:
        members = await load_list(session, here.board.id or 0)
    member = here.member
    others = [one for one in members if one.left_at is None and one.id != member.id]
    stored = {
        "name": member.name,
        "role": member.role.value,
        "organisation": member.organisation,
        "starts": member.starts_on.isoformat(),
        "ends": member.ends_on.isoformat(),
        "substitute": next((one.public_id for one in others if one.id == member.substitute_id), ""),
    }
    return page(
        request,
        "meeting/members/listed.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        member=member,
        others=others,
        roles=JOINABLE,
        **(BLANK | {"typed": stored} | values),
    )


async def asking_page(request: Request, here: AtMeeting, done: Invited | None = None) -> Response:
    """How each on the list is asked to a meeting, before and after; `done` is what was just made, which is shown this
    once. Two queries."""
    async with runtime_of(request).database.snapshot() as session:
        lines = await load_lines(session, here.meeting)
    return page(
        request,
        "meeting/members/asking.html",
        language=here.visitor.language,
        person=here.visitor.person,
        board=here.board,
        meeting=here.meeting,
        by_way={way: found for way in Way if (found := [line for line in lines if line.way is way])},
        asks=sum(line.way in ASKS for line in lines),
        again=any(line.again for line in lines),
        done=done,
        qr=qr_svg,
    )


async def own_page(request: Request, here: Here, *, status: int = 200, **values: Any) -> Response:
    """A member's own page about the list. One query. It shows no address: a screen may be shared."""
    async with runtime_of(request).database.snapshot() as session:
        member = await member_of(session, here.seat)
    return page(
        request,
        "meeting/members/own.html",
        language=here.visitor.language,
        person=None,
        status=status,
        board=here.board,
        member=member,
        askings=tuple(Asking),
        over=member is not None and member.ends_on < danish_day(clock.now()),
        **({"done": "", "typed": _stored(member, here.seat)} | {"wrong": {}, "problem": None} | values),
    )


def _stored(member: Member | None, seat: Seat) -> dict[str, str]:
    return {"name": seat.name} if member is None else {"name": member.name, "asking": member.asking.value}
