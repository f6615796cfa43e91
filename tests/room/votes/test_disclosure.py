"""P3: an attacker with everything that is published, and a vote of their own, learns no small group's votes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.disclosure import Asked, Count, Detail, Group, Totals, breakdown, whole_room

Ballot = dict[str, int]


def added(ballots: Sequence[Ballot]) -> Totals[str]:
    ideas = sorted({idea for ballot in ballots for idea in ballot})
    chosen = {idea: [ballot[idea] for ballot in ballots if ballot.get(idea)] for idea in ideas}
    return Totals(len(ballots), {idea: Count(len(dots), sum(dots)) for idea, dots in chosen.items()})


def group(name: str, voters: int, **chosen: int) -> Group[str]:
    return Group(name, Totals(voters, {idea: Count(count, count) for idea, count in chosen.items()}), voters)


def room(*groups: Group[str]) -> Totals[str]:
    ideas = sorted({idea for each in groups for idea in each.totals.ideas})
    return Totals(
        sum(each.totals.voters for each in groups),
        {
            idea: Count(
                sum(each.totals.of(idea).voters for each in groups), sum(each.totals.of(idea).dots for each in groups)
            )
            for idea in ideas
        },
    )


def published(*groups: Group[str], closed: bool = True) -> dict[str, Totals[str]] | None:
    return breakdown(room(*groups), groups, closed=closed)


GOOD = (group("patient", 12, a=6, b=4), group("relative", 7, a=3, b=5))


def test_a_breakdown_that_tells_nothing_about_a_few_is_given() -> None:
    assert published(*GOOD) == {each.name: each.totals for each in GOOD}


def test_an_open_round_has_no_breakdown_so_no_two_snapshots_can_be_compared() -> None:
    assert published(*GOOD, closed=False) is None


@pytest.mark.parametrize(
    ("why", "groups"),
    [
        ("nobody", ()),
        ("one group is the room", GOOD[:1]),
        ("a group of four", (*GOOD, group("leader", 4, a=2, b=2))),
        ("a group of which nobody voted", (*GOOD, Group("leader", Totals(0), 3))),
        ("none of a group", (*GOOD, group("leader", 6, a=3))),
        ("all of a group", (*GOOD, group("leader", 6, a=3, b=6))),
        ("one of a group: whoever it is knows the rest", (*GOOD, group("leader", 6, a=3, b=1))),
        ("all but one of a group", (*GOOD, group("leader", 6, a=3, b=5))),
        ("two groups of one name", (GOOD[0], GOOD[0])),
    ],
)
def test_it_is_withheld_when_there_is(why: str, groups: tuple[Group[str], ...]) -> None:
    assert published(*groups) is None, why


def test_a_rest_that_subtraction_would_find_withholds_it() -> None:
    hidden = group("leader", 2, a=1)
    assert breakdown(room(*GOOD, hidden), GOOD, closed=True) is None
    more_dots = Totals(19, {"a": Count(9, 10), "b": Count(9, 9)})
    assert breakdown(more_dots, GOOD, closed=True) is None
    unlisted = Totals(19, {"a": Count(9, 9)})
    assert breakdown(unlisted, GOOD, closed=True) is None


def test_a_role_that_nobody_in_the_room_has_does_not_matter() -> None:
    assert published(*GOOD, Group("observer", Totals(0), 0)) == published(*GOOD)


def test_what_the_whole_room_already_says_is_not_said_again() -> None:
    given_ = published(group("patient", 6, a=3, all=6), group("relative", 5, a=2, all=5, none=0))
    assert given_ is not None
    assert [set(totals.ideas) for totals in given_.values()] == [{"a"}, {"a"}]


IDEAS = "abcd"
BALLOTS = st.dictionaries(st.sampled_from(IDEAS), st.integers(1, 3), max_size=3)
SIZES = st.one_of(st.integers(5, 14), st.integers(0, 6))
ROOMS = st.lists(SIZES.flatmap(lambda size: st.lists(BALLOTS, min_size=size, max_size=size)), min_size=1, max_size=4)
MIXED = st.builds(  # rooms that often pass: every group has people for and against each idea
    lambda sizes, pattern: [
        [{idea: 1 for idea in pattern if (i + j) % 2} for i in range(n)] for j, n in enumerate(sizes)
    ],
    st.lists(st.integers(3, 12), min_size=1, max_size=4),
    st.sets(st.sampled_from(IDEAS), min_size=1),
)


@given(st.one_of(ROOMS, MIXED))
def test_no_union_of_groups_and_no_rest_is_small_or_unanimous(votes: list[list[Ballot]]) -> None:
    groups = [Group(str(number), added(ballots), len(ballots)) for number, ballots in enumerate(votes)]
    everybody = added([ballot for ballots in votes for ballot in ballots])
    given_ = breakdown(everybody, groups, closed=True)
    if given_ is None:
        return
    assert once(everybody) is not None
    for size in range(1, len(given_)):
        for union in combinations(given_.values(), size):
            for sign in (1, 0):  # the union itself, and the room less the union
                voters = sum(totals.voters for totals in union)
                seen = voters if sign else everybody.voters - voters
                assert seen >= 5
                for idea in union[0].ideas:
                    chose = sum(totals.of(idea).voters for totals in union)
                    cell = chose if sign else everybody.of(idea).voters - chose
                    assert 0 < cell < seen


def test_the_attack_above_is_not_empty() -> None:
    passing = [
        sizes
        for sizes in product(range(5, 9), repeat=2)
        if published(*(group(str(place), size, a=size // 2) for place, size in enumerate(sizes)))
    ]
    assert len(passing) == 16


def worlds(sizes: Sequence[int], ideas: int, one_each: bool) -> Iterator[tuple[Group[str], ...]]:
    """Every way the groups can have voted; with `one_each`, everybody chose exactly one idea."""
    cells = [list(product(range(size + 1), repeat=ideas)) for size in sizes]
    for choice in product(*cells):
        if not one_each or all(sum(row) == size for row, size in zip(choice, sizes, strict=True)):
            rows = [dict(zip(IDEAS, row, strict=False)) for row in choice]
            yield tuple(
                group(str(place), size, **row) for place, (size, row) in enumerate(zip(sizes, rows, strict=True))
            )


def told(groups: tuple[Group[str], ...], with_breakdown: bool) -> str:
    everybody = room(*groups)
    return repr((everybody, breakdown(everybody, groups, closed=True) if with_breakdown else "no breakdown asked for"))


def others(groups: tuple[Group[str], ...], place: int, idea: str, mine: int | None) -> str:
    """What the others of a group did with an idea, seen by one of the first group, who chose `mine` of idea a."""
    own = mine if place == 0 and idea == "a" else None
    chose = groups[place].totals.of(idea).voters - (own or 0)
    size = groups[place].totals.voters - (own is not None)
    return "impossible" if not 0 <= chose <= size else "unanimous" if chose in (0, size) else "divided"


@pytest.mark.parametrize("mine", [None, 0, 1])
@pytest.mark.parametrize(
    ("sizes", "ideas", "one_each"),
    [((5, 5), 1, False), ((5, 7), 1, False), ((5, 5, 6), 1, False), ((5, 5), 2, False), ((6, 6), 3, True)],
)
def test_nobody_can_work_out_a_unanimous_group_even_from_a_refusal(
    sizes: Sequence[int], ideas: int, one_each: bool, mine: int | None
) -> None:
    """The attacker lists every world that fits what was published and their own vote, and looks for a group that is
    unanimous in all of them, though the whole-room totals alone had left it open. All know the groups' sizes."""
    fitting: dict[str, list[tuple[Group[str], ...]]] = defaultdict(list)
    for groups in worlds(sizes, ideas, one_each):
        if others(groups, 0, "a", mine) != "impossible":
            fitting[told(groups, with_breakdown=False)].append(groups)
            fitting[told(groups, with_breakdown=True)].append(groups)
    for groups in worlds(sizes, ideas, one_each):
        before, after = fitting[told(groups, with_breakdown=False)], fitting[told(groups, with_breakdown=True)]
        for place, idea in product(range(len(sizes)), IDEAS[:ideas]):
            if any(others(world, place, idea, mine) == "divided" for world in before) and after:
                assert any(others(world, place, idea, mine) == "divided" for world in after), (place, idea, groups)


def once(totals: Totals[str]) -> Totals[str] | None:
    """What is told of a vote that repeats none."""
    return whole_room(Asked(totals, frozenset(totals.ideas), frozenset(range(totals.voters))))


@pytest.mark.parametrize("voters", range(8))
def test_the_whole_room_is_exact_from_five_and_below_that_nothing(voters: int) -> None:
    totals = Totals(voters, {"b": Count(voters, voters + 1), "a": Count(min(voters, 1), 1), "never": Count(0, 0)})
    assert once(totals) == (totals if voters >= 5 else None)


@given(st.lists(BALLOTS, max_size=4))
def test_below_five_nothing_leaves(ballots: list[Ballot]) -> None:
    assert once(added(ballots)) is None


def test_what_the_version_before_stored_of_three_is_read_as_nothing() -> None:
    assert Detail("chosen") is Detail.NOTHING
