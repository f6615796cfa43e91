"""Files are made in processes of their own: one at a time for a board, and ended when nobody waits for them."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from server.web.files import making
from server.web.files.making import ALL_MOST, BOARD_MOST, Busy, Making
from tests.platform.running import started_as
from tests.room.minutes.scene import evening
from tests.support.cast import Cast
from tests.support.logs import logged
from tests.support.site import Site
from tests.support.waiting import until

PATIENT = "tests.files.patient"


class Asker:
    """Somebody who asks for a file, and may go away."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()
        self.request = Request({"type": "http"}, self._receive)

    async def _receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}


class Bench:
    """A place to make files in: `marks` says what is at work."""

    def __init__(self, files: Making, marks: Path) -> None:
        self.files, self.marks = files, marks

    def ask(self, name: str, board: int = 1, asker: Asker | None = None, **told: Any) -> "asyncio.Task[bytes]":
        """Ask for a file."""
        said = {"marks": str(self.marks), "name": name, **told}
        return asyncio.ensure_future(self.files.make((asker or Asker()).request, board, PATIENT, said))

    async def begun(self, name: str) -> int:
        """The number of the process that makes it, as soon as it does."""
        await until((self.marks / name).exists, seconds=30, what=f"{name} to be at work")
        return int((self.marks / name).read_text())

    def go(self) -> None:
        """Let all be finished."""
        (self.marks / "go").touch()


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    monkeypatch.setattr(making, "PATIENCE", 600.0)  # where nothing is to take too long, a slow machine may
    files = Making()
    yield Bench(files, tmp_path)
    await files.close()


def lives(process: int) -> bool:
    """Whether a process is there and at work."""
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def at_work() -> list[psutil.Process]:
    """The processes that make files here."""
    return [each for each in psutil.Process().children() if PATIENT in " ".join(started_as(each))]


async def ended(process: int) -> None:
    """Return when a process is gone."""
    await until(lambda: not lives(process), seconds=30, what="the end of the process")


async def test_a_board_has_one_at_work_and_others_need_not_wait_for_it(bench: Bench) -> None:
    first, second, other = bench.ask("first"), bench.ask("second"), bench.ask("other", board=2)
    await bench.begun("first")
    await bench.begun("other")
    assert not (bench.marks / "second").exists()
    bench.go()
    assert [await first, await second, await other] == [b"first", b"second", b"other"]


async def test_only_a_few_may_wait(bench: Bench) -> None:
    asked = [bench.ask(f"{number}") for number in range(BOARD_MOST)]
    await bench.begun("0")
    with pytest.raises(Busy):
        await bench.ask("one more")
    asked += [bench.ask(f"b{number}", board=2 + number) for number in range(ALL_MOST - BOARD_MOST)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await bench.ask("another board's", board=1000)
    await bench.files.close()
    assert {type(each) for each in await asyncio.gather(*asked, return_exceptions=True)} == {asyncio.CancelledError}


async def test_the_same_is_made_once_and_goes_on_while_anybody_waits(bench: Bench) -> None:
    one, other = Asker(), Asker()
    first, second = bench.ask("same", asker=one), bench.ask("same", asker=other)
    process = await bench.begun("same")
    one.gone.set()
    with pytest.raises(ClientDisconnect):
        await first
    assert lives(process)
    bench.go()
    assert await second == b"same"


async def test_what_nobody_waits_for_is_ended_and_can_be_asked_for_again(bench: Bench) -> None:
    asker = Asker()
    asked = bench.ask("left", asker=asker)
    process = await bench.begun("left")
    asker.gone.set()
    with pytest.raises(ClientDisconnect):
        await asked
    again = bench.ask("left")
    await ended(process)
    bench.go()
    assert await again == b"left"


async def test_what_takes_too_long_is_ended(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "PATIENCE", 1.0)
    with pytest.raises(Busy):
        await bench.ask("long")
    assert not at_work(), "it goes on"


async def test_none_outlives_the_server(bench: Bench, tmp_path: Path) -> None:
    asked = bench.ask("last")
    process = await bench.begun("last")
    await bench.files.close()
    await ended(process)
    assert isinstance((await asyncio.gather(asked, return_exceptions=True))[0], asyncio.CancelledError)


async def test_nor_one_that_was_killed(bench: Bench) -> None:
    program = (
        "import asyncio; from tests.files.test_making import *\n"
        f"async def main(): await Bench(Making(), Path({str(bench.marks)!r})).ask('orphan')\n"
        "asyncio.run(main())"
    )
    server = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    process = await bench.begun("orphan")
    os.kill(server.pid, signal.SIGKILL)
    await server.wait()
    await ended(process)


async def test_a_failure_is_ours_and_its_words_stay_out_of_the_log(bench: Bench) -> None:
    with logged() as written, pytest.raises(RuntimeError):
        await bench.ask("broken", fails="kirsten@example.org")
    assert '"error": "LookupError"' in written.getvalue()
    assert "kirsten" not in written.getvalue()


async def test_who_waits_for_a_file_can_look_at_pages_meanwhile(
    cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    at, ada = await evening(cast), await cast.ada()

    async def made(*_: object) -> bytes:
        begun.set()
        await go_on.wait()
        return b"made"

    monkeypatch.setattr(making, "PATIENCE", 600.0)
    monkeypatch.setattr(making, "_made", made)
    await ada.look()
    for file in (f"{at.path}.pdf", f"/b/{cast.board.public_id}/ideas.csv"):
        asked = asyncio.ensure_future(ada.get(file))
        await begun.wait()
        assert not any(taken.at_work for taken in site.app.state.budget.work._taken.values()), "the house waits too"
        looks = asyncio.ensure_future(ada.get(ada.room))
        try:
            await until(looks.done, what="the page")
            assert not asked.done()
        finally:
            go_on.set()
            assert (await asked).content == b"made"
            await looks
        begun.clear()
        go_on.clear()


async def test_who_asks_while_others_are_made_is_told_so(
    cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PATIENCE", 600.0)
    at, ada = await evening(cast), await cast.ada()
    files = (f"{at.path}.pdf", f"/b/{cast.board.public_id}/ideas.csv")
    for file in files:
        assert (await ada.get(file)).status_code == 200
    monkeypatch.setattr(making, "BOARD_MOST", 0)
    site.app.state.making._kept.clear()
    for file in files:
        answer = await ada.get(file)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "Prøv igen om lidt." in answer.text
