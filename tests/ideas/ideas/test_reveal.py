"""The reveal: ideas get their numbers in shuffled order, and numbers go on over the board's meetings."""

from schemas.meeting import Meeting
from server.core import clock
from server.core.change import changing_board
from server.meeting.meetings.commands import new_meeting
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site


async def numbers(cast: Cast, meeting: Meeting) -> list[int]:
    """The numbers of a meeting's ideas in the order they were written."""
    query = "SELECT number FROM idea WHERE meeting_id = $1 ORDER BY id"
    return [row["number"] for row in await rows(cast.database.url, query, meeting.id)]


async def test_numbers_do_not_tell_when_an_idea_was_written(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    for number in range(12):
        assert took(await ben.propose(f"Idé {number}"))
    await ada.phase("reveal")
    given = await numbers(cast, cast.meeting)
    assert sorted(given) == list(range(1, 13))
    assert given != sorted(given), "1 in 479 million by chance"
    await ada.phase("propose")
    assert took(await ben.propose("Senere"))
    await ada.phase("reveal")
    assert await numbers(cast, cast.meeting) == [*given, 13], "who has a number keeps it"


async def test_the_words_and_ids_of_hidden_ideas_are_on_no_page_of_others(cast: Cast) -> None:
    ada, ben, rie, olga = await cast.ada(), await cast.ben(), await cast.rie(), await cast.olga()
    assert took(await ben.propose("hemmelig-titel", "hemmelig-tekst", theme="Overgange"))
    found = await rows(cast.database.url, "SELECT public_id FROM idea WHERE board_id = $1", cast.board.id)
    idea = found[0]["public_id"]
    pages = [await rie.look(), await olga.look(), await ada.look(), await ada.desk()]
    pages += [
        await rie.page(f"/screen/{cast.meeting.screen_token}"),
        await rie.page(f"/b/{cast.board.public_id}/progress"),
    ]
    for page in pages:
        assert "hemmelig" not in page.source
        assert idea not in page.source
    assert "hemmelig-titel" in (await ben.look()).source
    for other in (rie, olga, ada):
        assert (await other.get(f"/ideas/{idea}")).status_code == 404


async def test_numbers_go_on_in_the_next_meeting(cast: Cast, site: Site) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    for title in ("En", "To"):
        assert took(await ben.propose(title))
    await ada.phase("reveal")
    async with changing_board(site.app.state.runtime, cast.board.id or 0) as change:
        later = await new_meeting(change, "Næste møde", clock.now())
    rie = await cast.rie()
    await rie.join(later.join_token, "relative", "Rie")
    assert took(await rie.propose("Tre"))
    ada.meeting = later.public_id
    assert took(await ada.phase("reveal"))
    assert (sorted(await numbers(cast, cast.meeting)), await numbers(cast, later)) == ([1, 2], [3])
