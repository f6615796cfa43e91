"""Writing to staff about what happens automatically: each address once, always in the same order."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from server.core.office import ITS
from server.core.settings import Settings
from server.mail.letters import Letter
from server.mail.news import News, Reader, tell
from server.mail.outbox import message_id
from server.organisation.people.called import Called
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


DEPUTIES = text(
    """
SELECT told.idea_id, person.id, person.mail, person.name, person.title FROM unnest(
    CAST(:ideas AS bigint[]), CAST(:leaders AS bigint[]), CAST(:boards AS bigint[])
) AS told (idea_id, leader_id, board_id)
JOIN unit AS led ON led.leader_id = told.leader_id JOIN person ON person.id = led.deputy_id
WHERE led.id IN (WITH RECURSIVE ITS SELECT id FROM above)
""".replace("ITS", ITS.format(board="told.board_id"))
)


async def coordinators(session: AsyncSession, board_id: int) -> list[str]:
    """The addresses of a board's coordinators."""
    query = select(Person.mail).join(Seat, col(Seat.person_id) == Person.id)
    query = query.where(Seat.board_id == board_id, Seat.role == Role.COORDINATOR, col(Seat.removed_at).is_(None))
    return list((await session.execute(query)).scalars())


async def _deputies(session: AsyncSession, told: Iterable[Told]) -> dict[int, Called]:
    """Who leads in the place of an idea's leader now, by the idea. One query."""
    ideas = [one.idea for one in told if one.idea.leader_id is not None]
    asked = {"ideas": [idea.id for idea in ideas], "leaders": [idea.leader_id for idea in ideas]}
    asked |= {"boards": [idea.board_id for idea in ideas]}
    rows = (await session.execute(DEPUTIES, asked)).all() if ideas else []
    return {idea: Called(ident, mail, name, title) for idea, ident, mail, name, title in rows}


async def tell_staff(session: AsyncSession, settings: Settings, told: Iterable[Told]) -> None:
    """Send each letter in its reader's language, in order of address so that two transactions writing to the same
    people cannot deadlock. An address named in several letters gets only the first. What a leader is written about an
    idea of theirs, their deputy is too."""
    first: dict[str, Told] = {}
    told = list(told)
    deputies = await _deputies(session, told)
    for one in told:
        for mail in one.mails:
            first.setdefault(mail, one)
        if deputy := deputies.get(one.idea.id or 0):
            letter = replace(one.letter, values=one.letter.values | {"name": deputy.name})
            first.setdefault(deputy.mail, replace(one, letter=letter))
    languages = await languages_of(session, first)
    for mail, one in sorted(first.items(), key=lambda item: item[0]):
        ident = message_id(settings, *one.reason, mail)
        await tell(session, Reader(mail, languages[mail]), News(one.idea, one.letter, one.sentence, one.link, ident))
