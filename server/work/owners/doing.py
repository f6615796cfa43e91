"""The two doors to the work on an idea: a seat, and the link of an owner without an account."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import Owner
from schemas.codes import keyed_hash
from schemas.flow import By
from schemas.idea import Idea
from schemas.seat import Seat
from server.core.change import Change, changing, changing_board
from server.core.errors import N_, NotAllowed, NotFound, NotNow
from server.core.runtime import Runtime
from server.organisation.units.ladder import Ladder, ladders
from server.web.dead_links import NO_LINK
from server.work.answers.commands import NOT_YOURS
from server.work.answers.standing import standing
from server.work.owners.assigning import owners_of

NO_WORK = N_("Der arbejdes ikke på idéen nu. Det, du skrev, står her endnu.")


@dataclass
class Doing:
    """A change to the work on one idea. `owner` is the row of whoever makes it, if they own the idea; `name` is their
    name, set only where there is no seat to give it."""

    change: Change
    idea: Idea
    ladder: Ladder
    by: frozenset[By]
    owner: Owner | None = None
    name: str = ""

    def only(self, *who: By) -> None:
        """Raise NotAllowed unless they act in one of the capacities `who`, and NotNow unless the idea is being worked
        on."""
        if not self.by & set(who):
            raise NotAllowed(NOT_YOURS)
        if not self.idea.rule.owned:
            raise NotNow(NO_WORK)


@asynccontextmanager
async def by_seat(runtime: Runtime, seat: Seat, idea: Idea) -> AsyncIterator[Doing]:
    """Change the work as staff. Raises NotFound for an idea that is hidden or not shown yet, NotAllowed for members."""
    async with changing(runtime, seat, Act.PROGRESS) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if stored.shown_at is None or stored.hidden_at is not None:
            raise NotFound
        ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
        by = await standing(change.session, ladder, change.by, stored)
        person = change.by.person_id
        own = (each for each in await owners_of(change, stored) if person and each.person_id == person)
        yield Doing(change, stored, ladder, by, next(own, None))


class NoLink(NotFound):
    """An owner's link that is not valid, or no longer; the page does not say which."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = NO_LINK


@asynccontextmanager
async def by_link(runtime: Runtime, token: str) -> AsyncIterator[Doing]:
    """Change the work as the owner who holds the link. Raises NoLink if it is not valid, or no longer."""
    hashed = keyed_hash(runtime.settings.secret, token)
    async with runtime.database.begin() as session:
        board_id = (await session.execute(_by_hash(hashed, Idea.board_id))).scalar_one_or_none()
    if board_id is None:
        raise NoLink
    async with changing_board(runtime, board_id) as change:
        row = (await change.session.execute(_by_hash(hashed, Owner, Idea))).one_or_none()
        if row is None:
            raise NoLink
        owner, idea = row
        ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
        yield Doing(change, idea, ladder, frozenset({By.OWNER}), owner, owner.public_name)


def _by_hash(hashed: bytes, *what: Any) -> Any:
    query = select(*what).select_from(Owner).join(Idea, col(Idea.id) == Owner.idea_id)
    here = (Owner.token_hash == hashed, col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    return query.where(*here)
