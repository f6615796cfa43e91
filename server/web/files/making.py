"""Makes files outside the event loop: a process for each, a few at a time, killed once nobody is waiting for it.

Requests for the very same file at the same time share one process. A board has one file in the making; the others it
asks for wait their turn, and only a few may wait, so that no board's files hold up another's.
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
from server.web.turns import give_up_turn

PATIENCE = 20.0
"""Seconds that somebody waits for a file, including their turn; less than a proxy and a person will wait."""
AT_ONCE = 2
"""Processes per server."""
BOARD_MOST, ALL_MOST = 4, 24
"""Files in the making or waiting: for one board, and in all."""
KEEP = 16
"""Finished files to keep for the next request."""
CLASS = re.compile(r"[\w.]{1,80}")
log = structlog.get_logger()


class Busy(Problem):
    """Too many are waiting, or it took too long."""

    status = 503
    retry_after = 20

    def __init__(self) -> None:
        super().__init__(N_("Vi er ved at lave andre filer. Prøv igen om lidt."))


@dataclass(eq=False)
class Job:
    """One file in the making or waiting, and how many requests wait for it."""

    board: int
    task: "asyncio.Task[bytes]"
    askers: int = 0


class Making:
    """The files that one server makes. `await close()` at the end."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._jobs: dict[bytes, Job] = {}
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    @cached_property
    def folder(self) -> Path:
        """A temporary folder in which makers may cache things."""
        return Path(tempfile.mkdtemp(prefix="peerboard-files-"))

    async def make(self, request: Request, board: int, maker: str, told: Any, *, keep: bool = False) -> bytes:
        """What the module `maker` makes from `told` (plain JSON) for the board with this id. With `keep`, it is kept
        for the next request. Raises Busy, ClientDisconnect when the client has gone (the process is then killed unless
        others wait for it too), and RuntimeError if the maker fails."""
        payload = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        name = blake2b(payload, digest_size=16, person=maker.encode()[-16:]).digest()
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        job = self._jobs.get(name) or self._begin(name, board, maker, payload, keep=keep)
        job.askers += 1
        give_up_turn(request)  # the browser may load pages meanwhile; the number of files has limits of its own here
        try:
            return await _unless_gone(request, job.task)
        finally:
            job.askers -= 1
            if not job.askers and not job.task.done():
                del self._jobs[name]  # at once: a new request must not join what is being cancelled
                job.task.cancel()

    async def close(self) -> None:
        """Kill what is in the making, and delete the folder."""
        tasks = [job.task for job in self._jobs.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if "folder" in vars(self):
            shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self, name: bytes, board: int, maker: str, payload: bytes, *, keep: bool) -> Job:
        of_board = sum(job.board == board for job in self._jobs.values())
        if of_board >= BOARD_MOST or len(self._jobs) >= ALL_MOST:
            raise Busy
        job = self._jobs[name] = Job(board, asyncio.create_task(self._in_turn(board, maker, payload), name="file"))

        def ended(task: "asyncio.Task[bytes]") -> None:
            if self._jobs.get(name) is job:
                del self._jobs[name]
            if not task.cancelled() and task.exception() is None and keep:
                self._kept[name] = task.result()
                if len(self._kept) > KEEP:
                    self._kept.popitem(last=False)

        job.task.add_done_callback(ended)
        return job

    async def _in_turn(self, board: int, maker: str, payload: bytes) -> bytes:
        turn = self._turns.setdefault(board, asyncio.Lock())
        try:
            async with asyncio.timeout(PATIENCE), turn, self._room:
                return await _made(maker, self.folder, payload)
        except TimeoutError:
            log.warning("file_took_too_long", maker=maker)
            raise Busy from None


def making_of(request: Request) -> Making:
    """The Making of the server that handles the request."""
    making: Making = request.app.state.making
    return making


async def _made(maker: str, folder: Path, payload: bytes) -> bytes:
    """What the process writes. It has ended by the time this returns or raises. Raises Busy if it ran into its limits,
    RuntimeError if it failed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.web.files.child", maker, str(folder)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PEERBOARD_")},
        start_new_session=True,  # Ctrl-C in the terminal reaches only the server, which then kills it
    )
    try:
        made, errors = await process.communicate(payload)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode == 0:
        return made
    words = errors.decode("ascii", "replace").strip()
    log.error("file_failed", maker=maker, code=process.returncode, error=words if CLASS.fullmatch(words) else None)
    raise Busy if (process.returncode or 0) < 0 or words == "MemoryError" else RuntimeError("a file could not be made")


async def _unless_gone(request: Request, task: "asyncio.Task[bytes]") -> bytes:
    """The task's result. Raises ClientDisconnect as soon as the client has gone."""
    gone = asyncio.create_task(_gone(request), name="gone")
    gone.add_done_callback(lambda over: over.cancelled() or over.exception())
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
    if not task.done():
        gone.result()  # raises if the request's body was at fault
        raise ClientDisconnect
    return task.result()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
