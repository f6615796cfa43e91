"""Erasing letters to an address, sent or not, with whatever waits for the weekly one. What is written to staff stays,
even where it is somebody's address as a member too."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, or_, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Owner
from schemas.follow import Follow
from schemas.idea import Idea
from schemas.invitation import Invitation
from schemas.job import Job
from schemas.mail import DigestLine, Mail
from schemas.member import Member
from schemas.person import Person
from server.core.change import Change
from server.core.erasing import ADDRESSES, AddressErased
from server.core.settings import Settings

ADDRESSES.extend(["SELECT recipient FROM mail", "SELECT recipient FROM digest_line"])


async def erase_letters(change: Change, addresses: Iterable[str]) -> None:
    """Delete the letters to these addresses that were written for this board, and the lines that wait for the weekly
    one. Which board a letter was for is soon known no more: to an address that nobody has given elsewhere, all go."""
    wanted = sorted(addresses)
    elsewhere = await _given(change.session, wanted)
    here: Any = select(Job.subject_id).where(Job.kind == "mail", Job.board_id == change.board.id)
    ideas: Any = select(Idea.id).where(Idea.board_id == change.board.id)
    for table, within in ((Mail, col(Mail.id).in_(here)), (DigestLine, col(DigestLine.idea_id).in_(ideas))):
        of_this_board = or_(within, col(table.recipient).not_in(elsewhere))
        await change.session.execute(delete(table).where(_to_members(table, wanted), of_this_board))


async def _given(session: AsyncSession, wanted: list[str]) -> set[str]:
    """Which of these addresses somebody follows with, was invited at, or carries an idea at."""
    held: tuple[Any, ...] = (col(Follow.mail), col(Invitation.mail), col(Owner.mail), col(Member.mail))
    query = union(*(select(column).where(column.in_(wanted)) for column in held))
    return set((await session.execute(query)).scalars())


async def erase_letters_to(session: AsyncSession, _: Settings, erased: AddressErased) -> None:
    """Delete every letter to an address."""
    for table in (Mail, DigestLine):
        gone = await session.execute(delete(table).where(_to_members(table, [erased.mail])).returning(col(table.id)))
        erased.found[str(table.__tablename__)] += len(gone.all())


def _to_members(table: type[Mail] | type[DigestLine], wanted: list[str]) -> Any:
    """Letters that somebody got as a member: they can be stopped, or no account has the address."""
    accounts = select(Person.mail).where(col(Person.mail).in_(wanted))
    as_member = or_(col(table.unsubscribe).is_not(None), col(table.recipient).not_in(accounts))
    return col(table.recipient).in_(wanted) & as_member
