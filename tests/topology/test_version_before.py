"""The version before, as it was released, on the tables of today: a rolling deploy has both, and a way back too."""

import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx2
import pytest

from server.checkout import CHECKOUT
from server.core import clock
from server.core.database import Database
from server.core.revisions import head
from server.ops.embedded import Child, Valkey
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, Staff, took
from tests.support.processes import environment
from tests.support.site import SECRET, free_port
from tests.support.smtp import MailSink
from tests.support.waiting import until

VERSIONS = "schemas/migrations/versions"
SOON = (clock.now() + timedelta(days=20)).date().isoformat()
pytestmark = pytest.mark.slow


def git(*words: str) -> str:
    """What git says, and nothing where it says no."""
    told = subprocess.run(["git", *words], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return told.stdout.strip() if told.returncode == 0 else ""


def version_before() -> str:
    """The newest tag; without one, the commit before the newest migration came."""
    if not shutil.which("git") or not (tag := git("describe", "--tags", "--abbrev=0")):
        made = git("log", "--diff-filter=A", "--format=%H", "--", f"{VERSIONS}/{head()}.py").splitlines()
        return git("rev-parse", "--verify", f"{made[-1]}^") if made else git("rev-parse", "--verify", "HEAD")
    return tag


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The version before, in a folder of its own, on the packages of today."""
    if not (version := version_before()):
        pytest.skip("there is no history here, so nobody knows the version before")
    folder = tmp_path_factory.mktemp("before")
    packed = subprocess.run(["git", "archive", version], cwd=CHECKOUT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    vendor = Path("web/static/vendor")
    shutil.copytree(CHECKOUT / vendor, folder / vendor)
    print(f"the version before is {version}")
    return folder


@pytest.fixture
async def url(
    before: Path, database_url: str, valkey: Valkey, mail_sink: MailSink, tmp_path: Path
) -> AsyncIterator[str]:
    """Where its server answers; its worker runs beside it."""
    port = free_port()
    told = {"public_url": f"http://127.0.0.1:{port}", "smtp_url": mail_sink.url}
    env = environment(database_url, valkey.url, **told)
    children = []
    for name, *words in (("server", "serve", "--port", str(port)), ("worker", "work")):
        command, log = [sys.executable, "-m", "server", *words], tmp_path / f"{name}.log"
        child = Child(name, command, log, at_our_death=signal.SIGKILL)
        child.start(env=env | {"PYTHONPATH": str(before)}, cwd=before)
        children.append(child)
    browser = Member(told["public_url"])
    await until(lambda: _answers(browser, children[0]), seconds=60, what="the version before to answer")
    await browser.close()
    yield told["public_url"]
    for child in children:
        child.stop(signal.SIGTERM, 10)


async def _answers(browser: Member, server: Child) -> bool:
    assert server.alive, server.log.read_text()[-2000:]
    with suppress(httpx2.TransportError):
        return (await browser.get("/healthz")).status_code == 200
    return False


async def test_it_holds_a_meeting_on_todays_tables(
    url: str, database: Database, database_url: str, mail_sink: MailSink
) -> None:
    people = await Cast.gather(url, database, SECRET)
    ada, ben, rie = await people.ada(), await people.ben(), await people.rie()
    assert (await ada.get("/readyz")).status_code == 200
    members = [ben, rie, *await people.guests_join(4)]
    idea = await _meet(ada, members, database_url)
    assert took(await ben.post(f"/ideas/{idea}/follow", {"mail": "ben@home.test"}))
    assert took(await ada.send_to_leader(idea, people.people["Leo"].mail, SOON))
    assert took(await ada.post(f"{ada.room}/end"))
    assert took(await (await people.leo()).answer(idea, "agreed", text="Ja, klokken ti.", owner="Leo Bach"))
    assert took(await rie.post("/login", {"mail": people.people["Ada"].mail}))
    await until(lambda: mail_sink.to(people.people["Ada"].mail), seconds=60, what="its worker to send a mail")
    stored = await rows(database_url, "SELECT status FROM idea WHERE public_id = $1", idea)
    assert [row["status"] for row in stored] == ["agreed"]
    assert [row[0] for row in await rows(database_url, "SELECT sum(dots) FROM tally")] == [len(members)]
    assert not await rows(database_url, "SELECT 1 FROM ballot")
    failed = await rows(database_url, "SELECT kind, last_error FROM job WHERE last_error IS NOT NULL AND attempts > 0")
    assert not failed
    await people.leave()


async def _meet(ada: Staff, members: list[Member], database_url: str) -> str:
    """Ideas, talk, a vote and what was agreed; the idea that was chosen."""
    for number, member in enumerate(members):
        assert took(await member.propose(f"Idé {number}", "Sluk lyset på gangen om aftenen.", key=f"key-{number}"))
        assert took(await member.done())
    assert took(await ada.phase("reveal"))
    idea = str((await rows(database_url, "SELECT public_id FROM idea ORDER BY id"))[0]["public_id"])
    assert took(await ada.phase("discuss"))
    assert took(await members[1].post(f"/ideas/{idea}/comments", {"text": "Det er en god idé.", "key": "word"}))
    assert took(await ada.phase("vote"))
    for member in members:
        assert took(await member.vote({idea: 1}))
    for phase in ("result", "agree"):
        assert took(await ada.phase(phase))
    return idea
