"""Ballots on paper. A slip is entered under a number, which is written on it, can be taken out again by that number,
and is counted like every other ballot.

The board is locked first, then the round's row in the same way as closing does it, so a slip is either counted or
refused. While the round is open, a slip's key can be computed from its number and the round's secret; once the secret
is deleted, nothing connects a slip to a choice.
"""

from collections.abc import Mapping

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Ballot, Round, RoundState
from schemas.seat import Seat
from schemas.voter import form_key, slip_key
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow
from server.core.runtime import Runtime
from server.room.votes.ballot import checked, rules_of

LATE = N_("Afstemningen er slut. Sedlen nåede ikke med.")
BLANK = N_("Der er ingen prikker på sedlen. Så skal den ikke gemmes.")
MOST = 500
"""The most slips in one round; no meeting has more people without a phone."""


async def enter(
    runtime: Runtime, scribe: Seat, meeting: Meeting, round_: Round, key: str, role: Role, given: Mapping[str, int]
) -> int:
    """Enter one whole slip (idea's public id → dots) of a person in this role. Returns its number, the lowest one free.

    The same `key` is the same slip. Raises Invalid if the slip breaks the rules or is blank, NotNow if the round is
    closed or has MOST slips."""
    rules = await rules_of(runtime.database, round_)
    if rules is None:
        raise NotNow(LATE)
    dots = checked(rules, None, given)
    if not dots:
        raise Invalid(BLANK)
    async with changing(runtime, scribe, Act.PAPER, meeting) as change:
        stored, secret = await _open(change, round_)
        form = form_key(secret, change.by.id, key)
        slips = await _slips(change.session, stored)
        known = select(Ballot.voter).where(Ballot.round_id == stored.id, Ballot.form_key == form)
        voter = (await change.session.execute(known)).scalar_one_or_none()
        if voter is not None:
            return next(number for number in slips if slip_key(secret, number) == voter)
        number = next(number for number in range(1, MOST + 2) if number not in slips)
        if number > MOST:
            raise NotNow(N_("Der er ikke plads til flere sedler i denne afstemning."))
        stored.slips = max(stored.slips, number)
        values = {"dots": dots, "paper_role": role, "form_key": form}
        change.session.add(Ballot(round_id=stored.id, voter=slip_key(secret, number), **values))  # type: ignore[arg-type]
    return number


async def take_out(runtime: Runtime, scribe: Seat, meeting: Meeting, round_: Round, number: int) -> None:
    """Take a slip out, so that it can be entered again. Does nothing if there is none of that number. Raises NotNow for
    a closed round."""
    async with changing(runtime, scribe, Act.PAPER, meeting) as change:
        stored, secret = await _open(change, round_)
        gone = delete(Ballot).where(col(Ballot.round_id) == stored.id, col(Ballot.voter) == slip_key(secret, number))
        await change.session.execute(gone)


async def _open(change: Change, round_: Round) -> tuple[Round, bytes]:
    locked = select(Round).where(Round.id == round_.id).with_for_update().execution_options(populate_existing=True)
    stored = (await change.session.execute(locked)).scalar_one()
    if stored.state is not RoundState.OPEN or stored.secret is None:
        raise NotNow(LATE)
    return stored, stored.secret


async def _slips(session: AsyncSession, round_: Round) -> list[int]:
    assert round_.secret is not None
    query = select(Ballot.voter).where(Ballot.round_id == round_.id, col(Ballot.paper_role).is_not(None))
    there = set((await session.execute(query)).scalars())
    return [number for number in range(1, round_.slips + 1) if slip_key(round_.secret, number) in there]


async def entered(session: AsyncSession, round_: Round | None) -> list[int]:
    """The numbers of the slips entered in an open round; what is on them is shown to nobody."""
    return await _slips(session, round_) if round_ is not None and round_.secret is not None else []
