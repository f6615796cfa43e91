"""S8 and S9: real processes, a whole story with marked names and texts, also one that fails; then their logs, Redis and
the database's own log are searched for the marks."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from schemas.roles import Role
from server.core import clock
from server.core.database import Database
from server.ops.embedded import Postgres, Valkey
from tests.support.cast import Cast
from tests.support.clock import Clock, to_office_hours
from tests.support.databases import rows
from tests.support.member import took
from tests.support.processes import Server, Worker, environment
from tests.support.site import SECRET
from tests.support.smtp import MailSink
from tests.support.waiting import until

MARKS = {
    "name": "Zqnavn",
    "organisation": "Zqforening",
    "title": "Zqtitel om natten",
    "text": "Zqtekst om morgenen",
    "answer": "Zqsvar fra ledelsen som er langt nok",
    "mail": "zqmail@example.org",
    "code": "ZQKODE22",
    "query": "zqquery",
    "path": "zqpath",
    "cookie": "zqcookie",
}


@dataclass
class Story:
    """What was told, and where it may have left traces."""

    logs: dict[str, str]
    redis: dict[str, list[bytes]]
    secrets: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
async def story(
    database_url: str,
    database: Database,
    valkey: Valkey,
    postgres: Postgres,
    clock_file: Clock,
    tmp_path_factory: pytest.TempPathFactory,
) -> Story:
    clock_file.ahead(to_office_hours(clock.now()))  # news goes in open hours only
    folder = tmp_path_factory.mktemp("told")
    sink = await MailSink().start()
    env = environment(database_url, valkey.url, smtp_url=sink.url, log_level="debug")
    server, worker = Server("server", env, folder), Worker("worker", env, folder)
    await server.start()
    await worker.start()
    async with Redis.from_url(valkey.url) as redis:
        await redis.flushall()
        heard = await listening(redis)
        secrets = await tell(server, database, sink)
        kept = await dump(redis)
        kept["said on channels"] = [message["data"] async for message in said(heard)]
        await heard.aclose()  # type: ignore[no-untyped-call]
    worker.stop()
    server.stop()
    await sink.stop()
    logs = {path.name: path.read_text("utf-8", "replace") for path in folder.glob("*.log")}
    logs["postgres.log"] = (postgres.folder / "postgres.log").read_text("utf-8", "replace")
    clock_file.run()
    return Story(logs, kept, secrets)


async def tell(server: Server, database: Database, sink: MailSink) -> set[str]:
    """A meeting, an answer, mails, wrong codes, failures. Returns every secret that was used."""
    cast = await Cast.gather(server.url, database, SECRET, mark="-zqmail")
    ada, leo = await cast.ada(), await cast.leo()
    ben = await cast.member(MARKS["name"], Role.PATIENT)
    await ben.post(f"/j/{cast.meeting.join_token}", {"role": "patient", "organisation": MARKS["organisation"]})
    stream, desk = await ben.stream(), await ada.stream(f"{ada.room}/desk")
    assert took(await ben.propose(MARKS["title"], MARKS["text"]))
    assert (await ben.propose(MARKS["title"] + " 010190-1234")).status_code == 422
    await ada.phase("reveal")
    await stream.sees(MARKS["title"])
    idea = (await rows(database.url, "SELECT public_id FROM idea WHERE title = $1", MARKS["title"]))[0]["public_id"]
    await ada.phase("vote")
    assert took(await ben.vote({idea: 2}))
    await ada.phase("result")
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    assert took(await ben.post(f"/ideas/{idea}/follow", {"mail": MARKS["mail"]}))
    letters = await until(lambda: sink.to(MARKS["mail"]), what="the letter that asks")
    assert isinstance(letters, list)
    link = re.search(r"/follow/([\w-]+)", letters[0].text)
    assert link
    assert took(await ben.post(f"/follow/{link[1]}", {"do": "yes"}))
    assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, day))
    given = {"text": MARKS["answer"], "owner": MARKS["name"], "from": "review"}
    assert took(await leo.answer(idea, "agreed", **given))
    await until(lambda: len(sink.to(MARKS["mail"])) > 1, what="the letter with the news")
    cleo = await cast.cleo()
    assert took(await cleo.post("/login", {"mail": cast.people["Leo"].mail}))
    assert (await cleo.post("/code", {"code": MARKS["code"]})).status_code == 404
    assert (await cleo.post("/return", {"code": MARKS["code"] + "AA"})).status_code == 404
    for path in (f"/?q={MARKS['query']}", f"/j/{MARKS['path']}", f"/{MARKS['path']}", f"/login/{MARKS['path']}"):
        await cleo.get(path, headers={"Cookie": f"peerboard={MARKS['cookie']}", "Referer": MARKS["query"]})
    await cleo.get(f"/m/{MARKS['path']}", headers={"Authorization": f"Bearer {MARKS['cookie']}"})
    await fail(cast, database)
    await stream.close()
    await desk.close()
    used = {cast.meeting.code, cast.meeting.join_token, cast.meeting.screen_token, link[1], SECRET}
    used |= {cookie.value or "" for who in cast.devices.values() for cookie in who.http.cookies.jar}
    used |= set(re.findall(r"Din returkode er ([\w-]+)", (await ben.land()).text))
    used |= {row["result_token"] for row in await rows(database.url, "SELECT result_token FROM round")}
    await cast.leave()
    return used - {""}


async def fail(cast: Cast, database: Database) -> None:
    """A page and a job that end in an error whose words hold a mark."""
    ben = await cast.member(MARKS["name"])
    trap = f"""CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{MARKS["text"]} %', new; END $$"""
    await rows(database.url, trap)
    await rows(database.url, "CREATE TRIGGER trap BEFORE INSERT ON idea FOR EACH ROW EXECUTE FUNCTION trap()")
    assert (await ben.propose(MARKS["title"], MARKS["text"])).status_code == 500
    await rows(database.url, "DROP TRIGGER trap ON idea")
    await rows(database.url, "CREATE TRIGGER trap BEFORE UPDATE ON mail FOR EACH ROW EXECUTE FUNCTION trap()")
    assert took(await (await cast.cleo()).post("/login", {"mail": cast.people["Leo"].mail}))
    query = "SELECT 1 FROM job WHERE kind = 'mail' AND last_error IS NOT NULL"
    await until(lambda: rows(database.url, query), what="a job to fail")
    await rows(database.url, "DROP TRIGGER trap ON mail")


async def listening(redis: Redis) -> PubSub:
    heard = redis.pubsub()
    await heard.psubscribe("*")
    return heard


async def said(heard: PubSub) -> AsyncIterator[dict[str, bytes]]:
    """What was said on channels since."""
    while (message := await heard.get_message(timeout=0.2)) is not None:
        if message["type"] == "pmessage":
            yield message


READ = {
    b"string": lambda redis, key: redis.get(key),
    b"list": lambda redis, key: redis.lrange(key, 0, -1),
    b"zset": lambda redis, key: redis.zrange(key, 0, -1),
    b"set": lambda redis, key: redis.smembers(key),
    b"hash": lambda redis, key: redis.hgetall(key),
}


async def dump(redis: Redis) -> dict[str, list[bytes]]:
    """Every key and what stands there."""
    kept: dict[str, list[bytes]] = {}
    for key in await redis.keys("*"):
        value = await READ[await redis.type(key)](redis, key)
        kept[key.decode()] = value if isinstance(value, list) else [value]
    return kept


def test_the_story_was_logged_and_failed_as_it_should(story: Story) -> None:
    server, worker = story.logs["server.log"], story.logs["worker.log"]
    assert '"route": "/m/{meeting}/ideas"' in server
    assert '"status": 500' in server
    assert "RaiseError" in server or "DBAPIError" in server or "InternalServerError" in server
    assert '"kind": "mail"' in worker
    assert len(server.splitlines()) > 30


@pytest.mark.parametrize("what", MARKS)
def test_no_log_holds(what: str, story: Story) -> None:
    mark = MARKS[what].lower()
    found = [
        f"{name}: {line[:300]}" for name, log in story.logs.items() for line in log.splitlines() if mark in line.lower()
    ]
    assert not found


def test_no_log_holds_a_secret_or_an_address(story: Story) -> None:
    assert len(story.secrets) > 6
    for name, log in story.logs.items():
        assert not [secret for secret in story.secrets if secret in log], name
        if name != "postgres.log":
            assert "127.0.0.1" not in log.replace("http://127.0.0.1", ""), name
            assert "@" not in log, name


def test_every_line_of_ours_is_json(story: Story) -> None:
    for name in ("server.log", "worker.log"):
        for line in story.logs[name].splitlines():
            json.loads(line)


def test_redis_holds_numbers_and_json_without_a_mark(story: Story) -> None:
    values = [value for found in story.redis.values() for value in found]
    assert len(values) > 10, "nothing was seen"
    assert any(key.startswith("LIMITS") for key in story.redis), "wrong codes are not counted there"
    for key, found in story.redis.items():
        for value in (key.encode(), *found):
            text = value.decode("utf-8").lower()
            assert not [mark for mark in MARKS.values() if mark.lower() in text], text
            assert not [secret for secret in story.secrets if secret.lower() in text], text
            assert not re.search(r"\d+\.\d+\.\d+\.\d+", key), "an address"
    for key, found in story.redis.items():
        for value in found:
            if not key.startswith("peerboard:jobs"):  # the queue's members are arq's own random ids
                json.loads(value)
