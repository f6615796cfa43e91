"""What people did and what they were told, one line of JSON each; written at once, so that it survives anything."""

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Op:
    """One thing a person wants. It is sent until an answer comes; `answers` has each attempt's ("lost" without one).

    kinds: idea {key, title, seat} · edit {idea, title, version} · done {value, phase_no} · ballot {dots} ·
    join {nonce} · phase {phase}
    """

    number: int
    who: str
    kind: str
    about: dict[str, Any]
    began: float = field(default_factory=time.time)
    answers: list[str] = field(default_factory=list)
    acked: bool = False
    refused: bool = False
    """An ordinary answer that says no: nothing of it may be there."""


class History:
    """Appends to a file. `ops` are all of them, finished or not, in the order they began."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ops: list[Op] = []
        self._file = path.open("a")

    def begin(self, who: str, kind: str, **about: Any) -> Op:
        """A person begins to want something."""
        op = Op(len(self.ops), who, kind, about)
        self.ops.append(op)
        self._write({"begin": asdict(op)})
        return op

    def answer(self, op: Op, answer: str, *, acked: bool = False, refused: bool = False) -> None:
        """One attempt ended, with a status or "lost"."""
        op.answers.append(answer)
        op.acked, op.refused = acked, refused
        self._write({"op": op.number, "answer": answer, "acked": acked, "at": time.time()})

    def note(self, what: str, **about: Any) -> None:
        """Something that the harness did."""
        self._write({"note": what, "at": time.time(), **about})

    def close(self) -> None:
        """Write no more."""
        self._file.close()

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()


def of_kind(ops: Iterable[Op], kind: str) -> list[Op]:
    """The operations of one kind."""
    return [op for op in ops if op.kind == kind]


def last_of(ops: Iterable[Op], *names: str) -> dict[tuple[Any, ...], list[Op]]:
    """Operations on the same thing, oldest first; `names` say what makes it the same ("who" or a name in `about`)."""
    found: dict[tuple[Any, ...], list[Op]] = {}
    for op in ops:
        thing = tuple(op.who if name == "who" else op.about[name] for name in names)
        found.setdefault(thing, []).append(op)
    return found
