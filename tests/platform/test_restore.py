"""R12: a backup that was taken while people met is put back, and holds every word and nobody's vote."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from schemas.retention import left_out
from server.checkout import CHECKOUT
from server.core import clock, jobs
from server.core.database import Database
from server.core.errors import Away
from server.core.ledger import Erased, Erasure, Ledger
from server.mail.outbox import post
from server.ops.embedded import Postgres, Valkey
from tests.platform.restoring import KEY, Operator, Storm, content, dumped, keys_of, pg_restored
from tests.room.summary.test_heard import closing
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import drop_database, new_database, rows
from tests.support.due import do_due
from tests.support.member import Member, took
from tests.support.site import SECRET, Site
from tests.support.smtp import MailSink
from tests.support.stream import Stream
from tests.support.waiting import until
from tests.workers.scene import until_idle, working

LOST = "Afstemningen kunne ikke reddes. Stem igen."
LOST_ANSWERS = "Svarene kunne ikke reddes. Svar igen."
IDEAS = "SELECT title, text FROM idea ORDER BY title"
OPEN = "SELECT public_id FROM round WHERE board_id = $1 AND state = 'open'"
DAY = timedelta(days=1)
BLOCK = re.compile(r"^```\n(.+?)^```$", re.MULTILINE | re.DOTALL)
OPERATIONS = CHECKOUT / "docs" / "operations.md"


@dataclass
class Lost:
    """What there was before: the file, the storm that blew while it was made, and who was there."""

    file: Path
    operator: Operator
    site: Site
    storm: Storm
    voting: Cast
    closing: Cast
    members: list[Member]
    ideas: list[str]
    follows: Stream
    before: set[str]
    """Titles that were acknowledged before the backup began."""
    keys: set[bytes]
    round: str


@pytest.fixture(scope="module")
async def lost(
    database: Database, valkey: Valkey, template: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Lost]:
    folder = tmp_path_factory.mktemp("operator")
    ledger = {"ledger": str(folder / "ledger"), "ledger_key": KEY}
    site = await Site.at(database.url, valkey.url, **ledger).start()
    operator = Operator(site.settings)
    voting = await Cast.gather(site.url, database, SECRET, mark="-voting")
    writing = await Cast.gather(site.url, database, SECRET, mark="-writing")
    ending = await Cast.gather(site.url, database, SECRET, mark="-closing")
    members = await voting.guests_join(6)
    ada = await voting.ada()
    for number in range(3):
        assert took(await members[number].propose(f"Ro om natten {number}", key=f"ro-{number}"))
    assert took(await ada.phase("reveal"))
    assert took(await ada.phase("vote"))
    query = "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY id"
    ideas = [row["public_id"] for row in await rows(database.url, query, voting.board.id)]
    for member in await closing(ending, 5):
        assert took(await member.post(f"{member.room}/heard", {"heard": "yes"}))
    await _letters(database)
    await voting.link_for("Ada")
    follows = await members[0].stream(members[0].room)
    keys, file = await keys_of(database.url), folder / "monday.dump"
    await do_due(database, site.settings)  # the first minute
    async with Storm.of(await writing.guests_join(3), members[1:], ideas) as storm:
        await until(lambda: storm.ballots and storm.kept, what="the storm to begin")
        before = set(storm.kept)
        said = await operator.well("backup", str(file))
        assert "ballot" in said
        assert storm.ballots > 5, "nobody voted meanwhile"
    keys |= await keys_of(database.url)
    round_ = (await rows(database.url, OPEN, voting.board.id))[0]["public_id"]
    yield Lost(file, operator, site, storm, voting, ending, members, ideas, follows, before, keys, round_)
    await site.stop()


async def _letters(database: Database) -> None:
    """One that was due, one whose link will not work, one that falls due in a while, and a job that would write."""
    async with database.begin() as session:
        await post(session, "ben@home.test", "Nyt", "Der er nyt.", "<due@peerboard>")
        await post(session, "ada@region.test", "Log ind", "http://x/login/abc", "<link@peerboard>")
        await post(session, "rie@home.test", "Senere", "Senere.", "<later@peerboard>", at=clock.now() + DAY)
        await jobs.due(session, "meeting_reminder", 999_999, clock.now() + DAY)


async def test_the_file_holds_nothing_that_tells_who_chose_what(lost: Lost, tmp_path: Path) -> None:
    assert lost.file.stat().st_mode & 0o777 == 0o600
    assert not list(lost.file.parent.glob("*.new"))
    said = await dumped(lost.voting.database.url, lost.file)
    assert not [key for key in lost.keys if key.hex() in said]
    for table in left_out():
        assert f"COPY public.{table} " not in said, table
    # A dump that leaves nothing out is seen to hold them, and one by hand may leave out the same tables.
    whole = await dumped(lost.voting.database.url, tmp_path / "whole.dump")
    assert [key for key in lost.keys if key.hex() in whole]
    assert "already" in await lost.operator.refused("backup", str(lost.file))


async def test_the_chapter_can_be_followed_to_the_letter(lost: Lost, template: Postgres, tmp_path: Path) -> None:
    """Every command of "Back up and restore", as it stands there, with a ledger and a database of its own."""
    chapter = OPERATIONS.read_text().split("## Back up and restore")[1].split("\n## ")[0]
    taken, put_back = [
        block.strip().splitlines() for block in re.findall(r"^```\n(.+?)^```$", chapter, re.MULTILINE | re.DOTALL)
    ]
    empty = await new_database(template, template="template1")
    ledger = {"PEERBOARD_LEDGER": str(tmp_path / "ledger")}
    for line, into in [
        *((each, {}) for each in taken),
        *((each, {"PEERBOARD_DATABASE_URL": empty}) for each in put_back),
    ]:
        name, *words = line.replace("/backup", str(tmp_path)).split()
        assert name == "peerboard"
        assert "FAULT" not in await lost.operator.well(*words, **ledger, **into)
    titles = {row["title"] for row in await rows(empty, IDEAS)}
    assert lost.before <= titles
    assert not await rows(empty, "SELECT 1 FROM job WHERE state = 'held'")
    await drop_database(template, empty)


async def test_it_comes_back(
    lost: Lost, template: Postgres, mail_sink: MailSink, clock_ahead: None, tmp_path: Path
) -> None:
    """Into a database of its own, served at the same address: what was open is void, everything else is there."""
    operator = lost.operator
    assert "in use" in await operator.refused("restore", str(lost.file)), "its own database holds a board"
    empty, plain = [await new_database(template, template="template1") for _ in range(2)]
    to = {"PEERBOARD_DATABASE_URL": empty}
    nowhere = await operator.refused("restore", str(lost.file), **to, PEERBOARD_LEDGER="", PEERBOARD_LEDGER_KEY="")
    assert "--without-erasures" in nowhere
    garbage = tmp_path / "garbage"
    garbage.write_text("no dump")
    await operator.refused("restore", str(garbage), **to)
    await rows(empty, "CREATE TABLE receipts (id int)")
    assert "something else (receipts)" in await operator.refused("restore", str(lost.file), **to)
    await rows(empty, "DROP TABLE receipts")
    await pg_restored(plain, lost.file)

    ledger = Ledger.open(operator.settings)
    assert ledger is not None
    seat = (await rows(plain, "SELECT public_id FROM seat WHERE meeting_id = $1 LIMIT 1", lost.closing.meeting.id))[0][
        0
    ]
    ledger.append(Erasure(Erased.SEAT, clock.now(), seat))
    said = await operator.well("restore", str(lost.file), **to)
    for sentence in ("Erasures done again: 1.", "void: 1", '"Blev du hørt?" are gone: 1', "sign in again: 2"):
        assert sentence in said, said
    assert "1 mail " in said, said
    assert "1 meeting_reminder " in said, said
    found = await rows(empty, IDEAS)
    assert found == await rows(plain, IDEAS)
    assert lost.before <= {row["title"] for row in found}
    before, after = await content(plain), await content(empty)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        *("board", "event", "meeting", "round", "round_idea", "round_voter", "secret", "seat", "attendance"),
        *("browser_session", "session_seat", "job", "mail", "presence", "board_figures", "leader_figures"),
    }, changed
    checks = await operator.well("verify", **to)
    assert "FAULT" not in checks
    await _it_goes_on(lost, empty, mail_sink)
    await _behind(lost, plain)
    await drop_database(template, empty)
    await drop_database(template, plain)


@pytest.fixture
def clock_ahead(clock: Clock) -> None:
    """Two days later."""
    clock.ahead(2 * DAY)


async def _it_goes_on(lost: Lost, url: str, mail_sink: MailSink) -> None:
    """Pages come back by themselves, people vote again, and each letter goes out once."""
    epoch, restored = lost.follows.epoch, Database(url, size=4)
    await restored.start()
    await lost.site.stop()
    site = Site.at(url, lost.site.settings.redis_url, ledger=lost.site.settings.ledger, ledger_key=KEY)
    site.port, site.settings = (
        lost.site.port,
        site.settings.model_copy(update={"public_url": lost.site.settings.public_url, "smtp_url": mail_sink.url}),
    )
    await site.start()
    page = await lost.follows.sees(LOST)
    assert lost.follows.epoch != epoch
    fresh = await lost.members[0].page(lost.members[0].room)
    assert page.element("room").text_content() == fresh.element("room").text_content()
    late = await lost.members[1].post(f"/rounds/{lost.round}/ballot", {"version": 0, f"dots-{lost.ideas[0]}": 1})
    assert late.status_code == 409, "its round is void"
    for member in lost.members:
        assert took(await member.vote({lost.ideas[0]: 1}))
    voting = replace(lost.voting, database=restored)
    ada = await voting.ada()
    assert (await ada.get(ada.room)).status_code == 404, "staff sign in again"
    await ada.press(await voting.link_for("Ada"))
    assert took(await ada.phase("result"))
    assert [row[0] for row in await rows(url, "SELECT max(dots) FROM tally")] == [len(lost.members)]
    closes = await lost.closing.devices["Medlem 2"].look()
    assert LOST_ANSWERS in closes.text
    assert await sent(restored, site, mail_sink) == ["<due@peerboard>"]
    assert "1 meeting_reminder " in await Operator(site.settings).well("restored"), "it is listed again"
    assert "2 are done now" in await Operator(site.settings).well("restored", "--send")
    assert await sent(restored, site, mail_sink) == ["<due@peerboard>", "<later@peerboard>"]
    await lost.follows.close()
    await site.stop()
    await restored.stop()


async def sent(database: Database, site: Site, sink: MailSink) -> list[str]:
    """Which of our letters have gone out, once a worker has done what is due."""
    async with working(site.settings):
        await until_idle(database)
    return sorted(each for each in sink.message_ids if each.endswith("@peerboard>"))


async def _behind(lost: Lost, url: str) -> None:
    """What came back through pg_restore alone is not served before it is settled."""
    settings = lost.site.settings.model_copy(update={"database_url": url})
    site = await Site.at(url, settings.redis_url, ledger=settings.ledger, ledger_key=KEY).start()
    browser = Member(site.url)
    told = await browser.get("/readyz")
    assert (told.status_code, "peerboard restored" in told.text) == (503, True), told.text
    assert (await browser.get("/")).status_code == 503
    due = "SELECT count(*) FROM job WHERE state = 'due'"
    before = await rows(url, due)
    behind = Database(url, size=2)
    await behind.start()
    with pytest.raises(Away):
        await do_due(behind, site.settings)
    assert await rows(url, due) == before, "a worker has used it"
    operator = Operator(settings.model_copy(update={"public_url": site.url}))
    assert "No backup was taken" in await operator.refused("backup", str(lost.file.with_name("no.dump")))
    assert "Boards: 3" in await operator.well("restored")
    await until(lambda: _ready(browser), what="the server to be ready")
    assert (await browser.get("/")).status_code == 200
    assert "2 were dropped" in await operator.well("restored", "--drop")
    assert "nobody put a backup back" in await operator.refused("restored")
    await browser.close()
    await behind.stop()
    await site.stop()


async def _ready(browser: Member) -> bool:
    return (await browser.get("/readyz")).status_code == 200
