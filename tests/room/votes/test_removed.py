"""A seat is taken away while people vote: what it said stays, and neither turnout nor result tells whose it was."""

import pytest

from schemas.voter import voter_key
from server.room.votes.box import Cast as Ballot
from server.room.votes.box import Outcome, write
from tests.room.votes.repeating import Voting
from tests.room.votes.voting import ballots, round_of, send
from tests.support.after_the_end import end_for_good
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took

SAID = "En plads er fjernet, mens I stemte."


def turnout(page: Page) -> str:
    """What the page says about how many have voted."""
    return " ".join(page.element("turnout").text_content().split())


async def seat_of(member: Member) -> str:
    """The public id of a member's seat."""
    return str((await member.look()).at("seat"))


async def test_turnout_and_result_are_the_same_whether_the_one_removed_had_voted_or_not(cast: Cast) -> None:
    at = await Voting.begin(cast, 3)
    more = await cast.guests_join(2)
    await at.phase("vote")  # with the seven of them, and Ben
    ada, round_id = await cast.ada(), (await round_of(cast))["public_id"]
    for member in (*at.members, more[0]):
        assert took(await send(member, round_id, {at.ideas[0]: 1}))
    screen = f"/screen/{cast.meeting.screen_token}"
    before = turnout(await ada.desk())
    assert before == "6 af 8 har stemt"
    for gone in (more[0], more[1]):  # one who has voted, one who has not
        assert took(await ada.remove(await seat_of(gone)))
        assert turnout(await ada.desk()) == turnout(await (await cast.cleo()).page(screen)) == before
        assert len(await ballots(cast)) == 6
        assert (await send(gone, round_id, {at.ideas[1]: 1}, 1)).status_code == 404
    await at.phase("result")
    assert "6 har stemt." in (await at.members[0].look()).text
    got = "SELECT voters, dots FROM tally JOIN idea ON idea.id = idea_id WHERE public_id = $1"
    assert [tuple(row) for row in await rows(cast.database.url, got, at.ideas[0])] == [(6, 6)]
    told = await round_of(cast)
    assert (told["eligible"], told["voters"]) == (8, 6)


async def test_the_desk_says_so_and_offers_to_vote_again_without_the_seat(cast: Cast) -> None:
    at = await Voting.begin(cast, 3)
    ada, first = await cast.ada(), (await round_of(cast))["public_id"]
    desk = await ada.stream(f"{ada.room}/desk")
    assert SAID not in desk.page.text
    for member in at.members:
        assert took(await send(member, first, {at.ideas[0]: 1}))
    assert took(await ada.remove(await seat_of(at.members[0])))
    await desk.sees(SAID)
    assert SAID not in (await at.members[1].look()).text, "it is the coordinator's to know"
    assert took(await ada.submit(desk.page.form("#vote-over")))
    again = await round_of(cast)
    assert again["public_id"] != first
    assert (again["state"], again["eligible"]) == ("open", 5)
    states = "SELECT state FROM round WHERE meeting_id = $1 ORDER BY id"
    assert [row["state"] for row in await rows(cast.database.url, states, cast.meeting.id)] == ["void", "open"]
    await desk.until(lambda page: SAID not in page.text)
    await desk.close()


async def test_a_ballot_on_its_way_when_its_seat_is_removed_is_refused(cast: Cast) -> None:
    """The request has found the seat; then it is taken away; then the box writes."""
    at = await Voting.begin(cast, 2)
    round_ = await round_of(cast)
    gone = "UPDATE seat SET removed_at = now() WHERE public_id = $1"
    public_id = await seat_of(at.members[0])
    seat = (await rows(cast.database.url, "SELECT id FROM seat WHERE public_id = $1", public_id))[0]["id"]
    await rows(cast.database.url, gone, public_id)
    idea = (await rows(cast.database.url, "SELECT id FROM idea WHERE public_id = $1", at.ideas[0]))[0]["id"]
    secret = (await rows(cast.database.url, "SELECT value FROM secret WHERE round_id = $1", round_["id"]))[0]["value"]
    late = Ballot(round_["id"], seat, voter_key(secret, seat), {str(idea): 1}, 0)
    kept = await write(cast.database, [late])
    assert [each.outcome for each in kept] == [Outcome.NOT_A_VOTER]
    assert await ballots(cast) == []


@pytest.mark.parametrize("how", ["removed", "left"])
async def test_what_was_answered_on_leaving_stays_too(how: str, cast: Cast) -> None:
    members = await cast.guests_join(5)
    ada = await cast.ada()
    await ada.phase("close")
    for number, member in enumerate(members):
        assert took(await member.post(f"{member.room}/heard", {"heard": "no" if number else "yes"}))
    if how == "removed":
        assert took(await ada.remove(await seat_of(members[0])))
    else:
        assert took(await members[0].leave())
    await end_for_good(cast)
    stored = await rows(cast.database.url, "SELECT heard FROM meeting WHERE id = $1", cast.meeting.id)
    assert '"yes": 1' in stored[0]["heard"]
    assert '"no": 4' in stored[0]["heard"]
