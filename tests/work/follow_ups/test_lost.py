"""A backup brings back a question without its answers: members are asked again, unless its day has passed."""

from datetime import timedelta

from server.core.change import changing_board
from server.core.losses import LOST, Losses
from server.core.runtime import Runtime
from server.work.follow_ups.hooks import AGAIN, PASSED
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site
from tests.work.follow_ups.scene import all_answer, answer, asked, done, given, since_last

SENTENCE = "Svarene kunne ikke reddes. Svar igen."
SECRET = "SELECT value FROM secret WHERE follow_up_id = $1"


async def lose(cast: Cast, site: Site) -> dict[str, int]:
    """What giving up counts, on the cast's board."""
    runtime: Runtime = site.app.state.runtime
    losses = Losses()
    async with changing_board(runtime, cast.board.id) as change:
        await LOST(change, losses)
    return losses.told


async def test_members_answer_again_and_nobody_counts_half(cast: Cast, site: Site) -> None:
    await done(cast, site)
    members = await all_answer(cast, 2, 1)
    await since_last(cast)
    row = await asked(cast)
    before = await rows(cast.database.url, SECRET, row["id"])
    assert SENTENCE not in (await members[0].look()).text
    assert await lose(cast, site) == {AGAIN: 1}
    assert await given(cast) == []
    after = await rows(cast.database.url, SECRET, row["id"])
    assert len(after) == 1
    assert after != before, "an answer that another copy holds has another key"
    assert SENTENCE in (await members[0].look()).text
    assert took(await answer(members[0], cast, "no"))
    assert SENTENCE not in (await members[0].look()).text
    assert [said for said, _ in await given(cast)] == ["no"]


async def test_a_question_whose_day_has_passed_is_dropped(cast: Cast, site: Site, clock: Clock) -> None:
    await done(cast, site)
    members = await all_answer(cast, 5, 0, ("Ja, det kan mærkes",))
    clock.ahead(timedelta(days=15))
    assert await lose(cast, site) == {PASSED: 1}
    row = await asked(cast)
    assert (row["closed_at"] is not None, row["counts"]) == (True, None)
    assert not await rows(cast.database.url, SECRET, row["id"])
    assert await given(cast) == []
    assert (await answer(members[0], cast, "yes")).status_code == 409
