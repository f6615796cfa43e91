"""Inviting everybody on the list to a meeting in one click, each as they want to be asked; and the substitute of
whoever cannot come."""

from dataclasses import dataclass, field

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.act import Act
from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.member import Member
from schemas.seat import Seat
from server.core import jobs
from server.core.change import Change, changing, changing_board
from server.core.errors import NotFound
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.mail.signature import signature_of
from server.meeting.invitations.codes import hashed
from server.meeting.invitations.commands import Guest, Slip, check_not_over, hold_room, mail_to, on_paper
from server.meeting.invitations.forgetting import forget
from server.meeting.members.asking import ASKS, Line, Way, load_lines


@dataclass(frozen=True)
class Handed:
    """An invitation that a coordinator sends or prints: for whom, and by which code. It can be seen this once."""

    member: Member
    slip: Slip


@dataclass
class Invited:
    """What one click did."""

    mails: int = 0
    texts: list[Handed] = field(default_factory=list)
    """To send by SMS: with the number that the member gave for it."""
    papers: list[Handed] = field(default_factory=list)


async def invite_all(runtime: Runtime, by: Seat, meeting: Meeting, *, again: bool = False) -> Invited:
    """Invite everybody on the list who has not been invited yet, each as they want. A second click invites nobody
    twice. `again` makes the codes anew that were handed out and not used; the old ones work no more. Raises NotNow for
    a meeting that is over, and Full."""
    done = Invited()
    async with changing(runtime, by, Act.SET_UP, meeting) as change:
        check_not_over(change)
        if again:
            await _end_codes(change)
        lines = [line for line in await load_lines(change.session, change.at) if line.way in ASKS]
        await hold_room(change, len(lines))
        waiting = [await _invite(change, runtime.settings, line, done) for line in lines]
    for job in filter(None, waiting):
        await jobs.ring(runtime.doorbell, job)
    return done


async def _end_codes(change: Change) -> None:
    handed = (col(Invitation.member_id).is_not(None), col(Invitation.code_hash).is_not(None))
    unused = (col(Invitation.used_at).is_(None), col(Invitation.declined_at).is_(None))
    await change.session.execute(delete(Invitation).where(col(Invitation.meeting_id) == change.at.id, *handed, *unused))


async def _invite(change: Change, settings: Settings, line: Line, done: Invited) -> int | None:
    member = line.member
    if line.way is Way.MAIL:
        signed = await signature_of(change.session, change.at.board_id)
        reason = ("invitation", change.at.id, "member", member.public_id)
        guest = Guest(member.mail, member.name, member.role, member.language, reason, member.id)
        done.mails += 1
        return await mail_to(change, settings, signed, guest)
    handed = Handed(member, on_paper(change, settings, member.role, member.id))
    (done.texts if line.way is Way.SMS else done.papers).append(handed)
    return None


async def say_no(runtime: Runtime, by: Seat, meeting: Meeting, member: str) -> None:
    """Note that a member (by public id) cannot come, who has told a coordinator. Raises NotFound for one who was not
    asked."""
    async with changing(runtime, by, Act.SET_UP, meeting) as change:
        check_not_over(change)
        query = select(Invitation).join(Member, col(Member.id) == Invitation.member_id)
        query = query.where(Invitation.meeting_id == meeting.id, Member.public_id == member)
        found = (await change.session.execute(query)).scalar_one_or_none()
        if found is None:
            raise NotFound
        job = await _decline(change, runtime.settings, found)
    await jobs.ring(runtime.doorbell, job)


async def say_no_by_link(runtime: Runtime, token: str) -> None:
    """Say that one cannot come, by the link in the invitation. Does nothing for a link that does not work, or whose
    meeting is over."""
    found = await of_link(runtime, token)
    if found is None:
        return
    async with changing_board(runtime, found.board_id) as change:
        change.meeting = await change.session.get_one(Meeting, found.id)
        query = select(Invitation).where(Invitation.token_hash == hashed(runtime.settings, token))
        invitation = (await change.session.execute(query)).scalar_one_or_none()
        if invitation is None or change.at.over:
            return
        job = await _decline(change, runtime.settings, invitation)
    await jobs.ring(runtime.doorbell, job)


async def of_link(runtime: Runtime, token: str) -> Meeting | None:
    """The meeting that a member was invited to by a link; None for any other link, and once it is over."""
    query = select(Meeting).join(Invitation, col(Invitation.meeting_id) == Meeting.id)
    query = query.where(Invitation.token_hash == hashed(runtime.settings, token))
    query = query.where(col(Invitation.member_id).is_not(None), col(Meeting.ended_at).is_(None))
    async with runtime.database.snapshot() as session:
        return (await session.execute(query)).scalar_one_or_none()


async def _decline(change: Change, settings: Settings, invitation: Invitation) -> int | None:
    """Within a change at a meeting: no more mail about it, and their substitute is asked at once if that is by mail; by
    SMS or on paper, a coordinator does it."""
    if invitation.declined_at is not None:
        return None
    invitation.declined_at = change.now
    if invitation.mail:
        await forget(change.session, settings, invitation)
    await change.session.flush()
    member = await change.session.get(Member, invitation.member_id) if invitation.member_id else None
    if member is None or member.substitute_id is None:
        return None
    for line in await load_lines(change.session, change.at):
        if line.member.id == member.substitute_id and line.way is Way.MAIL:
            return await _invite(change, settings, line, Invited())
    return None
