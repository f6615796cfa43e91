"""What a round may tell about how people voted: the one place that decides it, for every page, screen, mail and file.

Promise P3: nothing published lets anyone derive what a group under 5 people voted, nor that all or none of a group
chose an idea, even by subtracting or by comparing two snapshots."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

EXACT_FROM = 5
CHOSEN_FROM = 3
SPREAD = 2

Idea = TypeVar("Idea", bound=Hashable)


@dataclass(frozen=True)
class Count:
    """What one idea got: how many gave it at least one dot, and how many dots (the same number in approval)."""

    voters: int
    dots: int


@dataclass(frozen=True)
class Totals(Generic[Idea]):
    """The ballots of a room or of one group added up. An idea that is not in `ideas` got nothing."""

    voters: int
    ideas: Mapping[Idea, Count] = field(default_factory=dict)

    def of(self, idea: Idea) -> Count:
        """The count of one idea, zero when nobody chose it."""
        return self.ideas.get(idea, Count(0, 0))


@dataclass(frozen=True)
class Group(Generic[Idea]):
    """One role or organisation: its totals, and how many of it could have voted. Who gave no role is a group too."""

    name: str
    totals: Totals[Idea]
    eligible: int = 0


class Detail(StrEnum):
    """How much of the whole room's result may be told."""

    EXACT = "exact"
    CHOSEN = "chosen"
    NOTHING = "nothing"


@dataclass(frozen=True)
class RoomResult(Generic[Idea]):
    """What may be published of the whole room. `totals` is None unless EXACT; `chosen` is a set: it has no order."""

    detail: Detail
    totals: Totals[Idea] | None
    chosen: frozenset[Idea]


def whole_room(room: Totals[Idea]) -> RoomResult[Idea]:
    """The whole room's result as it may be told: exact from 5 voters; with 3 or 4 only which ideas somebody chose,
    in no order and without numbers; below 3 nothing. The number of voters itself is turnout, which all have seen."""
    chosen = frozenset(idea for idea, count in room.ideas.items() if count.voters > 0)
    if room.voters >= EXACT_FROM:
        return RoomResult(Detail.EXACT, room, chosen)
    if room.voters >= CHOSEN_FROM:
        return RoomResult(Detail.CHOSEN, None, chosen)
    return RoomResult(Detail.NOTHING, None, frozenset())


def whole_count(answers: Mapping[str, int]) -> dict[str, int] | None:
    """The whole room's answers to one question as they may be told: exact from 5 who answered, else nothing."""
    return dict(answers) if sum(answers.values()) >= EXACT_FROM else None


def breakdown(room: Totals[Idea], groups: Sequence[Group[Idea]], *, closed: bool) -> dict[str, Totals[Idea]] | None:
    """The groups' totals by name, as they may be stored and shown, or None: all or nothing, for the whole round.

    Call it once, in the transaction that closes the round, for one way of grouping (role); keep what it returns and
    never compute it again. Two ways of grouping the same round could be subtracted from each other.

    It is given only when
    - the round is closed, so that no two snapshots differ by one ballot;
    - there are at least two groups with different names, and together they are exactly the room: a missing rest
      would be a group that subtraction finds;
    - every group that anyone could have voted in has at least 5 voters;
    - for every idea that some but not all of the room chose, at least 2 and at most all but 2 of each group's voters
      chose it. One would do to keep out the cells that are all or none; the second keeps None from being an answer:
      were 1 enough, two groups of five and an idea with five voters, refused, could only mean 5 and 0.

    Ideas that nobody or everybody in the room chose are left out: the whole-room result already says all about them.
    One idea that fails takes the rest with it, since dots that are all spent would give it back by subtraction.
    """
    present = [group for group in groups if group.eligible > 0 or group.totals.voters > 0]
    if not closed or len(present) < 2 or len({group.name for group in present}) < len(present):
        return None
    if not _is_the_room(room, present) or any(group.totals.voters < EXACT_FROM for group in present):
        return None
    divided = [idea for idea, count in room.ideas.items() if 0 < count.voters < room.voters]
    for group in present:
        for idea in divided:
            if not SPREAD <= group.totals.of(idea).voters <= group.totals.voters - SPREAD:
                return None
    return {group.name: _only(group.totals, divided) for group in present}


def proposers_by_role(
    ideas: Iterable[tuple[str, Hashable | None]], present: Iterable[str] = ()
) -> dict[str, frozenset[Hashable]] | None:
    """Who proposed a meeting's ideas, by role, where the ideas may be told apart by their proposer's role; else None.

    `ideas` holds, for every idea of one meeting that has ended, shown or not, the role of its proposer ("" when nobody
    knows) and who it was; None where that is not known, as with ideas that a scribe wrote for others. `present` are the
    roles that members of the meeting had. All or none, and only when

    - there are at least two roles, and no idea without one: a rest would be a group that subtraction finds;
    - in each of them at least 5 different people proposed. Nobody who came is in a smaller one: that none of a group
      under 5 proposed would be told as well;
    - the meeting has ended, and all its ideas are counted: hiding one, or showing it again, then changes nothing, so
      no two looks differ by one person.

    Meetings are judged one by one, since everybody may know who came to which."""
    people: dict[str, set[Hashable]] = {role: set() for role in present}
    for role, person in ideas:
        people.setdefault(role, set()).update(() if person is None else (person,))
    if len(people) < 2 or "" in people or any(len(found) < EXACT_FROM for found in people.values()):
        return None
    return {role: frozenset(found) for role, found in people.items()}


def _is_the_room(room: Totals[Idea], groups: Sequence[Group[Idea]]) -> bool:
    voters: Counter[Idea] = Counter()
    dots: Counter[Idea] = Counter()
    for group in groups:
        for idea, count in group.totals.ideas.items():
            voters[idea] += count.voters
            dots[idea] += count.dots
    return sum(group.totals.voters for group in groups) == room.voters and all(
        Count(voters[idea], dots[idea]) == room.of(idea) for idea in {*room.ideas, *voters}
    )


def _only(totals: Totals[Idea], ideas: Sequence[Idea]) -> Totals[Idea]:
    return Totals(totals.voters, {idea: totals.of(idea) for idea in ideas})
