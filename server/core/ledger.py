"""The ledger (hovedbog): what was erased, in a file outside the database, so that it stays erased after a restore.

An erasure is written here, and is on the disk, before its transaction commits. If that then fails, the entry stands all
the same: somebody asked for it, and applying it twice changes nothing. It holds public ids and keyed hashes of
addresses, and never a name, an address or a word. Public ids, because the numbers of rows are given again after a
restore.

Beside it, in a small file that is replaced, stands where the database was last seen: `PEERBOARD_LEDGER.position`.

These functions read and write files, and wait for the disk: in a server call them by `asyncio.to_thread`.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from schemas.codes import keyed_hash
from server.core.sealed_lines import Broken, LedgerFault, SealedLines, WrongKey, sync_folder
from server.core.settings import Settings

__all__ = ["Broken", "Erased", "Erasure", "Ledger", "LedgerFault", "Position", "WrongKey"]
PURPOSE = "peerboard ledger 1"
ADDRESSES = "peerboard addresses 1"


class Erased(StrEnum):
    """What kind of thing an erasure names."""

    SEAT = "seat"
    """Somebody at a board, by the seat's public id."""
    ADDRESS = "address"
    """A mail address, by its hash alone."""
    PERSON = "person"
    """An account, by the hash of its address; it stands first among `addresses`."""
    BOARD = "board"
    """A whole board, by its public id."""
    ENQUIRY = "enquiry"
    """What a citizen asked, by its public id."""


@dataclass(frozen=True)
class Erasure:
    """One erasure. `kept` holds what the person let stay, without a name, by its public id: all else of theirs goes,
    also what an older backup holds and was gone before they asked."""

    kind: Erased
    at: datetime
    subject: str = ""
    addresses: tuple[str, ...] = ()
    """Hashes (`Ledger.address`) of the addresses that belonged to it."""
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Position:
    """Where a database was: PostgreSQL's system identifier and timeline, and the position in its log in bytes
    (`pg_wal_lsn_diff(…, '0/0')`). `mark` is whatever the database itself holds that tells one state from an earlier
    one where those three cannot, as after `pg_restore` into the same cluster."""

    system: str
    timeline: int
    lsn: int
    mark: str = ""


class Ledger:
    """The ledger at `path`. Whatever a function reads is checked first: it raises WrongKey or Broken (both are
    LedgerFault), and OSError if the file cannot be read or written."""

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        self._lines = SealedLines(path, key, PURPOSE)
        self._addresses = keyed_hash(key, ADDRESSES)
        self._position = path.with_name(f"{path.name}.position")

    @classmethod
    def open(cls, settings: Settings) -> Self | None:
        """The ledger that the settings name, None if they name none. Nothing is read or made yet."""
        return cls(Path(settings.ledger), settings.ledger_key) if settings.ledger else None

    def address(self, mail: str) -> str:
        """How an address is written here: its hash under a key that only the ledger has."""
        return keyed_hash(self._addresses, mail.strip().lower()).hex()

    def append(self, erasure: Erasure) -> int:
        """Write an erasure down; it is on the disk when this returns. Returns its number."""
        told = asdict(erasure) | {"at": erasure.at.isoformat()}
        return self._lines.add({key: value for key, value in told.items() if value}).number

    def erasures(self) -> list[Erasure]:
        """All erasures, in order. The whole file is checked, also that it is as long as it was when a position was last
        noted."""
        noted = self._noted()
        lines = self._lines.lines()
        if noted and noted["n"] and [line.seal for line in lines[noted["n"] - 1 :]][:1] != [noted["seal"]]:
            raise Broken(self.path, len(lines) + 1)
        return [_erasure(line.what) for line in lines]

    def note_position(self, position: Position) -> None:
        """Note where the database is now, in place of what was noted before. Whoever calls it has compared them."""
        with self._lines.held(to_write=True) as file:
            last = self._lines.last(file)
            noted = asdict(position) | {"n": last.number if last else 0, "seal": last.seal if last else ""}
            text = json.dumps(noted).encode()
            fresh = self._position.with_name(f"{self._position.name}.new")
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as writer:  # noqa: PTH123
                writer.write(b"%s %s\n" % (text, self._lines.seal(text).encode()))
                writer.flush()
                os.fsync(writer.fileno())
            fresh.replace(self._position)
            sync_folder(self._position)

    def position(self) -> Position | None:
        """Where the database was when it was last noted, None if it never was."""
        noted = self._noted()
        return Position(**{key: noted[key] for key in Position.__dataclass_fields__}) if noted else None

    def _noted(self) -> dict[str, Any] | None:
        try:
            text, _, seal = self._position.read_bytes().strip().rpartition(b" ")
        except FileNotFoundError:
            return None
        if seal.decode("ascii", "replace") != self._lines.seal(text):
            raise WrongKey(self._position)
        noted: dict[str, Any] = json.loads(text)
        return noted


def _erasure(what: dict[str, Any]) -> Erasure:
    return Erasure(
        kind=Erased(what["kind"]),
        at=datetime.fromisoformat(what["at"]),
        subject=what.get("subject", ""),
        addresses=tuple(what.get("addresses", ())),
        kept=tuple(what.get("kept", ())),
    )
