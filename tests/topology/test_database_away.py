"""PostgreSQL stops in the middle of a meeting, seen through the proxy as people see it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from server.core.database import Database
from server.ops.embedded import Postgres, Valkey
from tests.faults.world import socket_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.proxy import Proxy, upstream_unix
from tests.support.site import SECRET
from tests.support.smtp import MailSink
from tests.support.waiting import until
from tests.topology.site import House

pytestmark = pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed")


@pytest.fixture
async def line(postgres: Postgres) -> AsyncIterator[Proxy]:
    """The only way that servers and worker have to PostgreSQL."""
    opened = await Proxy(upstream_unix(socket_of(postgres))).start()
    yield opened
    await opened.stop()


async def test_what_needs_no_database_is_there_and_the_rest_says_so(
    line: Proxy, database_url: str, database: Database, valkey: Valkey, mail_sink: MailSink, tmp_path: Path
) -> None:
    url = f"postgresql://peerboard@127.0.0.1:{line.port}/{make_url(database_url).database}"
    house = await asyncio.to_thread(House, tmp_path, url, valkey.url, mail_sink.url)
    await house.worker.start()
    people = await Cast.gather(house.url, database, SECRET)
    ben, guest = await people.ben(), await people.member("Gæst")
    stream = await ben.stream()

    line.cut()
    for path in ("/", "/static/css/base.css", "/was", "/readyz"):
        answer = await guest.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        assert answer.content, path
    refused = [await ben.get(ben.room), await ben.propose("Imens"), await ben.post("/return", {"code": "23456-789AB"})]
    for answer in refused:
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert "prøv igen" in answer.text

    line.heal()
    assert took(await ben.propose("Straks efter"))
    stored = await rows(database_url, "SELECT title FROM idea")
    assert [row["title"] for row in stored] == ["Straks efter"]
    seq = int((await guest.look()).at("at").rpartition(".")[2])
    await stream.reaches(seq)
    assert (await guest.post("/login", {"mail": people.people["Ada"].mail})).status_code == 200
    await until(lambda: mail_sink.to(people.people["Ada"].mail), seconds=30, what="the worker to go on")
    await stream.close()
    await people.leave()
    await house.stop_all()
