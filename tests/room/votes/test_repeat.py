"""A vote may be repeated: what the newest counted round chose holds everywhere, and nothing of those before it."""

import pytest

from tests.room.paper.writing import enter, scribe
from tests.room.votes.repeating import Voting
from tests.room.votes.voting import round_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

AGAIN = "Peerboardet stemte igen. Idéen blev ikke valgt denne gang."


async def test_what_the_new_round_did_not_choose_is_taken_back_everywhere(cast: Cast) -> None:
    at = await Voting.begin(cast)
    ben = await cast.ben()
    old = (await round_of(cast))["result_token"]
    await at.all_choose(0, 1)
    assert await at.statuses() == ["prioritised", "prioritised", "proposed", "proposed"]
    assert took(await (await cast.ada()).voting(method="approval", dots=5, most=3, own=1, leaders=1))
    story, progress = await ben.stream(f"/ideas/{at.ideas[0]}"), await ben.stream(f"/b/{cast.board.public_id}/progress")
    await at.phase("vote")
    await at.all_choose(1, 2)
    assert await at.statuses() == ["proposed", "prioritised", "prioritised", "proposed"]
    await story.sees(AGAIN)
    assert "Ada Holm" not in story.page.text, "a round is nobody's"
    chosen = progress.page.select("//*[@id='column-prioritised']//article")
    assert {card.get("id") for card in chosen} == {f"idea-{at.ideas[1]}", f"idea-{at.ideas[2]}"}
    assert AGAIN not in (await ben.page(f"/ideas/{at.ideas[1]}")).text
    room, screen = await ben.look(), await ben.page(f"/screen/{cast.meeting.screen_token}")
    for page in (room, screen):
        shown = [row.get("id") for row in page.select("//tr[starts-with(@id, 'result-')]")]
        assert shown == [f"result-{at.ideas[1]}", f"result-{at.ideas[2]}"]
    assert "5 krydser" in room.text
    new = (await round_of(cast))["result_token"]
    sheets = [(await ben.get(f"/result/{token}.csv")).text for token in (old, new)]
    assert sheets[0] == sheets[1], "an address of an earlier round answers with the newest"
    assert [line.rsplit(";", 1)[1] for line in sheets[0].splitlines()[1:]] == ["5", "5", "0", "0"]
    await story.close()
    await progress.close()


async def test_what_was_set_by_hand_or_has_moved_on_stays(cast: Cast) -> None:
    at = await Voting.begin(cast, 5)
    await at.all_choose(0, 1, 2)
    await at.by_hand(0, "proposed", "prioritised")
    await at.by_hand(0, "prioritised", "proposed")
    await at.by_hand(3, "prioritised", "proposed")
    await at.to_leader(1)
    await at.phase("vote")
    await at.all_choose(4)
    assert await at.statuses() == ["prioritised", "review", "proposed", "prioritised", "prioritised"]


@pytest.mark.parametrize("give_up", ["propose", "vote", "end"])
async def test_a_repeat_that_is_given_up_leaves_the_old_result(give_up: str, cast: Cast) -> None:
    at = await Voting.begin(cast)
    old = (await round_of(cast))["result_token"]
    await at.all_choose(0)
    ben, ada = await cast.ben(), await cast.ada()
    sheet = (await ben.get(f"/result/{old}.csv")).text
    await at.phase("vote")
    voided = await round_of(cast)
    assert took(await send(ben, voided["public_id"], {at.ideas[3]: 3}))
    if give_up == "end":
        assert took(await ada.post(f"{ada.room}/end"))
        page = await ben.look()
        assert [row.get("id") for row in page.select("//tr[starts-with(@id, 'result-')]")] == [f"result-{at.ideas[0]}"]
    elif give_up == "vote":
        await at.phase("vote", "propose")
    else:
        await at.phase("propose")
    assert await at.statuses() == ["prioritised", "proposed", "proposed", "proposed"]
    assert (await ben.get(f"/result/{voided['result_token']}.csv")).status_code == 404
    assert ";5;5" in sheet
    assert (await ben.get(f"/result/{old}.csv")).text == sheet
    states = await rows(cast.database.url, "SELECT state FROM round WHERE meeting_id = $1 ORDER BY id", cast.meeting.id)
    assert states[0]["state"] == "closed"
    assert {row["state"] for row in states[1:]} == {"void"}


async def test_a_new_vote_may_be_about_the_chosen_ideas_only(cast: Cast) -> None:
    at = await Voting.begin(cast)
    ada, ben = await cast.ada(), await cast.ben()
    await at.all_choose(0, 1)
    desk = await ada.stream(f"{ada.room}/desk")
    assert "Om alle 4 idéer." in desk.page.element("again").text_content()
    assert took(await ada.voting(method="dots", dots=1, most=1, own=1, leaders=1, on="chosen"))
    await desk.until(lambda page: "Om de 2 idéer, I valgte sidst." in page.element("again").text_content())
    assert "1 prik til hver, højst 1 på én idé." in desk.page.element("rules").text_content()
    again = desk.page.form("#again")
    assert took(await ada.submit(again)), "to vote again is one press"
    on_ballot = [name for name, _ in (await ben.look()).form("#ballot").form_values() if name.startswith("dots-")]
    assert sorted(on_ballot) == sorted(f"dots-{idea}" for idea in at.ideas[:2])
    round_id = (await round_of(cast))["public_id"]
    assert (await send(ben, round_id, {at.ideas[2]: 1})).status_code == 422
    await at.all_choose(1)
    assert await at.statuses() == ["proposed", "prioritised", "proposed", "proposed"]
    assert took(await ada.voting(method="dots", dots=5, most=3, own=1, leaders=1)), "what is not said stays"
    await desk.sees("Om den 1 idé, I valgte sidst.")
    await desk.close()


async def test_where_nothing_was_chosen_all_ideas_are_voted_on_and_the_desk_says_so(cast: Cast) -> None:
    at = await Voting.begin(cast, 3, on="chosen")
    ada = await cast.ada()
    assert len(await rows(cast.database.url, ON_BALLOT, (await round_of(cast))["id"])) == 3
    await at.phase("result")
    assert "Om alle idéer, for ingen er valgt endnu." in (await ada.desk()).element("again").text_content()
    await at.phase("vote")
    assert len(await rows(cast.database.url, ON_BALLOT, (await round_of(cast))["id"])) == 3


ON_BALLOT = "SELECT idea_id FROM round_idea WHERE round_id = $1"


async def test_a_repeat_that_would_tell_how_the_newcomer_votes_has_no_result(cast: Cast) -> None:
    """The sixth comes late. The others vote as before; what changed in the numbers would be the sixth's ballot."""
    at = await Voting.begin(cast)
    ada, ben = await cast.ada(), await cast.ben()
    await at.all_choose(0, 1)
    desk = await ada.stream(f"{ada.room}/desk")
    warned = "kan vi ikke vise et nyt."
    assert warned not in desk.page.text
    late = await cast.member("Ib")
    await desk.until(lambda page: warned in page.element("balance").text_content())
    await at.phase("vote")
    round_ = await round_of(cast)
    assert took(await send(late, round_["public_id"], {at.ideas[3]: 3}))
    await at.all_choose(0, 1)
    round_ = await round_of(cast)
    assert (round_["state"], round_["voters"], round_["detail"]) == ("closed", 6, "nothing")
    assert not await rows(cast.database.url, "SELECT 1 FROM tally WHERE round_id = $1", round_["id"])
    why = "Færre end fem er kommet til eller gået, siden I stemte sidst."
    for page in (await ben.look(), await ada.desk()):
        assert why in page.text
        assert "Derfor gælder det forrige resultat." in page.text
        shown = [row.get("id") for row in page.select("//tr[starts-with(@id, 'result-')]")]
        assert shown == [f"result-{at.ideas[0]}", f"result-{at.ideas[1]}"]
    assert await at.statuses() == ["prioritised", "prioritised", "proposed", "proposed"]
    sheet = (await ben.get(f"/result/{round_['result_token']}.csv")).text
    assert [line.rsplit(";", 1)[1] for line in sheet.splitlines()[1:]] == ["5", "5", "0", "0"]
    await cast.guests_join(4)
    await desk.until(lambda page: warned not in page.text, what="five have come since that result")
    await desk.close()


async def test_slips_on_paper_may_be_other_people_than_last_time(cast: Cast) -> None:
    """One who voted on paper may have gone, and another come: their ballots would be what is left by subtraction."""
    at = await Voting.begin(cast)
    finn, ada = await scribe(cast), await cast.ada()
    assert took(await enter(finn, (await round_of(cast))["public_id"], {at.ideas[2]: 1}))
    await at.all_choose(0, 1)
    assert ((await round_of(cast))["detail"], (await round_of(cast))["voters"]) == ("exact", 6)
    assert "kan vi ikke vise et nyt." in (await ada.desk()).element("balance").text_content()
    await at.phase("vote")
    assert took(await enter(finn, (await round_of(cast))["public_id"], {at.ideas[3]: 1}))
    await at.all_choose(0, 1)
    again = await round_of(cast)
    assert (again["voters"], again["detail"]) == (6, "nothing")
    assert not await rows(cast.database.url, "SELECT 1 FROM tally WHERE round_id = $1", again["id"])
    assert "Nogen har stemt på papir. Vi ved ikke, om de også stemte sidst." in (await (await cast.ben()).look()).text
