"""Which ideas a round chooses."""

import pytest

from server.room.votes.results import last_chosen


@pytest.mark.parametrize(
    ("ranks", "chosen"),
    [
        ([1, 2, 3, 4, 5], [1, 2, 3]),
        ([1, 2, 3, 3, 5], [1, 2, 3, 3]),
        ([1, 1, 3, 3, 3, 3, 7], [1, 1, 3, 3, 3, 3]),
        ([1, 2, 2, 2, 2, 2, 2], [1]),
        ([1, 1, 1, 1, 1, 1, 1], []),
        ([1], [1]),
        ([], []),
    ],
)
def test_the_first_three_and_those_level_with_them_unless_that_is_half_the_room(
    ranks: list[int], chosen: list[int]
) -> None:
    assert [rank for rank in ranks if rank <= last_chosen(ranks, 3)] == chosen
