"""Noting in the trail, in the transaction of what is noted: what failed leaves no line, and what was done always does.

    note(session, runtime.settings.secret, Entry(Deed.SIGNED_IN, who=person.id))

The lines are written by `server/core/database.py` as the last thing before COMMIT, in the order of the chain. Only then
is the one row locked that all of them need, so nobody waits for it longer than a COMMIT takes, and since nothing is
locked after it, nobody waits in a circle.

What a request is noted as depends on its route alone: `server/web/noting.py` says so in `doing`, and whatever changes
something as staff calls `note_done`.
"""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.trail import NOTHING, Deed, TrailLine
from server.core import clock
from server.core.sealing import Key

NOTED = "trail"
"""Where in a session's `info` lie the lines that its transaction will write."""
LOCK = text("SELECT seq, seal FROM trail_ends WHERE id = 1 FOR UPDATE")
BEGIN = text(
    "INSERT INTO trail_ends (id, seq, seal, cut_seq, cut_seal, cut_under, cut_proof)"
    " VALUES (1, coalesce((SELECT max(seq) FROM trail), 0),"
    " coalesce((SELECT seal FROM trail ORDER BY seq DESC LIMIT 1), :nothing), 0, :nothing, '', '')"
    " ON CONFLICT DO NOTHING"
)
COLUMNS = {
    "seq": "bigint",
    "at": "timestamptz",
    "deed": "text",
    "who": "bigint",
    "whom": "bigint",
    "board": "text",
    "about": "text",
    "about_id": "text",
    "under": "bytea",
    "seal": "bytea",
}
"""The columns of a line, and their types in PostgreSQL."""
ADD = text(
    "WITH ends AS (UPDATE trail_ends SET seq = :last, seal = :end WHERE id = 1)"  # noqa: S608 - our own words
    f" INSERT INTO trail ({', '.join(COLUMNS)})"
    f" SELECT * FROM unnest({', '.join(f'CAST(:{name} AS {kind}[])' for name, kind in COLUMNS.items())})"
)


@dataclass(frozen=True)
class Entry:
    """What is to be noted; see the columns of TrailLine."""

    deed: Deed
    who: int | None = None
    whom: int | None = None
    board: str = ""
    about: str = ""
    about_id: str = ""


@dataclass
class Doing:
    """What the request at hand is noted as, once it has changed something."""

    entry: Entry
    things: Sequence[str] | None = None
    """The ids of what it was about, each of which gets a line; None for what the address names."""


doing: ContextVar[Doing | None] = ContextVar("doing", default=None)


def specify(*, deed: Deed | None = None, whom: int | None = None) -> None:
    """Say within a change what its route does not: which of two things it did, or whose access it changed."""
    if (now := doing.get()) is not None:
        now.entry = replace(now.entry, deed=deed or now.entry.deed, whom=whom or now.entry.whom)


def specify_things(kind: str, ids: Sequence[str]) -> None:
    """Say within a change which things it was about, where its route names none of them."""
    if (now := doing.get()) is not None:
        now.entry, now.things = replace(now.entry, about=kind), tuple(ids)


def note(session: AsyncSession, secret: str, *entries: Entry) -> None:
    """Have lines written when the session's transaction commits."""
    session.info.setdefault(NOTED, []).extend((secret, entry) for entry in entries)


def note_done(session: AsyncSession, secret: str, who: int | None, board: str = "") -> None:
    """Note that staff did what the request at hand is for, if that is noted at all; see `server/web/noted.py`."""
    now = doing.get()
    if now is None:
        return
    entry = replace(now.entry, who=who, board=board or now.entry.board)
    ids = (entry.about_id,) if now.things is None else now.things
    note(session, secret, *(replace(entry, about_id=each) for each in ids))


async def write_noted(session: AsyncSession) -> None:
    """Write what was noted in the session's transaction, which is about to commit."""
    noted: list[tuple[str, Entry]] | None = session.info.pop(NOTED, None)
    if not noted:
        return
    await session.flush()  # what that locks must be locked before the one row that everybody needs
    ends = (await session.execute(LOCK)).one_or_none()
    if ends is None:
        await session.execute(BEGIN, {"nothing": NOTHING})
        ends = (await session.execute(LOCK)).one()
    lines, seal = list[TrailLine](), ends.seal
    for seq, (secret, entry) in enumerate(noted, ends.seq + 1):
        key = key_of(secret)
        line = TrailLine(seq=seq, at=clock.now(), under=key.name, seal=b"", **vars(entry))
        line.seal = seal = key.seal(seal, line)
        lines.append(line)
    columns: dict[str, list[Any]] = {name: [getattr(line, name) for line in lines] for name in COLUMNS}
    await session.execute(ADD, {"last": lines[-1].seq, "end": seal, **columns})


@cache
def key_of(secret: str) -> Key:
    """The key of this process's secret."""
    return Key(secret)
