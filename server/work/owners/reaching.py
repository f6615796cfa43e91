"""Writing to an idea's owners of our own accord: with a link to the idea's page if they may see it, else with one that
opens just that idea. A letter says no more of the idea than its board and number."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Owner
from schemas.board import Board
from schemas.codes import keyed_hash
from schemas.idea import Idea
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from server.core.settings import Settings
from server.core.translations import FIRST
from server.mail import links
from server.mail.letters import Letter
from server.mail.news import News, Reader, tell
from server.mail.outbox import message_id
from server.organisation.units.ladder import Ladder, ladders

Write = Callable[[str, int | None, str], Letter]
"""Makes a letter from the board's name, the idea's number and the reader's link."""


@dataclass(frozen=True)
class Reached:
    """One reader, the link they get, and whether that link is theirs alone."""

    reader: Reader
    link: str
    own: bool = False


def owner_link(settings: Settings, owner_id: int | None) -> str:
    """The address that opens just the owner's idea. Its token has 144 bits; its host comes from the settings alone."""
    return f"{settings.public_url}/o/{owner_token(settings, owner_id)}"


def owner_token(settings: Settings, owner_id: int | None) -> str:
    """The token of that address. It is computed again for each mail, since the table holds only its hash."""
    return links.keyed(settings, "owner", owner_id)


def at_work(settings: Settings, idea: Idea) -> str:
    """The address of the place on an idea's page where staff report how it goes."""
    return f"{links.idea(settings, idea.public_id)}#work"


async def reach(session: AsyncSession, settings: Settings, ladder: Ladder, idea: Idea, owner: Owner) -> Reached | None:
    """How to write to an owner; None if there is only a name. Activates their link, as part of the caller's
    transaction, if they need one."""
    person = await session.get(Person, owner.person_id) if owner.person_id else None
    mail, language = (person.mail, person.reads) if person is not None else (owner.mail, FIRST)
    if not mail:
        return None
    reader = Reader(mail, language)
    if person is not None and await _is_here(session, ladder, idea, person):
        return Reached(reader, at_work(settings, idea))
    owner.token_hash = keyed_hash(settings.secret, owner_token(settings, owner.id))
    return Reached(reader, owner_link(settings, owner.id), own=True)


async def reach_all(
    session: AsyncSession, settings: Settings, ladder: Ladder, idea: Idea, *, takes: str = ""
) -> list[Reached]:
    """How to write to the owners of an idea; to the nearest leader if none of them can be reached. `takes`: who takes
    the step that it is about. If that is one of two owners, the other, perhaps of another organisation, is left alone.
    """
    query = select(Owner).where(Owner.idea_id == idea.id, col(Owner.carries).is_(False)).order_by(col(Owner.id))
    owners = list((await session.execute(query)).scalars())
    theirs = [owner for owner in owners if owner.name.casefold() == takes.strip().casefold()]
    found = [reached for owner in theirs or owners if (reached := await reach(session, settings, ladder, idea, owner))]
    leads = next((rung.leader_id for rung in ladder if rung.leader_id), None)
    if not found and leads is not None:
        leader = await session.get_one(Person, leads)
        found = [Reached(Reader(leader.mail, leader.reads), at_work(settings, idea))]
    return found


async def _is_here(session: AsyncSession, ladder: Ladder, idea: Idea, person: Person) -> bool:
    """Whether an account may see the board, through a seat or as the leader of its unit or one above."""
    query = select(Seat).where(Seat.board_id == idea.board_id, Seat.person_id == person.id)
    seat = (await session.execute(query)).scalar_one_or_none()
    if seat is not None and (seat.removed_at is not None or seat.role is not Role.LEADER):
        return seat.removed_at is None
    return any(rung.leader_id == person.id for rung in ladder)


def is_worked_on(idea: Idea) -> bool:
    """Whether anybody should be reminded of an idea: not of one that rests or is hidden."""
    return idea.rule.worked_on and idea.hidden_at is None


async def tell_owners(
    session: AsyncSession,
    settings: Settings,
    idea: Idea,
    write: Write,
    sentence: str,
    *reason: object,
    takes: str = "",
) -> None:
    """Send each owner one letter, or the nearest leader if none can be reached; `takes` as in `reach_all`. `reason` (a
    word and ids) identifies it, so that it is never sent twice. `sentence` is the letter as a line of the weekly
    letter."""
    board = await session.get_one(Board, idea.board_id)
    ladder = (await ladders(session, [board.unit_id]))[board.unit_id]
    found = await reach_all(session, settings, ladder, idea, takes=takes)
    for reached in sorted(found, key=lambda each: each.reader.mail):  # the order `tell` requires
        ident = message_id(settings, *reason, reached.reader.mail)
        letter = write(board.name, idea.number, reached.link)
        await tell(session, reached.reader, News(idea, letter, sentence, reached.link, ident))
