"""Taking one's own idea back, until a leader has it or a vote is open."""

from datetime import timedelta

from server.core import clock
from tests.room.votes.voting import open_vote
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took


async def status_of(cast: Cast, idea: str) -> str:
    return str((await rows(cast.database.url, "SELECT status FROM idea WHERE public_id = $1", idea))[0]["status"])


async def test_a_withdrawn_idea_is_nowhere(cast: Cast) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    for title in ("Bliver", "Forsvinder"):
        assert took(await ben.propose(title))
    found = await rows(cast.database.url, "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY id", cast.board.id)
    idea = found[1]["public_id"]
    for _ in range(2):
        assert took(await ben.post(f"/ideas/{idea}/withdrawal")), "twice is once"
    lines = (
        "SELECT 1 FROM status_change JOIN idea ON idea.id = idea_id WHERE public_id = $1 AND status_change.status = $2"
    )
    assert len(await rows(cast.database.url, lines, idea, "withdrawn")) == 1
    await ada.phase("reveal")
    for page in (await rie.look(), await ada.desk(), await ben.look()):
        assert "Bliver" in page.text
        assert "Forsvinder" not in page.text
    numbers = await rows(cast.database.url, "SELECT number FROM idea WHERE public_id = $1", idea)
    assert numbers[0]["number"] is None


async def test_it_waits_while_a_vote_with_it_is_open(cast: Cast) -> None:
    idea, _ = await open_vote(cast)
    ada, ben = await cast.ada(), await cast.ben()
    assert (await ben.post(f"/ideas/{idea}/withdrawal")).status_code == 409
    assert await status_of(cast, idea) == "proposed"
    await ada.phase("result")
    assert took(await ben.post(f"/ideas/{idea}/withdrawal"))
    assert await status_of(cast, idea) == "withdrawn"


async def test_not_when_a_leader_has_it(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Ro"))
    await ada.phase("reveal")
    found = await rows(cast.database.url, "SELECT public_id FROM idea WHERE board_id = $1", cast.board.id)
    idea = found[0]["public_id"]
    by = (clock.now() + timedelta(days=9)).date().isoformat()
    assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, by))
    answer = await ben.post(f"/ideas/{idea}/withdrawal")
    assert (answer.status_code, "sendt til en leder" in answer.text) == (409, True)
    assert await status_of(cast, idea) == "review"
