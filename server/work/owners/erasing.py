"""Erasing the name of somebody who was written down as carrying an idea, or taking a step, without an account."""

from typing import Any

from sqlalchemy import func, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import MEMBER, Owner, StatusChange, Step
from schemas.idea import Idea, WordsErased
from schemas.moment import Moment
from server.core.change import Change
from server.core.erasing import ADDRESSES, AddressErased, Erasing
from server.core.settings import Settings

ADDRESSES.append("SELECT mail FROM owner WHERE mail <> ''")
UNNAMED: dict[str, Any] = {"name": MEMBER, "mail": "", "token_hash": None, "named": False}


async def erase_named(change: Change, erasing: Erasing) -> None:
    """Take the name away where it was typed: from owners and steps, and from the timelines that tell of them. An owner
    with an address is known by that; by the name alone only if nobody else on the board has it."""
    here = select(Idea.id).where(Idea.board_id == change.board.id)
    called = func.lower(Owner.name) == erasing.name.lower() if erasing.name else col(Owner.id).is_(None)
    known = or_(col(Owner.mail).in_(erasing.addresses), called & (col(Owner.mail) == ""))
    touched = await _unname(change.session, known, col(Owner.idea_id).in_(here))
    if erasing.name:
        for table, column in ((Step, "person"), (Moment, "name"), (StatusChange, "name")):
            touched |= await _overwrite(change.session, table, column, erasing.name, col(table.idea_id).in_(here))
    for idea in sorted(touched):
        change.tell(WordsErased(idea))


async def erase_carrier(session: AsyncSession, _: Settings, erased: AddressErased) -> None:
    """Take name, address and link away from whoever carries ideas at an address, without an account."""
    names = select(Owner.idea_id, Owner.name).where(Owner.mail == erased.mail, col(Owner.person_id).is_(None))
    carried = (await session.execute(names)).all()
    for idea, name in carried:
        for table in (Moment, StatusChange):
            await _overwrite(session, table, "name", name, col(table.idea_id) == idea)
    erased.ideas |= await _unname(session, col(Owner.mail) == erased.mail)
    erased.found["owner"] += len(carried)


async def _unname(session: AsyncSession, *which: Any) -> set[int]:
    query = update(Owner).where(*which, col(Owner.person_id).is_(None)).values(UNNAMED)
    return set((await session.execute(query.returning(col(Owner.idea_id)))).scalars())


async def _overwrite(session: AsyncSession, table: Any, column: str, name: str, where: Any) -> set[int]:
    more = {"named": False} if table is Step else {}
    query = update(table).where(func.lower(getattr(table, column)) == name.lower(), where)
    query = query.values({column: MEMBER} | more).returning(table.idea_id)
    return set((await session.execute(query)).scalars())
