"""Erasing what is kept of somebody. Here is what all features share; each takes away what it holds itself.

An erasure is done in one change, and written into the ledger (`ledger.py`) before that commits: what was erased stays
erased, and never by half. After a restore, `replay` does all of them again.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.seat import Seat
from server.core.change import Change
from server.core.errors import N_, Away
from server.core.hooks import Hooks, must_be_declared
from server.core.ledger import Erased, Erasure, Ledger, LedgerFault
from server.core.runtime import Runtime
from server.core.settings import Settings

log = structlog.get_logger(__name__)


@dataclass
class Erasing:
    """Whoever had `seat` is being erased. What they choose to let stay without a name is in `kept`, by public ids."""

    seat: Seat
    settings: Settings
    kept: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    """Addresses that are known to be theirs."""
    name: str = ""
    """The name that only they have on the board; "" where somebody else has it too, or it is gone already."""
    at_once: bool = False
    """Also what is being voted on: after a restore no vote goes on."""
    waits: bool = False
    """Something of theirs is being voted on, and goes when the vote is closed."""
    ideas: set[int] = field(default_factory=set)
    """The ideas whose own words are erased."""
    words: set[str] = field(default_factory=set)
    """The words that were erased, for what quotes them."""

    @property
    def full_name(self) -> str:
        """Their name, if it is so much of one that it means nobody else in a coordinator's own words; else ""."""
        return self.name if " " in self.name else ""


BEFORE_ERASING: Hooks[Change, Erasing] = Hooks()
"""Somebody is about to be erased, and still has their seat and their addresses: for what is found by those."""
SEAT_ERASED: Hooks[Change, Erasing] = Hooks()
"""Somebody is being erased, and their seat is taken away. Each feature takes away what it holds of theirs, notes the
words in `erasing.words`, and tells what its pages show. Called within the change; doing it again changes nothing."""
WORDS_ERASED: Hooks[Change, Erasing] = Hooks()
"""The same, called after SEAT_ERASED: for what quotes others."""
ADDRESS_ERASED: Hooks[AsyncSession, Settings, "AddressErased"] = Hooks()
"""All that is kept of a mail address is being erased, wherever it is, except what an account with it needs."""


@dataclass
class AddressErased:
    """An address that is being erased; what is written to it as that of an account stays. `found` counts what was, by
    table; `ideas` are those whose pages show it."""

    mail: str
    found: Counter[str] = field(default_factory=Counter)
    ideas: set[int] = field(default_factory=set)


async def write_down(settings: Settings, build: Callable[[Ledger], Erasure]) -> None:
    """Write an erasure into the ledger, if there is one, before its transaction commits. Raises Away where it cannot
    be written: then nothing is erased."""
    ledger = Ledger.open(settings)
    if ledger is None:
        return
    try:
        await asyncio.to_thread(ledger.append, build(ledger))
    except (LedgerFault, OSError) as error:
        log.error("ledger cannot be written", error=type(error).__name__)
        raise Away(N_("Vi kan ikke slette noget lige nu. Intet er slettet. Prøv igen senere.")) from error


@dataclass(frozen=True)
class Replay:
    """What a replayed erasure may need. `known` has the addresses in the database, by their hashes in the ledger."""

    runtime: Runtime
    known: Mapping[str, str]

    def addresses(self, erasure: Erasure) -> frozenset[str]:
        """The addresses of an erasure that are in the database."""
        return frozenset(self.known[hashed] for hashed in erasure.addresses if hashed in self.known)


Again = Callable[[Replay, Erasure], Awaitable[None]]
AGAIN: dict[Erased, Again] = {}
ADDRESSES: list[str] = []
"""Queries, each for a column of mail addresses."""
AFTER_REPLAY: Hooks[Runtime] = Hooks()
"""All erasures were done again; for what had been waiting."""


def erases_again(kind: Erased) -> Callable[[Again], Again]:
    """Declare what does an erasure of this kind again, on a database that may know nothing of it. What is not there
    is no fault; done twice, it changes nothing."""

    def declare(again: Again) -> Again:
        AGAIN[kind] = again
        return again

    return declare


async def replay(runtime: Runtime, ledger: Ledger) -> int:
    """Do all erasures of the ledger again, in order, each in a transaction of its own, on a database that was
    restored. Returns how many there were. Raises LedgerFault, OSError and Away; it can then be called again."""
    must_be_declared()
    erasures = await asyncio.to_thread(ledger.erasures)
    known = {ledger.address(mail): mail for mail in await _known_addresses(runtime)} if erasures else {}
    for erasure in erasures:
        await AGAIN[erasure.kind](Replay(runtime, known), erasure)
    await AFTER_REPLAY(runtime)
    return len(erasures)


async def _known_addresses(runtime: Runtime) -> Iterable[str]:
    from sqlalchemy import text

    async with runtime.database.snapshot() as session:
        return (await session.execute(text(" UNION ".join(ADDRESSES)))).scalars().all()
