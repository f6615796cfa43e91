"""P3 on the progress board: the proposers' roles are told apart only where no group under 5 people is, and alone."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from schemas.disclosure import EXACT_FROM, proposers_by_role
from schemas.roles import Role
from server.core import clock
from server.views.progress.proposers import told_roles
from tests.support.cast import Cast
from tests.support.scene import make_meeting
from tests.views.progress.board import address, proposed_by

ROLES = ("patient", "relative", "leader", "")
PEOPLE = st.one_of(st.none(), st.integers(0, 40))
IDEAS = st.lists(st.tuples(st.sampled_from(ROLES), PEOPLE), max_size=60)
ROOMS = st.builds(  # meetings that often pass: several people of each role, with an idea or two each
    lambda sizes, twice: [
        (role, 100 * place + person)
        for place, (role, size) in enumerate(zip(ROLES, sizes, strict=False))
        for person in range(size)
        for _ in range(1 + twice)
    ],
    st.lists(st.integers(3, 9), min_size=1, max_size=3),
    st.booleans(),
)
PRESENT = st.sets(st.sampled_from(ROLES[:2]))


@given(st.one_of(IDEAS, ROOMS), PRESENT)
def test_every_group_that_is_told_has_five_people_and_nobody_is_left_over(
    ideas: list[tuple[str, int | None]], present: set[str]
) -> None:
    told = proposers_by_role(ideas, present)
    if told is None:
        return
    assert len(told) > 1
    assert all(len(people) >= EXACT_FROM for people in told.values())
    assert {role for role, _ in ideas} == set(told), "no rest that subtraction would find"
    assert present <= set(told), "no role of which it would be told that none of a few proposed"
    everybody = {person for _, person in ideas if person is not None}
    for role, people in told.items():
        others = everybody - people
        assert not others or len(others) >= EXACT_FROM or any(people & told[other] for other in told if other != role)


@given(ROOMS)
def test_one_person_more_of_a_small_role_withholds_it(ideas: list[tuple[str, int | None]]) -> None:
    assert proposers_by_role([*ideas, ("professional", 999)]) is None
    assert proposers_by_role([*ideas, ("", None)]) is None
    assert proposers_by_role(ideas, ["citizen"]) is None


def test_the_attack_above_is_not_empty() -> None:
    room: list[tuple[str, int | None]] = [(role, place) for role in ROLES[:2] for place in range(5)]
    assert proposers_by_role(room) is not None
    assert proposers_by_role(room[1:]) is None
    # A scribe's ideas have a role, but say nothing of how many people there are.
    assert proposers_by_role([*room[1:], ("patient", None)]) is None


async def told(cast: Cast) -> dict[int, str]:
    """What the board tells now."""
    async with cast.database.snapshot() as session:
        return await told_roles(session, cast.board.id or 0)


async def end(cast: Cast, meeting_id: int | None) -> None:
    """The meeting is over, and can no longer be opened again."""
    async with cast.database.begin() as session:
        ended = {"id": meeting_id, "at": clock.now()}
        await session.execute(text("UPDATE meeting SET ended_at = :at, settled_at = :at WHERE id = :id"), ended)


async def test_a_board_tells_of_a_meeting_that_has_ended(cast: Cast) -> None:
    made = await proposed_by(cast, cast.meeting, {Role.PATIENT: 5, Role.RELATIVE: 6}, hidden=2)
    leo = await cast.leo()
    assert await told(cast) == {}
    assert not (await leo.page(address(cast))).select("//*[@id='sift-role']")
    await end(cast, cast.meeting.id)
    roles = await told(cast)
    assert sorted(idea for idea, role in roles.items() if role == "patient") == sorted(made[Role.PATIENT])
    page = await leo.page(address(cast, "?role=patient"))
    assert "3 af 7 idéer." in page.text, "two of each are hidden, and count for the rule alone"
    page = await leo.page(address(cast, "?role=patient&late=1"))
    assert "Rollen er udeladt." in page.text
    assert "0 af 7 idéer." in page.text


async def test_one_meeting_does_not_make_up_for_another(cast: Cast) -> None:
    await proposed_by(cast, cast.meeting, {Role.PATIENT: 6, Role.RELATIVE: 6})
    async with cast.database.begin() as session:
        second = await make_meeting(session, cast.board)
    few = await proposed_by(cast, second, {Role.PATIENT: 6, Role.RELATIVE: 4})
    for meeting in (cast.meeting, second):
        await end(cast, meeting.id)
    roles = await told(cast)
    assert len(roles) == 12
    assert not set(few[Role.PATIENT]) & set(roles)
