"""Who may enter paper: the coordinator, and a seat that a coordinator lets write for others, in its own meeting."""

from starlette.requests import Request

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.roles import JOINABLE, Role
from schemas.seat import Seat
from server.access import Here, at_idea, at_meeting, at_round, parts_of
from server.change import role_may
from server.errors import N_, Invalid, NotFound

ON_PAPER = tuple(role for role in JOINABLE if role is not Role.OBSERVER)
"""As what a person may take part on paper: leaders have a way of their own, and observers never vote."""
NO_ROLE = N_("Vælg, hvem sedlen er fra.")


def writes_here(seat: Seat, meeting: Meeting) -> bool:
    """Whether a seat may enter paper in a meeting."""
    if seat.role is Role.COORDINATOR:
        return True
    return role_may(seat, Act.PAPER) and seat.role is not Role.OBSERVER and seat.meeting_id == meeting.id


def role_on_paper(typed: str) -> Role:
    """The role that was chosen. Raises Invalid."""
    if typed not in {role.value for role in ON_PAPER}:
        raise Invalid(NO_ROLE, fields={"role": NO_ROLE})
    return Role(typed)


async def at_paper(request: Request) -> Here:
    """Who writes for others, at a meeting; for everybody else it is not there."""
    return _writing(await at_meeting(request, request.path_params["meeting"]))


async def at_paper_round(request: Request) -> Here:
    """The same at a round."""
    here = await at_round(request, request.path_params["round"])
    assert here.round is not None
    async with parts_of(request).database.snapshot() as session:
        here.meeting = await session.get_one(Meeting, here.round.meeting_id)
    return _writing(here)


async def at_paper_idea(request: Request) -> Here:
    """The same at an idea that they entered themselves."""
    here = await at_idea(request, request.path_params["idea"])
    assert here.idea is not None
    if not here.idea.on_paper or here.idea.seat_id != here.seat.id:
        raise NotFound
    return _writing(here)


def _writing(here: Here) -> Here:
    if not writes_here(here.seat, here.the_meeting):
        raise NotFound
    return here
