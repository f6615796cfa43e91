"""Making invitations, sent by mail or on a sheet to print, and ending them. Only hashes of their tokens and codes are
stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from schemas.act import Act
from schemas.bounds import Bounded
from schemas.codes import new_code, new_token
from schemas.invitation import INVITATION_CODE_LENGTH, Invitation, used_up
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat
from server.core import jobs
from server.core.bounds import hold
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.mail.outbox import message_id, post
from server.mail.signature import Signature, signature_of
from server.meeting.invitations.calendar_file import Method, calendar_file
from server.meeting.invitations.codes import hashed, link_of, mailed_token, token_of
from server.meeting.invitations.forgetting import forget
from server.meeting.invitations.letters import invited
from server.meeting.invitations.recipients import read
from server.meeting.invitations.telling import tell_ended
from server.meeting.seats.commands import shut

SLIPS_MOST = 60
LAST = timedelta(days=30)
"""How long after its planned start an invitation to a meeting expires, in case nobody ends the meeting."""


@dataclass(frozen=True)
class Slip:
    """One person's part of the printed sheet. Its code and link are stored nowhere."""

    role: Role | None
    code: str
    link: str


async def send(
    runtime: Runtime, by: Seat, meeting: Meeting, typed: str, role: Role | None, key: str, language: str
) -> int:
    """Invite everybody on a typed list, each in a separate mail in `language`. Returns the number of new mails: with
    the same `key`, nobody is invited twice.

    An address is kept for later mail about the meeting (a reminder the day before, a change, a cancellation, the
    minutes) and forgotten soon after. Raises Invalid for a line that cannot be read, NotNow for a meeting that is over,
    and Full for too many invitations.
    """
    recipients, waiting = read(typed), []
    async with changing(runtime, by, Act.SET_UP, meeting) as change:
        check_not_over(change)
        await hold_room(change, len(recipients))
        signed = await signature_of(change.session, meeting.board_id)
        for one in recipients:
            guest = Guest(one.mail, one.name, role, language, ("invitation", change.at.id, key, one.mail))
            job = await mail_to(change, runtime.settings, signed, guest)
            if job is not None:
                waiting.append(job)
    for job in waiting:
        await jobs.ring(runtime.doorbell, job)
    return len(waiting)


@dataclass(frozen=True)
class Guest:
    """Somebody to invite by mail. The same `reason` gives one letter only."""

    mail: str
    name: str
    role: Role | None
    language: str
    reason: tuple[object, ...]
    member: int | None = None
    """Their row on the board's list; they are asked to say so if they cannot come."""


async def mail_to(change: Change, settings: Settings, signed: Signature, guest: Guest) -> int | None:
    """Within a change at a meeting, invite somebody by mail. Returns the job to ring for; None if the same letter was
    written before."""
    salt = new_token()
    token = mailed_token(settings, salt)
    link = link_of(settings, token)
    no = f"{link}/no" if guest.member is not None else ""
    letter = invited(guest.name, change.board.name, change.at, link, change.now, no)
    written = letter.read_in(guest.language, (signed,), change.at.form.written)
    calendar = calendar_file(settings, change.at, change.board.name, guest.mail, Method.REQUEST, change.now)
    job = await post(
        *(change.session, guest.mail, written.subject, written.body, message_id(settings, *guest.reason)),
        calendar=calendar,
        board_id=change.board.id,
    )
    if job is not None:
        invitation = new_invitation(change, hashed(settings, token), role=guest.role, name=guest.name)
        invitation.mail, invitation.language, invitation.salt = guest.mail, guest.language, salt
        invitation.member_id = guest.member
        change.session.add(invitation)
    return job


def on_paper(change: Change, settings: Settings, role: Role | None, member: int | None = None) -> Slip:
    """Within a change at a meeting, make an invitation with a code, to be printed or sent by hand. This is the only
    time that it can be seen."""
    code = new_code(INVITATION_CODE_LENGTH)
    token = token_of(settings, code)
    invitation = new_invitation(change, hashed(settings, token), hashed(settings, code), role=role)
    invitation.member_id = member
    change.session.add(invitation)
    return Slip(invitation.role, code, link_of(settings, token))


async def make_slips(runtime: Runtime, by: Seat, meeting: Meeting, wanted: Mapping[Role | None, int]) -> list[Slip]:
    """Make the wanted number of invitations per role (None: the guest chooses it), for a sheet to print. This is the
    only time that their codes can be seen.

    Raises Invalid unless there are 1 to SLIPS_MOST in all, NotNow for a meeting that is over, and Full for too many
    invitations."""
    if min(wanted.values(), default=0) < 0 or not 1 <= sum(wanted.values()) <= SLIPS_MOST:
        raise Invalid(N_("Vælg fra 1 til %(most)s koder i alt."), {"most": SLIPS_MOST})
    async with changing(runtime, by, Act.SET_UP, meeting) as change:
        check_not_over(change)
        await hold_room(change, sum(wanted.values()))
        return [on_paper(change, runtime.settings, role) for role, number in wanted.items() for _ in range(number)]


async def end_unused(runtime: Runtime, by: Seat, meeting: Meeting) -> None:
    """End every unused invitation to the meeting. As long as the meeting lies ahead, those who were invited by mail are
    told, since it is in their calendar, and this is the last chance before we forget their address."""
    async with changing(runtime, by, Act.SET_UP, meeting) as change:
        unused = select(Invitation).where(col(Invitation.meeting_id) == change.at.id, ~used_up())
        ended = (await change.session.execute(unused.order_by(col(Invitation.id)).with_for_update())).scalars().all()
        if change.at.starts_at > change.now:
            await tell_ended(change.session, runtime.settings, change.at, ended)
        for one in ended:
            await change.session.delete(one)
    await jobs.ring(runtime.doorbell)


async def stop_mail(runtime: Runtime, token: str) -> None:
    """Send no more mail about the meeting to the address of this invitation, not even what is waiting for the morning,
    and forget the address. Does nothing for an unknown token."""
    async with runtime.database.begin() as session:
        query = select(Invitation).where(Invitation.token_hash == hashed(runtime.settings, token))
        found = (await session.execute(query)).scalar_one_or_none()
        if found is not None and found.mail:
            await forget(session, runtime.settings, found)


def check_not_over(change: Change) -> None:
    """Raise NotNow if the meeting is over."""
    if change.at.over:
        raise NotNow(shut(change.at))


async def hold_room(change: Change, more: int) -> None:
    """Raise Full unless the meeting has room for so many more invitations."""
    await hold(change.session, Bounded.INVITATIONS, col(Invitation.meeting_id) == change.at.id, more=more)


def new_invitation(
    change: Change, token: bytes, code: bytes | None = None, *, role: Role | None, name: str = ""
) -> Invitation:
    """An invitation to the change's meeting, not yet stored. It presets a role only where one is asked."""
    return Invitation(
        board_id=change.board.id,
        meeting_id=change.at.id,
        token_hash=token,
        code_hash=code,
        role=role if change.at.form.asks_roles else None,
        name=name,
        made_at=change.now,
        expires_at=max(change.now, change.at.starts_at) + LAST,
    )
