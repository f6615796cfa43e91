"""Whether the lines of the trail follow on each other, one after another, without keeping any."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from server.core.sealing import Key, Sealed


class Line(Sealed, Protocol):
    """A line as it is stored."""

    under: bytes
    seal: bytes


class Wrong(StrEnum):
    """What can be wrong with a line."""

    MISSING = "missing"
    """Lines before it are."""
    CHANGED = "changed"
    """It, or what stood before it, is not what was written."""
    UNKNOWN = "unknown"
    """It was sealed under another secret than those that we know."""


@dataclass
class Chain:
    """Where we are in the trail: the last line was `seq`, with this seal."""

    keys: Mapping[bytes, Key]
    seq: int
    seal: bytes

    def take(self, line: Line) -> Wrong | None:
        """Go on to the next line. Returns what is wrong with it. The one after is then judged by the seal that stands
        here, so that a line that was changed is found alone."""
        before, follows = self.seal, line.seq == self.seq + 1
        self.seq, self.seal = line.seq, line.seal
        if not follows:
            return Wrong.MISSING
        key = self.keys.get(line.under)
        if key is None:
            return Wrong.UNKNOWN
        return None if key.seal(before, line) == line.seal else Wrong.CHANGED
