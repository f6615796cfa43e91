"""R1, R3: reads a history and the tables and says what is wrong. Knows nothing of how the product works inside."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from tests.faults.history import Op, last_of, of_kind
from tests.faults.tables import Tables

MADE = {"IdeaProposed": "idea_id", "SeatJoined": "seat_id"}
"""Events that tell that a row was made: one for each such row, but none for a seat whose browser has not come back."""


def problems(ops: Iterable[Op], tables: Tables) -> list[str]:
    """A sentence per fault: acked and missing, doubled, half a change, or a hole in the numbers. Empty: all is well."""
    told = list(ops)
    return [
        *_numbers(tables),
        *_halves(tables),
        *_ideas(told, tables),
        *_edits(told, tables),
        *_joins(told, tables),
        *_done(told, tables),
        *_ballots(told, tables),
        *_phases(told, tables),
    ]


def _numbers(tables: Tables) -> Iterator[str]:
    seen = [seq for seq, _, _ in tables.events]
    if seen != list(range(1, len(seen) + 1)):
        wrong = next(place for place, seq in enumerate(seen, 1) if place != seq)
        yield f"the numbers are not 1, 2, 3 …: {wrong} is missing or doubled"
    if tables.seq != len(seen):
        yield f"the board says {tables.seq}, its log has {len(seen)} events"


def _halves(tables: Tables) -> Iterator[str]:
    for seq, kind, data in tables.events:
        for name, ident in data.items():
            if name in tables.rows and ident not in tables.rows[name]:
                yield f"half a change: event {seq} {kind} names {name} {ident}, which is not there"
    for kind, name in MADE.items():
        events = Counter(data[name] for _, found, data in tables.events if found == kind)
        rows = [row[0] for row in (tables.ideas if name == "idea_id" else tables.joined)]
        for ident in rows:
            if events[ident] != (0 if name == "seat_id" and ident in tables.awaited else 1):
                yield f"half a change: {name} {ident} has {events[ident]} events {kind}"
    edits = Counter(data["idea_id"] for _, kind, data in tables.events if kind == "IdeaEdited")
    for ident, _, _, version in tables.ideas:
        if version != 1 + edits[ident]:
            yield f"half a change: idea {ident} is at version {version} with {edits[ident]} edits in the log"


def _ideas(ops: list[Op], tables: Tables) -> Iterator[str]:
    there = Counter(submission for _, submission, _, _ in tables.ideas)
    known = {op.about["key"]: op for op in of_kind(ops, "idea")}
    for key, op in known.items():
        if op.acked and not there[key]:
            yield f"lost: {op.who} was told that idea {key} is kept, and it is not there"
        if there[key] > 1:
            yield f"doubled: idea {key} is there {there[key]} times"
        if op.refused and there[key]:
            yield f"refused, but kept: idea {key}"
    for key in there:
        if key not in known:
            yield f"nobody wrote idea {key}"


def _edits(ops: list[Op], tables: Tables) -> Iterator[str]:
    edits = last_of(of_kind(ops, "edit"), "key")
    titles = {op.about["key"]: op.about["title"] for op in of_kind(ops, "idea")}
    for _, key, title, _ in tables.ideas:
        wrong = _strange(title, edits.get((key,), []), titles.get(key), "title")
        if wrong:
            yield f"idea {key}: {wrong}"


def _joins(ops: list[Op], tables: Tables) -> Iterator[str]:
    there = Counter(nonce for _, nonce in tables.joined)
    for op in of_kind(ops, "join"):
        nonce = op.about["nonce"]
        if op.acked and not there[nonce]:
            yield f"lost: {op.who} was given a seat, and it is not there"
        if there[nonce] > 1:
            yield f"doubled: {op.who} has {there[nonce]} seats"


def _done(ops: list[Op], tables: Tables) -> Iterator[str]:
    for (who, phase_no), wishes in last_of(of_kind(ops, "done"), "who", "phase_no").items():
        wrong = _strange((who, phase_no) in tables.done, wishes, False, "value")
        if wrong:
            yield f"done of {who} in phase {phase_no}: {wrong}"


def _ballots(ops: list[Op], tables: Tables) -> Iterator[str]:
    """Every voter's newest acked ballot is there; where a newer one has no answer, that or the one before."""
    there = Counter(_plain(ballot) for ballot in tables.ballots)
    voters = last_of(of_kind(ops, "ballot"), "who")
    open_ends = []
    for (who,), wishes in voters.items():
        possible = _possible(wishes, None, "dots")
        if len(possible) > 1:
            open_ends.append(possible)
        elif possible[0] is not None:
            choice = _plain(possible[0])
            if not there[choice]:
                yield f"lost: the ballot that {who} was told is counted is not there"
            there[choice] -= 1
    for possible in open_ends:
        found = next((choice for choice in possible if choice is not None and there[_plain(choice)] > 0), None)
        if found is not None:
            there[_plain(found)] -= 1
        elif None not in possible:
            yield "lost: a ballot whose newest change has no answer is there in no version"
    if extra := sum(there.values()):
        yield f"doubled: {extra} ballots more than voters" if extra > 0 else f"{-extra} ballots are missing"


def _phases(ops: list[Op], tables: Tables) -> Iterator[str]:
    entered = Counter(data["phase"] for _, kind, data in tables.events if kind == "PhaseEntered")
    for op in of_kind(ops, "phase"):
        if op.acked and entered[op.about["phase"]] != 1:
            yield f"the phase {op.about['phase']} was entered {entered[op.about['phase']]} times, once was asked"


def _plain(dots: Any) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((idea, number) for idea, number in dots.items() if number))


def _possible(wishes: list[Op], first: object, name: str) -> list[object]:
    """What may be there now: the newest acked wish, and each newer one that has no answer."""
    found = [first]
    for op in wishes:
        if op.acked:
            found = [op.about[name]]
        elif not op.refused:
            found.append(op.about[name])
    return found


def _strange(there: object, wishes: list[Op], first: object, name: str) -> str:
    possible = _possible(wishes, first, name)
    if there in possible:
        return ""
    before = any(there == op.about[name] for op in wishes) or there == first
    return f"{'lost: an older state' if before else 'a strange state'} {there!r} is there, not {possible[-1]!r}"
