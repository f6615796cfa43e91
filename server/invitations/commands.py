"""Making invitations: by mail, and on a sheet to print. Only hashes of what leads in are kept."""

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
from server import jobs
from server.bounds import hold
from server.calendar.file import Method, calendar_file
from server.calendar.telling import tell_ended
from server.change import Change, change
from server.errors import N_, Invalid, NotNow
from server.invitations.codes import hashed, link_of, mailed_token, token_of
from server.invitations.forgetting import forget
from server.invitations.letter import invited
from server.invitations.recipients import read
from server.mail.outbox import message_id, post
from server.parts import Parts
from server.seats.commands import shut

SLIPS_MOST = 60
LAST = timedelta(days=30)
"""After the planned day an invitation is worth nothing, should nobody end the meeting."""


@dataclass(frozen=True)
class Slip:
    """One person's part of the printed sheet. It is nowhere else."""

    role: Role | None
    code: str
    link: str


async def send(parts: Parts, by: Seat, meeting: Meeting, typed: str, role: Role | None, key: str, language: str) -> int:
    """Invite everybody on a typed list, each by a mail of their own; how many mails go out.

    The same `key` again invites nobody twice. An address is kept for what must be told of the meeting (the day before,
    when it is moved or cancelled, its minutes) and forgotten soon after. Raises Invalid, NotNow.
    """
    recipients, waiting = read(typed), []
    async with change(parts, by, Act.SET_UP, meeting) as board:
        _still_held(board)
        await _hold(board, len(recipients))
        for one in recipients:
            salt = new_token()
            token = mailed_token(parts.settings, salt)
            told = invited(one.name, board.board.name, board.at, link_of(parts.settings, token), board.now)
            letter = told.read_in(language)
            ident = message_id(parts.settings, "invitation", board.at.id, key, one.mail)
            calendar = calendar_file(parts.settings, board.at, board.board.name, one.mail, Method.REQUEST, board.now)
            job = await post(
                *(board.session, one.mail, letter.subject, letter.body, ident),
                calendar=calendar,
                board_id=board.board.id,
            )
            if job is not None:
                waiting.append(job)
                invitation = _invitation(board, hashed(parts.settings, token), role=role, name=one.name)
                invitation.mail, invitation.language, invitation.salt = one.mail, language, salt
                board.session.add(invitation)
    for job in waiting:
        await jobs.ring(parts.doorbell, job)
    return len(waiting)


async def make_slips(parts: Parts, by: Seat, meeting: Meeting, wanted: Mapping[Role | None, int]) -> list[Slip]:
    """Make so many invitations per role for a sheet to print: the only time that their codes are seen.

    Raises Invalid unless there are 1 to 60 in all, NotNow for a meeting that is over."""
    if min(wanted.values(), default=0) < 0 or not 1 <= sum(wanted.values()) <= SLIPS_MOST:
        raise Invalid(N_("Vælg fra 1 til %(most)s koder i alt."), {"most": SLIPS_MOST})
    slips = []
    async with change(parts, by, Act.SET_UP, meeting) as board:
        _still_held(board)
        await _hold(board, sum(wanted.values()))
        for role in [role for role, number in wanted.items() for _ in range(number)]:
            code = new_code(INVITATION_CODE_LENGTH)
            token = token_of(parts.settings, code)
            told = {"token": hashed(parts.settings, token), "code": hashed(parts.settings, code)}
            board.session.add(_invitation(board, told["token"], told["code"], role=role))
            slips.append(Slip(role, code, link_of(parts.settings, token)))
    return slips


async def end_unused(parts: Parts, by: Seat, meeting: Meeting) -> None:
    """Every invitation to the meeting that nobody has used is worth nothing from now on. Who was invited by mail is
    told while the meeting lies ahead: it stands in their calendar, and afterwards their address is gone."""
    async with change(parts, by, Act.SET_UP, meeting) as board:
        unused = select(Invitation).where(col(Invitation.meeting_id) == board.at.id, ~used_up())
        ended = (await board.session.execute(unused.order_by(col(Invitation.id)).with_for_update())).scalars().all()
        if board.at.starts_at > board.now:
            await tell_ended(board.session, parts.settings, board.at, ended)
        for one in ended:
            await board.session.delete(one)
    await jobs.ring(parts.doorbell)


async def stop_mail(parts: Parts, token: str) -> None:
    """No more mail about the meeting to the address of this invitation, what waits for the morning included; the
    address is forgotten. Nothing for another token."""
    async with parts.database.begin() as session:
        query = select(Invitation).where(Invitation.token_hash == hashed(parts.settings, token))
        found = (await session.execute(query)).scalar_one_or_none()
        if found is not None and found.mail:
            await forget(session, parts.settings, found)


def _still_held(board: Change) -> None:
    """Nobody is invited to a meeting that is over. Raises NotNow."""
    if board.at.over:
        raise NotNow(shut(board.at))


async def _hold(board: Change, more: int) -> None:
    await hold(board.session, Bounded.INVITATIONS, col(Invitation.meeting_id) == board.at.id, more=more)


def _invitation(
    board: Change, token: bytes, code: bytes | None = None, *, role: Role | None, name: str = ""
) -> Invitation:
    return Invitation(
        board_id=board.board.id,
        meeting_id=board.at.id,
        token_hash=token,
        code_hash=code,
        role=role,
        name=name,
        made_at=board.now,
        expires_at=max(board.now, board.at.starts_at) + LAST,
    )
