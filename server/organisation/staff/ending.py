"""Somebody stops being staff. They are signed out, what waited for them goes up the ladder, and if they work nowhere
else their account is closed and their address forgotten. Their name stays on official answers (decision 0038)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.person import AddressChange, Person
from schemas.trail import Deed
from schemas.unit import Unit, UnitDeed
from server.core.erasing import ADDRESSES, Replay, erases_again, write_down
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.hooks import Hooks
from server.core.ledger import Erased, Erasure, Ledger
from server.core.organisation import organisation_of
from server.core.runtime import Runtime
from server.core.trail import Entry, note
from server.mail.news import stop_news
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.organisation.listeners.commands import end_leaves
from server.organisation.people import letters
from server.organisation.people.account import end_sessions
from server.organisation.staff.queries import Account, Does, Work, works_of
from server.organisation.units.handing_over import leave, ring_all, tree_to_leave
from server.organisation.units.tree import Tree

ONESELF = N_("Du kan ikke lukke din egen adgang. Bed en anden koordinator om det.")
SURE = N_("Så mangler der nogen. Sæt kryds, hvis det er meningen.")
ALONE = text("""
SELECT board.id FROM board WHERE board.id = ANY (:boards) AND board.closed_at IS NULL AND NOT EXISTS (
    SELECT FROM seat WHERE seat.board_id = board.id AND seat.role = 'coordinator' AND seat.removed_at IS NULL
    AND seat.person_id <> :person
)
""")
MAKERS = text("""
SELECT count(*) FROM person WHERE person.coordinator AND person.id <> :person AND EXISTS (
    SELECT FROM seat JOIN board ON board.id = seat.board_id WHERE seat.person_id = person.id
    AND seat.role = 'coordinator' AND seat.removed_at IS NULL AND board.unit_id = ANY (:units)
)
""")


ADDRESSES.append("SELECT mail FROM person WHERE mail IS NOT NULL")
CLOSED: Hooks[AsyncSession, Person] = Hooks()
"""An account is closed: a feature forgets how it reached them. What they had on boards was handed over before."""


@dataclass(frozen=True)
class Ending:
    """What somebody leaves behind, to be read before they are ended."""

    works: list[Work]
    """All that they are."""
    boards: list[str]
    """Open boards that then have no coordinator."""
    organisations: list[str]
    """Organisations where then nobody may make or change units and boards."""

    @property
    def units(self) -> list[str]:
        """Units that then have no leader."""
        return [work.place for work in self.works if work.does is Does.LEADS]

    @property
    def leaves_a_gap(self) -> bool:
        """Whether something then has nobody who may do it."""
        return bool(self.boards or self.organisations)


async def what_ends(session: AsyncSession, person: Person, units: Collection[int] | None = None) -> Ending:
    """What ends with somebody's work in these units; everywhere if None."""
    works = (await works_of(session, [person.id])).get(person.id, [])
    works = [work for work in works if units is None or work.unit_id in units]
    boards = {work.board_id: work.place for work in works if work.board_id is not None}
    alone = (await session.execute(ALONE, {"boards": list(boards), "person": person.id})).scalars().all()
    gone = []
    for top, name in {work.top: work.organisation for work in works if work.board_id is not None}.items():
        if person.coordinator and not await may_make(session, await organisation_of(session, top), besides=person):
            gone.append(name)
    return Ending(works, [boards[board_id] for board_id in alone], gone)


async def may_make(session: AsyncSession, units: Collection[int], *, besides: Person | None = None) -> bool:
    """Whether anybody, `besides` this one, may make boards and units in the organisation of these units."""
    asked = {"person": besides.id if besides else 0, "units": list(units)}
    return bool((await session.execute(MAKERS, asked)).scalar_one())


async def end(
    runtime: Runtime, person_id: int, *, by: Person | None = None, sure: bool = False, again: bool = False
) -> bool:
    """End somebody's work in the units of the coordinator `by`, or everywhere if the operator does it. Returns whether
    the account is closed, which it is if they work nowhere else; a coordinator must not be told. Raises NotFound for
    somebody who does not work there, NotNow for oneself, Invalid if it leaves a gap and nobody is `sure`, and Away.
    `again`: after a restore, of which nobody is told."""
    if by is not None and by.id == person_id:
        raise NotNow(ONESELF)
    async with runtime.database.begin() as session:
        both = [person_id, *([by.id] if by is not None else [])]
        # In order of id: of two who end each other, the second finds nobody there.
        locked = select(Person).where(col(Person.id).in_(both), col(Person.ended_at).is_(None)).order_by(col(Person.id))
        people = {each.id: each for each in (await session.execute(locked.with_for_update())).scalars()}
        if set(both) != set(people):
            raise NotFound
        person = people[person_id]
        works = (await works_of(session, [person_id])).get(person_id, [])
        tree = await tree_to_leave(session, by, {work.top for work in works})
        here = [work for work in works if work.unit_id in tree.units]
        if by is not None and not here:
            raise NotFound
        if not sure and (await what_ends(session, person, tree.units)).leaves_a_gap:
            raise Invalid(SURE)
        closes = len(here) == len(works)
        _note(tree, here, Account(person, here).name)
        moved = await leave(tree, person_id, everywhere=closes)
        await end_leaves(session, person_id, tree.units)
        places = ", ".join(Account(person, here).organisations)
        written = letters.ended(places, by, closed=closes).read_in(person.reads, UNSIGNED)
        if closes:
            await _close(session, person)
        if not again:
            ident = message_id(runtime.settings, "ended", person.id, tree.now.isoformat())
            await post(session, person.mail, written.subject, written.body, ident)
        if closes:
            mail, person.mail, person.coordinator, person.ended_at = person.mail, "", False, tree.now
            if not again:
                await write_down(runtime.settings, lambda ledger: _closed(person, mail, ledger))
        told = Entry(Deed.WORK_ENDED, who=by.id if by is not None else None, whom=person_id)
        note(session, runtime.settings.secret, told)
    await ring_all(runtime, moved)
    return closes


def _closed(person: Person, mail: str, ledger: Ledger) -> Erasure:
    """Both the number and the address: after a restore the number may be given to somebody else, and whoever is taken
    on again under the same address has another."""
    assert person.ended_at is not None
    return Erasure(Erased.PERSON, person.ended_at, str(person.id), (ledger.address(mail),))


@erases_again(Erased.PERSON)
async def end_again(replay: Replay, erasure: Erasure) -> None:
    """After a restore: end somebody again who has an account there that was closed since."""
    query = select(Person.id).where(col(Person.mail).in_(replay.addresses(erasure)))
    async with replay.runtime.database.snapshot() as session:
        found = list((await session.execute(query.where(Person.id == int(erasure.subject)))).scalars())
    for person_id in found:
        await end(replay.runtime, person_id, sure=True, again=True)


def _note(tree: Tree, works: list[Work], name: str) -> None:
    units: Mapping[int, Unit] = tree.units
    for work in works:
        if work.does is Does.LEADS:
            tree.note(units[work.unit_id], UnitDeed.LEADER, name, "")


async def _close(session: AsyncSession, person: Person) -> None:
    """Nobody is signed in any more, no link signs in, and no news waits for the address."""
    await end_sessions(session, person)
    await session.execute(delete(AddressChange).where(col(AddressChange.person_id) == person.id))
    await stop_news(session, person.mail)
    await CLOSED(session, person)
