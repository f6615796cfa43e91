"""The seal of a line of the trail: an HMAC of the line and of the seal before it, under a key that the database does
not have. So whoever has the database alone can take lines away at the end, and forge none.

The key follows from PEERBOARD_SECRET. A line names the one that it was sealed under, so that a trail can be verified
across a change of the secret by whoever still has the earlier one.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

from schemas.codes import keyed_hash


class Sealed(Protocol):
    """What a seal speaks for: a row of `trail`, stored or not."""

    seq: int
    at: datetime
    deed: str
    who: int | None
    whom: int | None
    board: str
    about: str
    about_id: str


class Key:
    """The key that follows from a secret. Raises ValueError for an empty one."""

    def __init__(self, secret: str) -> None:
        self._key = keyed_hash(secret, "trail")
        self.name = keyed_hash(self._key, "name")[:4]

    def seal(self, before: bytes, line: Sealed) -> bytes:
        """The seal of a line that follows on the one with the seal `before`."""
        at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
        ids = ("" if each is None else str(each) for each in (line.who, line.whom))
        return self._digest(before, str(line.seq), at, line.deed, *ids, line.board, line.about, line.about_id)

    def proof(self, seq: int, seal: bytes) -> bytes:
        """The proof that the trail was cut after the line `seq`, which had this seal."""
        return self._digest(seal, "cut", str(seq))

    def _digest(self, before: bytes, *parts: str) -> bytes:
        return hmac.digest(self._key, before + "\0".join(parts).encode(), hashlib.sha256)


def keys(secrets: Iterable[str]) -> dict[bytes, Key]:
    """The keys that follow from these secrets, by name."""
    return {key.name: key for key in map(Key, secrets)}
