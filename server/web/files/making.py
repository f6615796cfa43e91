"""Making files away from the loop: a process for each, few at a time, and ended when nobody waits for it any more.

Whoever asks for the very same file at the same time gets the same one. A board has one at work; what it asks for
besides waits for its turn, and only a few may wait, so that no board's files stand in the way of another's.
"""

import asyncio
import json
import os
import re
import shutil
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import structlog
from starlette.requests import ClientDisconnect, Request

from server.checkout import CHECKOUT
from server.core.errors import N_, Problem
from server.web.rate_limits import give_up_turn

PATIENCE = 20.0
"""Seconds that somebody waits for a file, their turn included; shorter than a proxy's and a person's."""
AT_ONCE = 2
"""Processes of one server."""
BOARD_MOST, ALL_MOST = 4, 24
"""Files that are made or waited for: of one board, and in all."""
KEEP = 16
"""Files that are kept for who asks next."""
CLASS = re.compile(r"[\w.]{1,80}")
log = structlog.get_logger()


class Busy(Problem):
    """Others are before it, or it took too long."""

    status = 503
    retry_after = 20

    def __init__(self) -> None:
        super().__init__(N_("Vi er ved at lave andre filer. Prøv igen om lidt."))


@dataclass(eq=False)
class Job:
    """One file on its way, and how many wait for it."""

    board: int
    task: "asyncio.Task[bytes]"
    askers: int = 0


class Making:
    """The files that one server makes. `close()` ends what is at work."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._jobs: dict[bytes, Job] = {}
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    @cached_property
    def folder(self) -> Path:
        """Where makers keep what they need not make again."""
        return Path(tempfile.mkdtemp(prefix="peerboard-files-"))

    async def make(self, request: Request, board: int, maker: str, told: Any, *, keep: bool = False) -> bytes:
        """What `maker` makes of `told` (plain JSON) for the board with this id; the same again at once if it may `keep`
        it. Raises Busy, and ClientDisconnect when whoever asked has gone: then it is ended, unless others wait too."""
        said = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        name = blake2b(said, digest_size=16, person=maker.encode()[-16:]).digest()
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        job = self._jobs.get(name) or self._begin(name, board, maker, said, keep=keep)
        job.askers += 1
        give_up_turn(request)  # a page may be looked at meanwhile; how many files may be asked for is bounded here
        try:
            return await _unless_gone(request, job.task)
        finally:
            job.askers -= 1
            if not job.askers and not job.task.done():
                del self._jobs[name]  # at once: who asks now must not get what is being ended
                job.task.cancel()

    async def close(self) -> None:
        """End what is at work, and leave nothing behind."""
        tasks = [job.task for job in self._jobs.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if "folder" in vars(self):
            shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self, name: bytes, board: int, maker: str, said: bytes, *, keep: bool) -> Job:
        of_board = sum(job.board == board for job in self._jobs.values())
        if of_board >= BOARD_MOST or len(self._jobs) >= ALL_MOST:
            raise Busy
        job = self._jobs[name] = Job(board, asyncio.create_task(self._in_turn(board, maker, said), name="file"))

        def ended(task: "asyncio.Task[bytes]") -> None:
            if self._jobs.get(name) is job:
                del self._jobs[name]
            if not task.cancelled() and task.exception() is None and keep:
                self._kept[name] = task.result()
                if len(self._kept) > KEEP:
                    self._kept.popitem(last=False)

        job.task.add_done_callback(ended)
        return job

    async def _in_turn(self, board: int, maker: str, said: bytes) -> bytes:
        turn = self._turns.setdefault(board, asyncio.Lock())
        try:
            async with asyncio.timeout(PATIENCE), turn, self._room:
                return await _made(maker, self.folder, said)
        except TimeoutError:
            log.warning("file_took_too_long", maker=maker)
            raise Busy from None


def making_of(request: Request) -> Making:
    """The files of the server that answers."""
    making: Making = request.app.state.making
    return making


async def _made(maker: str, folder: Path, said: bytes) -> bytes:
    """What the process writes. It is ended before this returns, however it returns. Raises Busy where it needed more
    than it may have."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.web.files.child", maker, str(folder)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PEERBOARD_")},
        start_new_session=True,  # a Ctrl-C at the terminal reaches only the server, which ends it
    )
    try:
        made, told = await process.communicate(said)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode == 0:
        return made
    words = told.decode("ascii", "replace").strip()
    log.error("file_failed", maker=maker, code=process.returncode, error=words if CLASS.fullmatch(words) else None)
    raise Busy if (process.returncode or 0) < 0 or words == "MemoryError" else RuntimeError("a file could not be made")


async def _unless_gone(request: Request, task: "asyncio.Task[bytes]") -> bytes:
    """What the task makes. Raises ClientDisconnect as soon as nobody is there to read it."""
    gone = asyncio.create_task(_gone(request), name="gone")
    gone.add_done_callback(lambda over: over.cancelled() or over.exception())
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
    if not task.done():
        gone.result()  # raises what was wrong with what it sent
        raise ClientDisconnect
    return task.result()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
