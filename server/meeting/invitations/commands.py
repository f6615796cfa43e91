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
from server.mail.outbox import message_id, post
from server.mail.signature import signature_of
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
        _check_not_over(change)
        await _hold(change, len(recipients))
        signed = await signature_of(change.session, meeting.board_id)
        for one in recipients:
            salt = new_token()
            token = mailed_token(runtime.settings, salt)
            letter = invited(one.name, change.board.name, change.at, link_of(runtime.settings, token), change.now)
            written = letter.read_in(language, (signed,))
            ident = message_id(runtime.settings, "invitation", change.at.id, key, one.mail)
            calendar = calendar_file(
                runtime.settings, change.at, change.board.name, one.mail, Method.REQUEST, change.now
            )
            job = await post(
                *(change.session, one.mail, written.subject, written.body, ident),
                calendar=calendar,
                board_id=change.board.id,
            )
            if job is not None:
                waiting.append(job)
                invitation = _invitation(change, hashed(runtime.settings, token), role=role, name=one.name)
                invitation.mail, invitation.language, invitation.salt = one.mail, language, salt
                change.session.add(invitation)
    for job in waiting:
        await jobs.ring(runtime.doorbell, job)
    return len(waiting)


async def make_slips(runtime: Runtime, by: Seat, meeting: Meeting, wanted: Mapping[Role | None, int]) -> list[Slip]:
    """Make the wanted number of invitations per role (None: the guest chooses it), for a sheet to print. This is the
    only time that their codes can be seen.

    Raises Invalid unless there are 1 to SLIPS_MOST in all, NotNow for a meeting that is over, and Full for too many
    invitations."""
    if min(wanted.values(), default=0) < 0 or not 1 <= sum(wanted.values()) <= SLIPS_MOST:
        raise Invalid(N_("Vælg fra 1 til %(most)s koder i alt."), {"most": SLIPS_MOST})
    slips = []
    async with changing(runtime, by, Act.SET_UP, meeting) as change:
        _check_not_over(change)
        await _hold(change, sum(wanted.values()))
        for role in [role for role, number in wanted.items() for _ in range(number)]:
            code = new_code(INVITATION_CODE_LENGTH)
            token = token_of(runtime.settings, code)
            hashes = {"token": hashed(runtime.settings, token), "code": hashed(runtime.settings, code)}
            change.session.add(_invitation(change, hashes["token"], hashes["code"], role=role))
            slips.append(Slip(role, code, link_of(runtime.settings, token)))
    return slips


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


def _check_not_over(change: Change) -> None:
    """Raise NotNow if the meeting is over."""
    if change.at.over:
        raise NotNow(shut(change.at))


async def _hold(change: Change, more: int) -> None:
    await hold(change.session, Bounded.INVITATIONS, col(Invitation.meeting_id) == change.at.id, more=more)


def _invitation(
    change: Change, token: bytes, code: bytes | None = None, *, role: Role | None, name: str = ""
) -> Invitation:
    return Invitation(
        board_id=change.board.id,
        meeting_id=change.at.id,
        token_hash=token,
        code_hash=code,
        role=role,
        name=name,
        made_at=change.now,
        expires_at=max(change.now, change.at.starts_at) + LAST,
    )
