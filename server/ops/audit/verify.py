"""Verifying the trail: each line by its seal, the beginning by the proof of the cut, the end by what was mailed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from schemas.trail import NOTHING
from server.core.chain import Chain, Wrong
from server.core.database import Database
from server.core.sealing import keys
from server.ops.audit.reading import Trail, reading

SHOWN = 20
"""How many faults are told one by one: after an inserted line, all that follow are wrong too."""


class Head(NamedTuple):
    """A line's number and seal, as they were mailed."""

    seq: int
    seal: bytes

    @classmethod
    def read(cls, typed: str) -> "Head":
        """Of "N:SEAL". Raises ValueError."""
        seq, _, seal = typed.strip().partition(":")
        read = cls(int(seq), bytes.fromhex(seal))
        if read.seq < 1 or len(read.seal) != len(NOTHING):
            raise ValueError(typed)
        return read


@dataclass
class Verdict:
    """What was found. The trail is whole if there are no faults."""

    lines: int = 0
    first: int = 0
    last: int = 0
    seal: bytes = NOTHING
    faults: list[str] = field(default_factory=list)
    more: int = 0

    def fault(self, sentence: str) -> None:
        """Tell of a fault, as long as there are few."""
        if len(self.faults) < SHOWN:
            self.faults.append(sentence)
        else:
            self.more += 1


async def verify(database: Database, secrets: Iterable[str], mailed: Iterable[Head] = ()) -> Verdict:
    """Verify the trail under these secrets, and compare it with heads that were mailed. Raises Away."""
    async with reading(database) as trail:
        return await _verify(trail, secrets, {head.seq: head.seal for head in mailed})


async def _verify(trail: Trail, secrets: Iterable[str], mailed: dict[int, bytes]) -> Verdict:
    found, known, ends = Verdict(), keys(secrets), await trail.ends()
    chain = Chain(known, ends.cut_seq if ends else 0, ends.cut_seal if ends else NOTHING)
    if ends is not None and ends.cut_seq:
        proven = known.get(ends.cut_under)
        if proven is None or proven.proof(ends.cut_seq, ends.cut_seal) != ends.cut_proof:
            found.fault(f"the lines up to {ends.cut_seq} are gone, and not because their time was over")
    async for line in trail.lines():
        after = chain.seq
        if wrong := chain.take(line):
            found.fault(_said(wrong, line.seq, after))
        found.lines, found.first, found.last, found.seal = found.lines + 1, found.first or line.seq, line.seq, line.seal
        if mailed.pop(line.seq, line.seal) != line.seal:
            found.fault(f"line {line.seq} is not the one that was mailed")
    _compare_end(found, chain, ends)
    for seq in sorted(seq for seq in mailed if seq > chain.seq):
        found.fault(f"line {seq}, which was mailed, is not there: the newest is {chain.seq}")
    return found


def _compare_end(found: Verdict, chain: Chain, ends: Any) -> None:
    noted = (ends.seq, ends.seal) if ends else (0, NOTHING)
    if noted[0] > chain.seq:
        found.fault(f"lines {chain.seq + 1} to {noted[0]} are missing at the end")
    elif noted != (chain.seq, chain.seal):
        found.fault(f"the newest line is {chain.seq}, and {noted[0]} is noted as the newest")


def _said(wrong: Wrong, seq: int, after: int) -> str:
    if wrong is Wrong.UNKNOWN:
        return f"line {seq} was sealed under another secret: see PEERBOARD_SECRET_BEFORE in docs/operations.md"
    if wrong is Wrong.CHANGED:
        return f"line {seq} is not as it was written, or does not follow on line {after}"
    if seq <= after:
        return f"line {seq} is there twice"
    gone = f"line {after + 1} is" if seq == after + 2 else f"lines {after + 1} to {seq - 1} are"
    return f"{gone} missing"
