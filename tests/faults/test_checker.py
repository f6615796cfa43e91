"""The checker finds each kind of fault in a history that was made by hand, and none where there is none."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.faults.checker import problems
from tests.faults.history import Op
from tests.faults.tables import Tables


def op(who: str, kind: str, *, acked: bool = True, refused: bool = False, **about: Any) -> Op:
    """One operation of a person."""
    return Op(0, who, kind, about, acked=acked, refused=refused)


OPS = [
    op("Ben", "join", nonce="n1"),
    op("Ben", "idea", key="a", title="A"),
    op("Ben", "idea", key="b", title="B", acked=False),
    op("Ben", "edit", key="a", title="A2"),
    op("Ben", "done", value=True, phase_no=1),
    op("Ben", "ballot", dots={"p": 2}),
    op("Ada", "phase", phase="vote"),
    op("Rie", "ballot", dots={"p": 1}),
    op("Rie", "ballot", dots={"p": 3}, acked=False),
]
TABLES = Tables(
    seq=4,
    events=[
        (1, "SeatJoined", {"seat_id": 5}),
        (2, "IdeaProposed", {"idea_id": 7}),
        (3, "IdeaEdited", {"idea_id": 7}),
        (4, "PhaseEntered", {"phase": "vote"}),
    ],
    ideas=[(7, "a", "A2", 2)],
    joined=[(5, "n1")],
    done={("Ben", 1)},
    ballots=[{"p": 2}, {"p": 3}],
    rows={"idea_id": {7}, "seat_id": {5}},
)


def test_a_sound_history_has_no_problems() -> None:
    assert problems(OPS, TABLES) == []


def test_a_write_without_an_answer_may_be_there() -> None:
    tables = deepcopy(TABLES)
    tables.ideas.append((8, "b", "B", 1))
    tables.rows["idea_id"].add(8)
    tables.events.append((5, "IdeaProposed", {"idea_id": 8}))
    tables.seq = 5
    tables.ballots[1] = {"p": 1}
    assert problems(OPS, tables) == []


def test_a_seat_that_is_awaited_is_told_when_it_is_taken_up() -> None:
    tables = deepcopy(TABLES)
    tables.joined.append((6, "n2"))
    tables.rows["seat_id"].add(6)
    assert problems(OPS, tables), "a seat that counts has its event"
    tables.awaited.add(6)
    assert problems(OPS, tables) == []


Break = Callable[[Tables], Any]
BREAKS: dict[str, tuple[Break, str]] = {
    "a lost idea": (lambda t: t.ideas.pop(), "lost: Ben"),
    "a doubled idea": (lambda t: t.ideas.append((8, "a", "A2", 1)), "doubled: idea a"),
    "an idea of nobody": (lambda t: t.ideas.append((8, "z", "Z", 1)), "nobody wrote idea z"),
    "a lost edit": (lambda t: t.ideas.__setitem__(0, (7, "a", "A", 2)), "lost: an older state"),
    "a strange title": (lambda t: t.ideas.__setitem__(0, (7, "a", "?", 2)), "a strange state"),
    "a lost seat": (lambda t: t.joined.clear(), "lost: Ben was given a seat"),
    "a doubled seat": (lambda t: t.joined.append((6, "n1")), "doubled: Ben has 2 seats"),
    "a lost done": (lambda t: t.done.clear(), "done of Ben"),
    "a lost ballot": (lambda t: t.ballots.pop(0), "lost: the ballot that Ben"),
    "an older ballot": (lambda t: t.ballots.__setitem__(0, {"p": 1}), "lost: the ballot that Ben"),
    "both versions lost": (lambda t: t.ballots.pop(1), "there in no version"),
    "a doubled ballot": (lambda t: t.ballots.append({"p": 2}), "doubled: 1 ballots"),
    "a gap": (lambda t: t.events.__setitem__(2, (9, "IdeaEdited", {"idea_id": 7})), "the numbers are not"),
    "a doubled number": (lambda t: t.events.append((3, "DoorMoved", {})), "the numbers are not"),
    "a board ahead of its log": (lambda t: t.__setattr__("seq", 5), "the board says 5"),
    "a phase entered twice": (lambda t: t.events.append((5, "PhaseEntered", {"phase": "vote"})), "entered 2 times"),
    "an event without its row": (lambda t: t.rows["idea_id"].clear(), "half a change: event 2"),
    "a row without its event": (lambda t: t.events.__setitem__(1, (2, "DoorMoved", {})), "has 0 events IdeaProposed"),
    "an edit without its event": (lambda t: t.ideas.__setitem__(0, (7, "a", "A2", 3)), "at version 3 with 1 edits"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_fault_is_found(name: str) -> None:
    breaks, sentence = BREAKS[name]
    tables = deepcopy(TABLES)
    breaks(tables)
    found = problems(OPS, tables)
    assert any(sentence in problem for problem in found), found


def test_a_refused_idea_that_is_kept_is_found() -> None:
    assert "refused, but kept: idea a" in problems(
        [op("Ben", "idea", key="a", title="A2", acked=False, refused=True)], TABLES
    )
