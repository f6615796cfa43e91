"""Writing to staff about what happens automatically: each address once, always in the same order."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from server.core.settings import Settings
from server.mail.letters import Letter
from server.mail.news import News, Reader, tell
from server.mail.outbox import message_id
from server.organisation.people.queries import languages_of


@dataclass(frozen=True)
class Told:
    """One letter to one or more members of staff. `reason` (a word and ids) identifies it, so that it is never sent
    twice."""

    mails: Collection[str]
    idea: Idea
    letter: Letter
    sentence: str
    link: str
    reason: tuple[object, ...]


async def coordinators(session: AsyncSession, board_id: int) -> list[str]:
    """The addresses of a board's coordinators."""
    query = select(Person.mail).join(Seat, col(Seat.person_id) == Person.id)
    query = query.where(Seat.board_id == board_id, Seat.role == Role.COORDINATOR, col(Seat.removed_at).is_(None))
    return list((await session.execute(query)).scalars())


async def tell_staff(session: AsyncSession, settings: Settings, told: Iterable[Told]) -> None:
    """Send each letter in its reader's language, in order of address so that two transactions writing to the same
    people cannot deadlock. An address named in several letters gets only the first."""
    first: dict[str, Told] = {}
    for one in told:
        for mail in one.mails:
            first.setdefault(mail, one)
    languages = await languages_of(session, first)
    for mail, one in sorted(first.items(), key=lambda item: item[0]):
        ident = message_id(settings, *one.reason, mail)
        await tell(session, Reader(mail, languages[mail]), News(one.idea, one.letter, one.sentence, one.link, ident))
