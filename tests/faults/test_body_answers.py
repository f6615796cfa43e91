"""kill -9 of the server while a body answers: once before the answer is stored, once after it is and before they hear
of it. Sent again, it is one answer, whole, and no acknowledged one is lost."""

import asyncio
from pathlib import Path

import asyncpg
import httpx2

from tests.faults.world import World
from tests.support.member import Staff, took
from tests.support.waiting import until
from tests.work.answers.scene import REASON, above, sent
from tests.work.referrals.scene import ask, referrals

WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND state = 'active'"
WHOLE = """SELECT concat_ws(' ', idea.status, referral.state,
    (SELECT count(*) FROM answer WHERE answer.referral_id = referral.id),
    (SELECT count(*) FROM status_change WHERE idea_id = idea.id AND status = 'declined'),
    (SELECT count(*) FROM event WHERE kind = 'AnswerGiven' AND CAST(data ->> 'idea_id' AS bigint) = idea.id),
    (SELECT cardinality(answered_on) FROM board_figures WHERE board_id = idea.board_id))
FROM referral JOIN idea ON idea.id = referral.idea_id WHERE referral.public_id = $1"""
ANSWER = {"status": "declined", "text": REASON}


async def test_an_answer_is_whole_or_not_there(tmp_path: Path) -> None:
    world = World(tmp_path)
    try:
        await world.start(("server-a",), work=False)
        cast, (server,) = world.people, world.servers
        dorthe = await above(cast)
        idea = await sent(cast)
        assert took(await ask(await cast.leo(), idea, "Hospitalet"))
        referral = (await referrals(cast, idea))[0]["public_id"]
        path = f"/referrals/{referral}/answer"

        # It waits for the board when the server dies: nothing of it is there.
        holder = await asyncpg.connect(world.postgres.url)
        held = holder.transaction()
        await held.start()
        await holder.execute("SELECT 1 FROM board WHERE id = $1 FOR UPDATE", cast.board.id)
        lost = asyncio.ensure_future(_try(dorthe, path))
        await until(lambda: _is(world, WAITS, 1), what="the answer to wait for the board")
        server.kill()
        await held.rollback()
        await holder.close()
        assert await lost is None
        await until(lambda: _is(world, WAITS, 0), what="what was left of it to end")
        assert await world.ask(WHOLE, referral) == "elsewhere sent 0 0 0 0"
        await server.start()

        # It is stored, and the server dies before the body hears of it.
        world.proxies[server.name].half_open()
        unheard = asyncio.ensure_future(_try(dorthe, path))
        whole = "declined answered 1 1 1 1"
        await until(lambda: _is(world, WHOLE, whole, referral), what="the answer to be stored")
        server.kill()
        world.proxies[server.name].reset()
        assert await unheard is None
        world.proxies[server.name].heal()
        await server.start()
        assert took(await dorthe.post(path, ANSWER)), "sent again, it was answered so already"
        assert await world.ask(WHOLE, referral) == whole
    finally:
        await world.stop()


async def _try(dorthe: Staff, path: str) -> httpx2.Response | None:
    """Send the answer; None when no word comes back."""
    try:
        return await dorthe.post(path, ANSWER)
    except httpx2.HTTPError:
        return None


async def _is(world: World, query: str, wanted: object, *values: object) -> bool:
    return await world.ask(query, *values) == wanted
