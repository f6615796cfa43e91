"""P3 over time: an attacker who has seen every turnout and every result of a meeting, and who came and went between
them, learns nothing of fewer than five people by adding and subtracting."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.disclosure import Asked, Count, Totals, breakdown, whole_room
from tests.room.votes.test_disclosure import GOOD, IDEAS, Ballot, added, room


class Meeting:
    """A meeting that votes about two ideas again and again, and all results that are told. Who thinks something votes
    so every time (the worst case), unless they change their mind."""

    def __init__(self) -> None:
        self.people: dict[int, Ballot] = {}
        self.removed: set[int] = set()
        self.cast: dict[int, Ballot] = {}
        self.could: frozenset[Hashable] = frozenset()
        self.paper: list[Ballot] = []
        self.open = False
        self.before: list[Asked[str]] = []
        self.told: list[tuple[Asked[str], dict[Hashable, Ballot]]] = []

    def join(self, thinks: Ballot) -> None:
        """Somebody sits down; in a vote that is open they are not."""
        self.people[len(self.people) + len(self.removed)] = thinks

    def remove(self, which: int) -> None:
        """A coordinator takes a seat away; what it said stays, so that no turnout moves."""
        if self.people:
            gone = sorted(self.people)[which % len(self.people)]
            del self.people[gone]
            self.removed.add(gone)

    def vote(self, which: int, thinks: Ballot | None = None) -> None:
        """One who may votes, or votes anew, and thinks so from now on."""
        may = sorted(person for person in self.people if person in self.could)
        if self.open and may:
            person = may[which % len(may)]
            if thinks is not None:
                self.people[person] = thinks
            self.cast[person] = self.people[person]

    def slip(self, thinks: Ballot) -> None:
        """A slip is entered."""
        if self.open and thinks:
            self.paper.append(thinks)

    def begin(self) -> None:
        """A vote begins, or begins anew; what was open is void."""
        self.open, self.could = True, frozenset(self.people)
        self.cast, self.paper = {}, []

    def everybody(self) -> None:
        """All who may vote do."""
        for place in range(len(self.people)):
            self.vote(place)

    def close(self) -> None:
        """The vote is counted."""
        if not self.open:
            return
        self.open = False
        given = [ballot for ballot in (*self.cast.values(), *self.paper) if ballot]
        # The worst case: whoever votes on paper has not done so before.
        papers: list[Hashable] = [f"paper {len(self.told)} {number}" for number in range(len(self.paper))]
        could, slips = self.could | frozenset(papers), len(papers)
        now = Asked(added(given), frozenset(IDEAS[:2]), could, each=True, on_paper=slips)
        if whole_room(now, self.before) is not None:
            self.before.append(now)
            who: dict[Hashable, Ballot] = dict(self.cast) | dict(zip(papers, self.paper, strict=True))
            self.told.append((now, who))


SMALL = st.dictionaries(st.sampled_from(IDEAS[:2]), st.just(1))
ACTS: st.SearchStrategy[tuple[str, tuple[object, ...]]] = st.one_of(
    st.tuples(st.just("join"), st.tuples(SMALL)),
    st.tuples(st.just("remove"), st.tuples(st.integers(0, 20))),
    st.tuples(st.just("vote"), st.tuples(st.integers(0, 20))),
    st.tuples(st.just("vote"), st.tuples(st.integers(0, 20), SMALL)),
    st.tuples(st.just("slip"), st.tuples(SMALL)),
    *(st.tuples(st.just(what), st.just(())) for what in ("begin", "everybody", "close", "close")),
)


def held(people: int, acts: list[tuple[str, tuple[object, ...]]]) -> Meeting:
    meeting = Meeting()
    for number in range(people):
        meeting.join({IDEAS[number % 2]: 1})
    for what, given_ in acts:
        getattr(meeting, what)(*given_)
    return meeting


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 12), st.lists(ACTS, max_size=30))
def test_no_sequence_of_looks_joins_removals_and_repeats_tells_how_a_few_voted(
    people: int, acts: list[tuple[str, tuple[object, ...]]]
) -> None:
    """The attacker has written down every turnout and every result, knows who could vote in which, and adds and
    subtracts them as they like. Whatever they weigh each result with, who counts in the sum counts with at least four
    others: people who could vote in the same ones cannot be told apart, and they are five or none."""
    told_ = held(people, acts).told
    for subset in chain.from_iterable(combinations(told_, size) for size in range(1, len(told_) + 1)):
        votes = [now for now, _ in subset]
        assert all(now.totals.voters >= 5 for now in votes)
        everybody = frozenset[Hashable]().union(*(now.could for now in votes))
        for weights in product((-1, 0, 1), repeat=len(votes)):
            counted = [
                person
                for person in everybody
                if sum(weight for weight, now in zip(weights, votes, strict=True) if person in now.could)
            ]
            assert not 0 < len(counted) < 5


def test_the_sequences_are_not_empty() -> None:
    """By that rule a repeat by the same people is told, one with a newcomer is not, and one with five is again."""
    begin: list[tuple[str, tuple[object, ...]]] = [("begin", ()), ("everybody", ()), ("close", ())]
    join: tuple[str, tuple[object, ...]] = ("join", ({"b": 1},))
    acts = [*begin, *begin, join, *begin, *[join] * 4, *begin, ("remove", (0,)), *begin]
    assert [len(now.could) for now, _ in held(6, acts).told] == [6, 6, 11]


@pytest.mark.parametrize(("came", "gone"), [(1, 0), (0, 1), (1, 1), (4, 0), (0, 4), (5, 1), (2, 5)])
def test_two_results_whose_difference_is_a_few_people_are_never_both_told(came: int, gone: int) -> None:
    """The sixth comes late, and the vote is repeated: what changed in the numbers is how the sixth voted."""
    first = asked_by(range(12))
    assert whole_room(first) is not None
    assert whole_room(asked_by(range(gone, 12 + came)), [first]) is None


@pytest.mark.parametrize(("came", "gone"), [(0, 0), (5, 0), (0, 5), (6, 7)])
def test_five_may_come_or_go(came: int, gone: int) -> None:
    first = asked_by(range(12))
    assert whole_room(asked_by(range(gone, 12 + came)), [first]) is not None


def test_slips_are_people_too() -> None:
    first, more = asked_by(range(6)), asked_by([*range(6), "paper 0"])
    assert whole_room(more, [first]) is None
    five = replace(asked_by([*range(6), *(f"paper {number}" for number in range(5))]), on_paper=5)
    assert whole_room(five, [first]) is not None
    assert whole_room(five, [five]) is None, "one may have gone, and another come"


def test_another_question_is_no_repeat() -> None:
    """A second vote about the ideas that the first has chosen: dots that were spent on others are spent anew."""
    spent = Totals(6, {idea: Count(3, 5) for idea in "abc"})
    first = Asked(spent, frozenset("abc"), frozenset(range(6)))
    then = Asked(Totals(7, {"a": Count(7, 20)}), frozenset("ab"), frozenset(range(7)))
    assert whole_room(then, [first]) is not None
    nothing = Totals(6, {idea: Count(3, 5) for idea in "ab"})
    assert whole_room(then, [replace(first, totals=nothing)]) is None, "nobody had spent any on what fell away"
    assert whole_room(replace(then, each=True), [replace(first, each=True)]) is None, "a cross is no other's loss"
    assert whole_room(replace(then, about=frozenset("xy")), [first]) is not None


def test_a_repeat_of_a_vote_by_nobody_knows_whom_is_not_told() -> None:
    """A version before forgot who could vote when it counted; the meeting goes on after the deploy."""
    first = asked_by(range(12))
    assert whole_room(asked_by(range(13)), [replace(first, could=frozenset())]) is None
    assert whole_room(asked_by(range(13)), [replace(first, could=frozenset(), about=frozenset("xy"))]) is not None


def test_a_repeat_has_no_breakdown() -> None:
    """Of five newcomers four may be patients: then the fifth is the only relative."""
    assert breakdown(room(*GOOD), GOOD, closed=True, repeat=True) is None


def asked_by(people: Iterable[Hashable]) -> Asked[str]:
    could = frozenset(people)
    return Asked(Totals(len(could), {"a": Count(len(could), len(could))}), frozenset("ab"), could)
