"""An idea that came late: the coordinator takes it in unread, and only the coordinator."""

from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took


async def test_a_late_idea_is_taken_in_and_shown_with_the_next_number(cast: Cast) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    assert took(await ben.propose("I tide"))
    await ada.phase("reveal")
    assert took(await rie.propose("For sent"))
    desk = await ada.desk()
    assert "1 idé venter" in desk.element("late").text_content()
    form = desk.form("/admission")
    for other in (ben, rie, await cast.leo(), await cast.cleo()):
        assert (await other.submit(form)).status_code in {403, 404}
    stream = await ben.stream()
    for _ in range(2):
        assert took(await ada.submit(form)), "twice is once"
    await stream.sees("For sent")
    query = "SELECT title, number, late FROM idea WHERE board_id = $1 ORDER BY number"
    found = [tuple(row) for row in await rows(cast.database.url, query, cast.board.id)]
    assert found == [("I tide", 1, False), ("For sent", 2, False)]
    await stream.close()


async def test_taken_in_during_a_vote_it_is_not_voted_on(cast: Cast) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    assert took(await ben.propose("I tide"))
    for phase in ("reveal", "vote"):
        await ada.phase(phase)
    assert took(await rie.propose("For sent"))
    assert took(await ada.submit((await ada.desk()).form("/admission")))
    ballot = [name for name, _ in (await rie.look()).form("#ballot").form_values() if name.startswith("dots-")]
    assert len(ballot) == 1, "what is voted on was frozen when the vote was opened"
