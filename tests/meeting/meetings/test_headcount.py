"""Who counts at a meeting: every place that gives a number agrees with the others, from the room to the minutes."""

import re
from datetime import timedelta

import pytest

from schemas.board import Board
from schemas.roles import Role
from tests.room.votes.voting import open_vote, round_of, send
from tests.support.after_the_end import end_for_good
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Staff, took
from tests.support.scene import make_person, make_staff_seat

MEMBERS = 5
WORDS = {
    "at it": r"\d+ af (\d+) er her",
    "take part": r"(?:\d+) af (\d+) er færdige",
    "can vote": r"\d+ af (\d+) har stemt",
    "have voted": r"(\d+) af \d+ har stemt",
    "came": r"(\d+) var med i dag",
    "persons": r"(\d+) personer",
    "voted": r"(\d+) stemte\.",
    "said": r"\d+ af (\d+) følte sig hørt",
}
"""How a place says a number."""


def said(page: Page) -> dict[str, set[int]]:
    """Every number of people that a page gives, by what it counts."""
    text = " ".join(page.text.split())
    found = {what: {int(number) for number in re.findall(words, text)} for what, words in WORDS.items()}
    return {what: numbers for what, numbers in found.items() if numbers}


async def places(cast: Cast) -> dict[str, dict[str, set[int]]]:
    """What phone, desk and projector say now."""
    ada, screen = await cast.ada(), await cast.cleo()
    pages = {
        "phone": await cast.devices["Medlem 1"].look(),
        "desk": await ada.desk(),
        "wall": await screen.page(f"/screen/{cast.meeting.screen_token}"),
    }
    return {place: said(page) for place, page in pages.items()}


async def meet(cast: Cast) -> Staff:
    """Five patients and an observer; Leo comes; the leader of the hospital has a seat on the board, and stays away."""
    await cast.guests_join(MEMBERS)
    await cast.olga()
    async with cast.database.begin() as session:
        lis = await make_person(session, f"lis-{cast.board.id}@region.test", "Lis Krogh", "Direktør")
        await make_staff_seat(session, await session.get_one(Board, cast.board.id), lis, Role.LEADER)
    query = "UPDATE unit SET leader_id = $1 WHERE id = (SELECT parent_id FROM unit JOIN board ON unit_id = unit.id"
    await rows(cast.database.url, f"{query} WHERE board.id = $2)", lis.id, cast.board.id)
    leo = await cast.leo()
    leo.meeting = cast.meeting.public_id
    await leo.look()
    return leo


async def vote(cast: Cast, leo: Staff, ideas: list[str]) -> None:
    round_id = (await round_of(cast))["public_id"]
    for number in range(1, MEMBERS + 1):
        assert took(await send(cast.devices[f"Medlem {number}"], round_id, {ideas[0]: 1}))
    assert took(await send(leo, round_id, {ideas[0]: 1}))


@pytest.mark.long
async def test_every_place_counts_the_same_people(cast: Cast) -> None:
    """A leader who votes is somebody who is here; one who never comes is counted nowhere; an observer neither votes nor
    is done."""
    leo = await meet(cast)
    joined, taking_part = MEMBERS + 2, MEMBERS + 1
    there, counted = {"at it": {joined}}, {"take part": {taking_part}}
    assert await places(cast) == {"phone": there, "desk": there | counted, "wall": there | counted}
    ideas = await open_vote(cast, 1)  # by Ben, who comes now
    joined, taking_part = joined + 1, taking_part + 1
    there = {"at it": {joined}, "can vote": {taking_part}, "have voted": {0}}
    assert await places(cast) == dict.fromkeys(("phone", "desk", "wall"), there)
    await vote(cast, leo, ideas)
    assert {numbers["have voted"].pop() for numbers in (await places(cast)).values()} == {MEMBERS + 1}
    ada = await cast.ada()
    assert took(await ada.phase("result"))
    assert took(await ada.phase("close"))
    for member in (leo, *(cast.devices[f"Medlem {number}"] for number in range(1, MEMBERS + 1))):
        assert took(await member.post(f"{member.room}/heard", {"heard": "yes"}))
    assert [numbers["came"] for numbers in (await places(cast)).values()] == [{joined}] * 3
    await end_for_good(cast)
    over = {"came": {joined}, "said": {MEMBERS + 1}}
    assert [{what: numbers[what] for what in over} for numbers in (await places(cast)).values()] == [over] * 3
    minutes = said(await ada.page(f"{ada.room}/minutes"))
    assert minutes == {"persons": {joined}, "voted": {MEMBERS + 1}, "said": {MEMBERS + 1}}


async def test_a_leader_who_comes_while_people_vote_is_one_more_who_can(cast: Cast) -> None:
    leo = await cast.leo()
    await leo.page(f"/b/{cast.board.public_id}")  # so that he has a seat on the board, which may vote
    await cast.guests_join(MEMBERS)
    await open_vote(cast, 1)
    stream = await cast.devices["Medlem 1"].stream()
    await stream.sees(f"0 af {MEMBERS + 1} har stemt")
    leo.meeting = cast.meeting.public_id
    await leo.look()
    await stream.sees(f"0 af {MEMBERS + 2} har stemt")
    await leo.look()
    assert (await round_of(cast))["eligible"] == MEMBERS + 2, "and only once"
    await stream.close()


async def test_a_leader_who_looks_early_comes_when_it_begins(cast: Cast) -> None:
    """With the page that they have open, and without doing anything there; nobody counts them before."""
    await rows(
        cast.database.url,
        "UPDATE meeting SET in_lobby = true, phase_no = 1, starts_at = now() + interval '1 year' WHERE id = $1",
        cast.meeting.id,
    )
    (ben,), ada, leo = await cast.guests_join(1), await cast.ada(), await cast.leo()
    leo.meeting = cast.meeting.public_id
    stream = await leo.stream()
    assert {numbers["at it"].pop() for numbers in (await places(cast)).values()} == {1}
    assert took(await ada.post(f"{ada.room}/begin"))
    await stream.sees("Trin ")
    assert stream.page.body.get("data-acted") is not None, "so the page asks for its own elements"
    await stream.fetch_mine()
    assert {numbers["at it"].pop() for numbers in (await places(cast)).values()} == {2}
    await stream.close()
    assert took(await ada.phase("close"))
    await end_for_good(cast)
    assert said(await ada.page(f"{ada.room}/minutes"))["persons"] == {2}
    assert "Leo Bach" in (await ada.page(f"{ada.room}/minutes")).text
    assert ben.meeting == leo.meeting


async def test_whoever_reads_is_here(cast: Cast) -> None:
    """Without a script a page follows nothing; it does not tell its reader that they are away."""
    ben, rie = await cast.ben(), await cast.rie()
    for who in (ben, rie):
        assert "1 af 2 er her" in (await who.look()).text
    assert "0 af 2 er her" in (await (await cast.ada()).desk()).text, "nobody's page is open"


async def test_whoever_opens_a_page_without_a_script_is_here_for_a_while(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For others too: their page asks for a picture that is nothing. So does one on pause for where the meeting is."""
    ben, rie, ada = await cast.ben(), await cast.rie(), await cast.ada()
    asked = re.findall(r'<noscript><img src="([^"]+)"', (await ben.look()).source)
    desk = await ada.stream(f"{ada.room}/desk")
    await desk.sees("0 af 2 er her")
    assert (await ben.get(asked[0])).status_code == 204
    await desk.sees("1 af 2 er her")
    assert took(await rie.get(f"{rie.room}/where"))
    await desk.sees("2 af 2 er her")
    monkeypatch.setattr("server.live.hub.GRACE", timedelta(0))
    stream = await ben.stream()
    await stream.close()
    await desk.sees("1 af 2 er her")
    monkeypatch.setattr("server.live.hub.UNFOLLOWED", timedelta(0))
    assert took(await rie.get(f"{rie.room}/where"))
    await desk.sees("0 af 2 er her")
    await desk.close()


async def test_who_was_removed_came_if_their_vote_counts_and_did_not_if_they_sat_twice(cast: Cast) -> None:
    """Removing a seat changes no figure of the vote, so it changes none that is compared with it."""
    leo = await meet(cast)
    twice = await cast.member("Medlem 1, igen")
    ada = await cast.ada()
    assert took(await ada.remove((await twice.look()).at("seat")))
    ideas = await open_vote(cast, 1)
    await vote(cast, leo, ideas)
    assert took(await ada.remove((await cast.devices["Medlem 2"].look()).at("seat")))
    assert took(await ada.phase("close"))
    came = MEMBERS + 3
    assert [numbers["came"] for numbers in (await places(cast)).values()] == [{came}] * 3
    await end_for_good(cast)
    assert took(await ada.remove((await cast.devices["Medlem 3"].look()).at("seat")))
    assert [numbers["came"] for numbers in (await places(cast)).values()] == [{came}] * 3, "it is over"
    assert said(await ada.page(f"{ada.room}/minutes"))["persons"] == {came}
