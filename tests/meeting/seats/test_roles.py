"""A role that was tapped wrongly: corrected before the first vote, told to the person, and theirs to object to."""

import pytest

from schemas.roles import Role
from server.views.progress.proposers import told_roles
from tests.room.votes.voting import open_vote
from tests.support.after_the_end import end_for_good
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, Staff, took
from tests.support.scene import make_meeting

SEAT = "SELECT * FROM seat WHERE public_id = $1"


async def seat_of(member: Member) -> str:
    return (await member.look()).at("seat")


async def correct(ada: Staff, member: Member, role: str) -> str:
    """Ada corrects it by the form on the seat's own page; the seat's public id."""
    seat = await seat_of(member)
    assert took(await ada.submit((await ada.page(f"/seats/{seat}")).form(f"/seats/{seat}/role"), {"role": role}))
    return seat


async def stored(cast: Cast, seat: str) -> tuple[object, ...]:
    row = (await rows(cast.database.url, SEAT, seat))[0]
    return row["role"], row["role_was"], row["role_doubted_at"] is not None


async def told(member: Member) -> str:
    return " ".join((await member.look()).element("role-told").text_content().split())


async def test_it_is_told_on_the_page_that_is_open_and_may_be_confirmed(cast: Cast) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    stream = await ben.stream()
    seat = await correct(ada, ben, "relative")
    await stream.until(lambda page: page.select("//*[@id='role-told'][@data-news]"))
    await stream.fetch_mine()
    assert "Pårørende. Før stod der: Patient. Passer det?" in stream.page.text
    desk = (await ada.desk()).element("people").text_content()
    assert "Pårørende" in desk
    assert took(await ben.submit(stream.page.form("#role-fits")))
    assert await told(ben) == ""
    assert await stored(cast, seat) == ("relative", None, False)
    assert not stream.ended, "the page goes on following"
    await stream.close()


async def test_it_does_not_fit_and_goes_back(cast: Cast) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    seat = await correct(ada, ben, "observer")
    assert "Observatør" in await told(ben)
    assert (await ben.propose("Det må en observatør ikke")).status_code == 403
    assert took(await ben.submit((await ben.look()).form("#role-wrong")))
    assert await stored(cast, seat) == ("patient", None, True)
    assert took(await ben.propose("Det må jeg igen"))
    assert "siger, at rollen ikke passer" in (await ada.desk()).element("people").text_content()
    page = await ada.page(f"/seats/{seat}")
    assert "Nu står der: Patient." in page.element("role").text_content()
    assert took(await ada.submit(page.form(f"/seats/{seat}/role")))
    assert await stored(cast, seat) == ("patient", None, False)
    assert "siger, at rollen" not in (await ada.desk()).element("people").text_content()


async def test_putting_it_back_leaves_nothing_to_tell(cast: Cast) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    await correct(ada, ben, "relative")
    await correct(ada, ben, "citizen")
    assert "Før stod der: Patient" in await told(ben), "the one that he chose himself"
    seat = await correct(ada, ben, "patient")
    assert await told(ben) == ""
    assert await stored(cast, seat) == ("patient", None, False)


async def test_from_the_first_vote_on_it_stands(cast: Cast) -> None:
    """A result may have been told by role. Who objects then is heard by the coordinator."""
    ben, ada = await cast.ben(), await cast.ada()
    seat = await correct(ada, ben, "relative")
    await open_vote(cast)
    page = await ada.page(f"/seats/{seat}")
    assert "kan ikke rettes, når I har stemt" in page.element("role").text_content()
    assert (await ada.post(f"/seats/{seat}/role", {"role": "patient"})).status_code == 409
    assert took(await ben.submit((await ben.look()).form("#role-wrong")))
    assert await stored(cast, seat) == ("relative", None, True)
    assert took(await ada.post(f"/seats/{seat}/role", {"role": "relative"}))
    assert await stored(cast, seat) == ("relative", None, False), "she has seen it"


@pytest.mark.parametrize("role", ["leader", "coordinator", "", "nobody"])
async def test_nobody_is_made_staff(cast: Cast, role: str) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    seat = await seat_of(ben)
    assert (await ada.post(f"/seats/{seat}/role", {"role": role})).status_code == 422
    assert await stored(cast, seat) == ("patient", None, False)


async def test_staff_and_other_peoples_seats_are_out_of_reach(cast: Cast) -> None:
    ben, rie, ada, leo = await cast.ben(), await cast.rie(), await cast.ada(), await cast.leo()
    leo.meeting = cast.meeting.public_id
    seats = [await seat_of(each) for each in (ben, leo)]
    assert (await rie.post(f"/seats/{seats[0]}/role", {"role": "citizen"})).status_code == 404
    assert (await ada.post(f"/seats/{seats[1]}/role", {"role": "citizen"})).status_code == 404
    assert took(await ada.remove(seats[0]))
    assert (await ada.post(f"/seats/{seats[0]}/role", {"role": "citizen"})).status_code == 404


async def test_an_observer_does_not_write_for_others(cast: Cast) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    seat = await seat_of(ben)
    assert took(await ada.post(f"/seats/{seat}/scribe", {"scribe": "1"}))
    await correct(ada, ben, "observer")
    assert (await rows(cast.database.url, SEAT, seat))[0]["scribe"] is False


async def test_a_meeting_that_is_over_keeps_the_roles_of_its_time(cast: Cast) -> None:
    """P3: what was told of it does not change when somebody goes on to the next, and is corrected there."""
    members = [*await cast.guests_join(5), *await cast.guests_join(5, Role.RELATIVE)]
    for member in members:
        assert took(await member.propose(f"Idé fra {member.name}"))
    ada = await cast.ada()
    await correct(ada, members[0], "relative")
    await correct(ada, members[0], "patient")
    assert took(await ada.phase("reveal"))
    await end_for_good(cast)

    async def roles() -> list[str]:
        async with cast.database.snapshot() as session:
            return sorted((await told_roles(session, cast.board.id or 0)).values())

    before, desk = await roles(), (await ada.desk()).element("after-attended").text_content()
    assert before == ["patient"] * 5 + ["relative"] * 5
    assert "5 patienter, 5 pårørende" in desk
    async with cast.database.begin() as session:
        second = await make_meeting(session, cast.board, "Næste")
    assert took(await members[0].post(f"/j/{second.join_token}", {"who": await seat_of(members[0])}))
    members[0].meeting = second.public_id
    await members[0].look()
    await correct(ada, members[0], "citizen")
    assert await roles() == before
    assert (await ada.desk()).element("after-attended").text_content() == desk
