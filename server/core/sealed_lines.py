"""A file of lines that only grows. Each line is authenticated with a key and names the one before, so that no line can
be changed, left out or put in without the key.

A line is one JSON object, a space, and its seal: HMAC-SHA256 of the object's bytes under the key, in hex. The object
holds `n` (1, 2, 3 …) and `after`, the seal of the line before. A line is on the disk before `add` returns. What was
being written when the power went is a last line that is not whole; it counts for nothing, since nobody was told that it
was kept.
"""

import fcntl
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TAIL = 4096  # bytes read at first to find the last line


class LedgerFault(Exception):
    """The file cannot be trusted; the text says why, for whoever runs the server."""


class WrongKey(LedgerFault):
    """The file was written with another key."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was written with another key: set PEERBOARD_LEDGER_KEY to the one it began with")


class Broken(LedgerFault):
    """A line was changed, left out or put in."""

    def __init__(self, path: Path, number: int) -> None:
        super().__init__(f"line {number} of {path} is not as it was written: take the file from another copy")


@dataclass(frozen=True)
class Line:
    """One line: its number, its seal, and what was added."""

    number: int
    seal: str
    what: dict[str, Any]


class SealedLines:
    """The file at `path`. Several processes of one machine may add to it at the same moment."""

    def __init__(self, path: Path, key: str, purpose: str) -> None:
        self.path = path
        self._key = hmac.digest(key.encode(), purpose.encode(), "sha256")

    def seal(self, text: bytes) -> str:
        """The seal of `text` under the key."""
        return hmac.digest(self._key, text, "sha256").hex()

    @contextmanager
    def held(self, *, to_write: bool) -> Iterator[int]:
        """The open file, locked until the end of the block: against everybody, or, to read, against who writes. It is
        made when it is not there. Raises OSError."""
        new = not self.path.exists()
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX if to_write else fcntl.LOCK_SH)
            if new:
                sync_folder(self.path)
            yield file
        finally:
            os.close(file)

    def lines(self) -> list[Line]:
        """All lines, in order. Raises WrongKey or Broken if any of them is not as it was added, and OSError."""
        with self.held(to_write=False) as file:
            return self._all(file)

    def add(self, what: dict[str, Any]) -> Line:
        """Add a line; it is on the disk when this returns. Only the last line is checked, so it takes as long with
        many lines as with few. Raises WrongKey, Broken and OSError."""
        with self.held(to_write=True) as file:
            last = self.last(file)
            number, before = (last.number + 1, last.seal) if last else (1, "")
            text = json.dumps({"n": number, "after": before} | what, separators=(",", ":"), ensure_ascii=True).encode()
            seal = self.seal(text)
            row = b"%s %s\n" % (text, seal.encode())
            while row:
                row = row[os.write(file, row) :]
            os.fsync(file)
        return Line(number, seal, what)

    def last(self, file: int) -> Line | None:
        """The last line of the file that is `held`, None if it has none. What comes after it was not wholly written:
        it is cut off, and the file stands at its end. Raises WrongKey and Broken."""
        size, wanted = os.lseek(file, 0, os.SEEK_END), TAIL
        while True:
            start = max(0, size - wanted)
            tail = os.pread(file, size - start, start)
            whole = _whole(tail)
            begin = whole.rfind(b"\n", 0, max(0, len(whole) - 1)) + 1
            if start == 0 or begin > 0:
                break
            wanted *= 2
        end = start + len(whole)
        if end < size:
            os.ftruncate(file, end)
        os.lseek(file, end, os.SEEK_SET)
        if not whole:
            return None
        last = self._read(whole[begin:-1])
        return last or self._all(file)[-1]

    def _all(self, file: int) -> list[Line]:
        found: list[Line] = []
        for text in _whole(os.pread(file, os.fstat(file).st_size, 0)).split(b"\n")[:-1]:
            line, number = self._read(text), len(found) + 1
            if line is None and number == 1:
                raise WrongKey(self.path)
            before = found[-1].seal if found else ""
            if line is None or line.number != number or line.what.pop("after", None) != before:
                raise Broken(self.path, number)
            found.append(line)
        return found

    def _read(self, text: bytes) -> Line | None:
        """A line; None if its seal is wrong."""
        words, _, seal = text.rpartition(b" ")
        if not hmac.compare_digest(self.seal(words).encode(), seal):
            return None
        what = json.loads(words)
        return Line(what.pop("n"), seal.decode(), what)


def _whole(text: bytes) -> bytes:
    """`text` without a last line that was not wholly written: one without its end, or with a hole that was never
    filled."""
    whole = text[: text.rfind(b"\n") + 1]
    last = whole[whole.rfind(b"\n", 0, max(0, len(whole) - 1)) + 1 :]
    return whole[: len(whole) - len(last)] if b"\0" in last else whole


def sync_folder(path: Path) -> None:
    """Have the folder of `path` know on the disk what it holds."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
