"""kill -9 of the server while a body answers: once before the answer is stored, once after it is and before they hear
of it. Sent again, it is one answer, whole, and no acknowledged one is lost."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx2
import pytest

from server.core.database import Database
from server.ops.embedded import Valkey
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Staff, took
from tests.support.processes import Server, environment
from tests.support.proxy import Proxy, upstream_tcp
from tests.support.site import SECRET
from tests.support.waiting import until
from tests.work.answers.scene import REASON, above, sent
from tests.work.referrals.scene import ask, referrals

WAITS = """SELECT count(*) FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND state = 'active' AND datname = current_database()"""
WHOLE = """SELECT concat_ws(' ', idea.status, referral.state,
    (SELECT count(*) FROM answer WHERE answer.referral_id = referral.id),
    (SELECT count(*) FROM status_change WHERE idea_id = idea.id AND status = 'declined'),
    (SELECT count(*) FROM event WHERE kind = 'AnswerGiven' AND CAST(data ->> 'idea_id' AS bigint) = idea.id),
    (SELECT cardinality(answered_on) FROM board_figures WHERE board_id = idea.board_id)) FROM referral JOIN idea
ON idea.id = referral.idea_id"""
ANSWER = {"status": "declined", "text": REASON}


@dataclass
class House:
    """A server that may be killed, behind a line that may lose its answers."""

    server: Server
    line: Proxy
    cast: Cast
    url: str

    async def says(self, query: str, wanted: object) -> bool:
        """Whether a query gives this."""
        return bool((await rows(self.url, query))[0][0] == wanted)


@pytest.fixture
async def house(database: Database, database_url: str, valkey: Valkey, logs: Path) -> AsyncIterator[House]:
    """A board with a leader, and Dorthe who leads the hospital."""
    server = Server("answered", environment(database_url, valkey.url), logs)
    line = await Proxy(upstream_tcp(server.port)).start()
    await server.start()
    cast = await Cast.gather(f"http://127.0.0.1:{line.port}", database, SECRET)
    yield House(server, line, cast, database_url)
    await cast.leave()
    server.kill()
    await line.stop()


async def test_an_answer_is_whole_or_not_there(house: House) -> None:
    dorthe, idea = await above(house.cast), await sent(house.cast)
    assert took(await ask(await house.cast.leo(), idea, "Hospitalet"))
    path = f"/referrals/{(await referrals(house.cast, idea))[0]['public_id']}/answer"

    # It waits for the board when the server dies: nothing of it is there.
    holder = await asyncpg.connect(house.url)
    held = holder.transaction()
    await held.start()
    await holder.execute("SELECT 1 FROM board WHERE id = $1 FOR UPDATE", house.cast.board.id)
    lost = asyncio.ensure_future(_try(dorthe, path))
    await until(lambda: house.says(WAITS, 1), what="the answer to wait for the board")
    house.server.kill()
    await held.rollback()
    await holder.close()
    assert await lost is None
    await until(lambda: house.says(WAITS, 0), what="what was left of it to end")
    assert await house.says(WHOLE, "elsewhere sent 0 0 0 0")
    await house.server.start()

    # It is stored, and the server dies before the body hears of it.
    house.line.half_open()
    unheard = asyncio.ensure_future(_try(dorthe, path))
    whole = "declined answered 1 1 1 1"
    await until(lambda: house.says(WHOLE, whole), what="the answer to be stored")
    house.server.kill()
    house.line.reset()
    assert await unheard is None
    house.line.heal()
    await house.server.start()
    assert took(await dorthe.post(path, ANSWER)), "sent again, it was answered so already"
    assert await house.says(WHOLE, whole)


async def _try(dorthe: Staff, path: str) -> httpx2.Response | None:
    """Send the answer; None when no word comes back."""
    try:
        return await dorthe.post(path, ANSWER)
    except httpx2.HTTPError:
        return None
