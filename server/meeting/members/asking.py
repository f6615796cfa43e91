"""How everybody on the list is asked to a meeting, or why they are not: what one click would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.member import Asking, Member
from server.core.days import danish_day
from server.meeting.members.queries import load_list


class Way(StrEnum):
    """How somebody on the list is asked to a meeting, or why they are not."""

    MAIL = "mail"
    SMS = "sms"
    PAPER = "paper"
    NOT = "not"
    """They want no invitation."""
    UNREACHED = "unreached"
    """The address they gave has not said yes."""
    NO_YES = "no_yes"
    """They have not said yes to be on the list."""
    NO_TERM = "no_term"
    """Their term does not cover the day."""
    SUBSTITUTE = "substitute"
    """They are asked when somebody else says no."""
    ASKED = "asked"
    DECLINED = "declined"
    CAME = "came"
    """They have used the invitation."""


ASKED_BY = {Asking.MAIL: Way.MAIL, Asking.SMS: Way.SMS, Asking.PAPER: Way.PAPER, Asking.NOT: Way.NOT}
ASKS = frozenset({Way.MAIL, Way.SMS, Way.PAPER})
"""The ways that ask anybody."""


def way_of(member: Member, day: date, *, substitute: bool, invitation: Invitation | None) -> Way:
    """How a member is asked to a meeting on that day. `substitute`: they stand in for somebody who may still come."""
    if invitation is not None:
        return Way.DECLINED if invitation.declined_at else Way.CAME if invitation.used else Way.ASKED
    if member.yes_at is None:
        return Way.NO_YES
    if not member.sits_on(day):
        return Way.NO_TERM
    if substitute:
        return Way.SUBSTITUTE
    if member.asking is Asking.MAIL and not member.mail:
        return Way.UNREACHED
    return ASKED_BY[member.asking]


@dataclass(frozen=True)
class Line:
    """Somebody on the list, and how they are asked to one meeting."""

    member: Member
    way: Way
    again: bool = False
    """They were asked with a code, which a coordinator may make anew if it was lost."""


def lines_of(members: Iterable[Member], invitations: Iterable[Invitation], day: date) -> list[Line]:
    """A line for each who is on the list or asked to be, in the order given."""
    listed = [member for member in members if member.left_at is None]
    by_member = {one.member_id: one for one in invitations}
    may_come = [
        member
        for member in listed
        if member.on_list and member.sits_on(day) and not _declined(by_member.get(member.id))
    ]
    waiting = {member.substitute_id for member in may_come} - {None}
    lines = []
    for member in listed:
        one = by_member.get(member.id)
        way = way_of(member, day, substitute=member.id in waiting, invitation=one)
        lines.append(Line(member, way, again=way is Way.ASKED and one is not None and one.code_hash is not None))
    return lines


def _declined(invitation: Invitation | None) -> bool:
    return invitation is not None and invitation.declined_at is not None


async def load_lines(session: AsyncSession, meeting: Meeting) -> list[Line]:
    """The lines of a meeting, by name. Two queries."""
    invited = select(Invitation).where(Invitation.meeting_id == meeting.id, col(Invitation.member_id).is_not(None))
    invitations = (await session.execute(invited)).scalars().all()
    return lines_of(await load_list(session, meeting.board_id), invitations, danish_day(meeting.starts_at))
