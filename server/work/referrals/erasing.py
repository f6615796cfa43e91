"""Erasing the name that somebody typed when they answered by a link, and the address that the link was sent to."""

from typing import Any

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import MEMBER, Answer, StatusChange
from schemas.idea import Idea, WordsErased
from schemas.referral import Referral
from server.core.change import Change
from server.core.erasing import AddressErased, Erasing
from server.core.settings import Settings

FORGOTTEN: dict[str, Any] = {"mail": "", "token_hash": None}


async def erase_named(change: Change, erasing: Erasing) -> None:
    """Take the name of somebody who is erased away from the answers that they gave by a link on this board."""
    if not erasing.name:
        return
    here = select(Idea.id).where(Idea.board_id == change.board.id)
    called = func.lower(Referral.answered_name) == erasing.name.lower()
    for idea in sorted(await _unname(change.session, called, col(Referral.idea_id).in_(here))):
        change.tell(WordsErased(idea))


async def erase_asked(session: AsyncSession, _: Settings, erased: AddressErased) -> None:
    """Take away an address that was asked, its link, and the name that was typed there. What was answered stays, as an
    answer of the body's."""
    asked = col(Referral.mail) == erased.mail
    found = (await session.execute(select(Referral.idea_id).where(asked))).scalars().all()
    erased.ideas |= await _unname(session, asked) | set(found)
    await session.execute(update(Referral).where(asked).values(FORGOTTEN))
    erased.found["referral"] += len(found)


async def _unname(session: AsyncSession, *which: Any) -> set[int]:
    """Who answered is MEMBER wherever the name was kept. Returns the ideas whose pages show it."""
    query = select(Referral).where(*which, col(Referral.answered_name) != "").order_by(col(Referral.id))
    touched = set[int]()
    for referral in list((await session.execute(query)).scalars()):
        name = referral.answered_name
        answers = (col(Answer.referral_id) == referral.id, col(Answer.person_id).is_(None))
        await session.execute(update(Answer).where(*answers).values(name=MEMBER))
        lines = (col(StatusChange.idea_id) == referral.idea_id, col(StatusChange.seat_id).is_(None))
        await session.execute(update(StatusChange).where(*lines, col(StatusChange.name) == name).values(name=MEMBER))
        referral.answered_name = MEMBER
        touched.add(referral.idea_id)
    await session.flush()
    return touched
