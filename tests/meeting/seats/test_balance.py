"""The warning before a vote that hardly hears those whom it is about."""

from typing import Any

import pytest

from schemas.roles import Role
from server.meeting.seats.balance import Lack, balance
from tests.room.votes.voting import open_vote
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

P, R, F, L, C = Role.PATIENT, Role.RELATIVE, Role.PROFESSIONAL, Role.LEADER, Role.CITIZEN


def lacks(leaders_vote: bool = True, **present: Any) -> list[tuple[str, int, int]]:
    found = balance({Role(name): number for name, number in present.items()}, leaders_vote=leaders_vote)
    return [(lack.role.value, lack.present, lack.voters) for lack in found]


@pytest.mark.parametrize(
    ("present", "missed"),
    [
        ({}, []),
        ({"observer": 9, "coordinator": 2}, []),
        ({"patient": 1}, [("relative", 0, 1)]),
        ({"patient": 1, "relative": 1}, []),
        ({"patient": 1, "relative": 1, "professional": 3}, []),  # a fifth each
        ({"patient": 1, "relative": 1, "professional": 4}, [("patient", 1, 6), ("relative", 1, 6)]),
        ({"patient": 2, "relative": 2, "professional": 6}, []),
        ({"patient": 2, "relative": 2, "professional": 7}, [("patient", 2, 11), ("relative", 2, 11)]),
        ({"professional": 5}, [("patient", 0, 5), ("relative", 0, 5)]),
        ({"patient": 8, "relative": 1, "citizen": 1}, [("relative", 1, 10)]),
        ({"patient": 1, "relative": 1, "observer": 30, "coordinator": 3}, []),  # who does not vote does not count
    ],
)
def test_under_a_fifth_is_missed(present: dict[str, Any], missed: list[tuple[str, int, int]]) -> None:
    assert lacks(**present) == missed


def test_leaders_count_only_where_they_vote() -> None:
    assert lacks(patient=1, relative=1, leader=4) == [("patient", 1, 6), ("relative", 1, 6)]
    assert lacks(patient=1, relative=1, leader=4, leaders_vote=False) == []
    assert balance({L: 3}, leaders_vote=False) == ()


@pytest.mark.parametrize("voters", range(1, 60))
def test_the_border_is_exactly_a_fifth(voters: int) -> None:
    for patients in range(voters + 1):
        found = balance({P: patients, F: voters - patients}, leaders_vote=True)
        assert (Lack(P, patients, voters) in found) == (patients / voters < 0.2)


async def test_the_desk_warns_and_does_not_stop(cast: Cast, database_url: str) -> None:
    ada = await cast.ada()
    for number in range(6):
        await cast.member(f"Fag {number}", F)
    await cast.ben()
    assert not (await ada.desk()).element("balance").text_content().strip(), "people are still coming"
    await open_vote(cast)
    stream = await ada.stream(f"{ada.room}/desk")
    said = stream.page.element("balance").text_content()
    assert "Kun 1 af 7, der kan stemme, er patient." in " ".join(said.split())
    assert "Der er ingen pårørende med endnu." in said
    assert "I kan godt stemme alligevel" in said
    assert (await rows(database_url, "SELECT state FROM round WHERE meeting_id = $1", cast.meeting.id))[0][0] == "open"
    await cast.rie()
    await cast.member("Bodil", R)
    await stream.until(lambda page: "pårørende" not in page.element("balance").text_content())
    await stream.close()
    assert took(await ada.phase("result"))
