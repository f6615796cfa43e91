"""What a round may tell about how people voted: the one place that decides it, for every page, screen, mail and file.

Promise P3: nothing published lets anyone derive what a group under 5 people voted, nor that all or none of a group
chose an idea, even by subtracting or by comparing two snapshots. The whole room's totals are exact from 5 voters, after
the vote; below 5 there is no result at all."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

EXACT_FROM = 5
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
    """One role or organisation: its totals, and how many of its people could have voted. Those without a role are a
    group too."""

    name: str
    totals: Totals[Idea]
    eligible: int = 0


class Detail(StrEnum):
    """How much of the whole room's result may be told: all of it, or nothing."""

    EXACT = "exact"
    NOTHING = "nothing"

    @classmethod
    def _missing_(cls, value: object) -> "Detail | None":
        """An earlier version also told which ideas three or four voters chose. None of that may be told any more."""
        return cls.NOTHING if value == "chosen" else None


def too_few(voters: int) -> bool:
    """Whether this many cannot vote in secret: what they said together would tell what each of them said."""
    return voters < EXACT_FROM


@dataclass(frozen=True)
class Asked(Generic[Idea]):
    """One vote in a meeting: its totals, the ideas it was about, and who could vote, with those who did so on paper.
    `each` means that an idea is chosen or not regardless of the others (approval)."""

    totals: Totals[Idea]
    about: frozenset[Idea]
    could: frozenset[Hashable]
    each: bool = False
    on_paper: int = 0
    """How many of them voted on paper. Nobody knows who they are."""

    def repeats(self, before: "Asked[Idea]") -> bool:
        """Whether it asked the same as an earlier vote, so that people who have not changed their minds voted the same
        way. With dots to spend, that is so only if nobody spent any on an idea that was in just one of the two."""
        shared = self.about & before.about
        if self.each is not before.each or not shared:
            return False
        return self.each or not (_voted_for(self) | _voted_for(before)) - shared


def _voted_for(asked: Asked[Idea]) -> frozenset[Idea]:
    return frozenset(idea for idea, count in asked.totals.ideas.items() if count.voters)


def whole_room(now: Asked[Idea], before: Iterable[Asked[Idea]] = ()) -> Totals[Idea] | None:
    """The whole room's result as it may be told: exact from 5 voters; else None, and then it is not kept either. How
    many voted is turnout, which everybody has seen.

    `before` are the results that the meeting has already been told. People who have not changed their minds vote the
    same way, so two results of the same question can be subtracted. What is left is how those voted who came or went in
    between, and everybody knows who they are. So people are sorted by which of these votes they could take part in. If
    any kind has fewer than 5 people, the repeat has no result of its own. Nor has it where there were slips on paper in
    more than one: one who went and one who came would be as many slips as before."""
    votes = [*(told for told in before if now.repeats(told)), now]
    people = frozenset[Hashable]().union(*(vote.could for vote in votes))
    kinds = Counter(tuple(person in vote.could for vote in votes) for person in people)
    if any(len(vote.could) < vote.totals.voters for vote in votes):  # who could vote is no longer known
        return None
    if sum(vote.on_paper > 0 for vote in votes) > 1:
        return None
    if too_few(now.totals.voters) or any(too_few(number) for number in kinds.values()):
        return None
    return now.totals


def whole_count(answers: Mapping[str, int]) -> dict[str, int] | None:
    """The whole room's answers to one question as they may be told: exact from 5 who answered, else nothing."""
    return None if too_few(sum(answers.values())) else dict(answers)


def breakdown(
    room: Totals[Idea], groups: Sequence[Group[Idea]], *, closed: bool, repeat: bool = False
) -> dict[str, Totals[Idea]] | None:
    """The groups' totals by name, as they may be stored and shown, or None: all or nothing, for the whole round.

    Call it once, in the transaction that closes the round, for one way of grouping (role); keep what it returns and
    never compute it again. Two ways of grouping the same round could be subtracted from each other.

    It is given only when
    - the round is closed, so that no two snapshots differ by one ballot;
    - it is no `repeat` of a vote whose result was told: one of five newcomers may be the only relative;
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
    if repeat or not closed or len(present) < 2 or len({group.name for group in present}) < len(present):
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
    """Who proposed a meeting's ideas, by role, if the ideas may be told apart by their proposer's role; else None.

    `ideas` holds, for every idea of one meeting that has ended, shown or not, the role of its proposer ("" if unknown)
    and who it was (None if unknown, as with ideas that a scribe wrote for others). `present` are the roles that members
    of the meeting had. All or nothing, and only when

    - there are at least two roles, and no idea without one: a rest would be a group that subtraction finds;
    - in each of them at least 5 different people proposed. Roles that were present without proposing count as well:
      otherwise it would be told that none of a group under 5 proposed;
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
