"""A database that is backed up while people meet, and what is in the file."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import asyncpg

from schemas.tables import metadata
from server.core.database_address import DatabaseAddress
from server.core.settings import Settings
from server.ops.backup.programs import found, run
from tests.platform.running import peerboard
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.processes import CLOCK

KEY = "k" * 40
"""The ledger's."""


@dataclass
class Operator:
    """Somebody at the command line of a server."""

    settings: Settings

    async def says(self, *words: str, **others: str) -> CompletedProcess[str]:
        """Run one command to its end."""
        names = ("database_url", "redis_url", "secret", "public_url", "ledger", "ledger_key")
        env = {f"PEERBOARD_{name.upper()}": str(getattr(self.settings, name)) for name in names}
        env |= {name: value for name, value in os.environ.items() if name == CLOCK}
        return await asyncio.to_thread(peerboard, *words, **(env | others))

    async def well(self, *words: str, **others: str) -> str:
        """The same, for a command that must do what it is told."""
        done = await self.says(*words, **others)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    async def refused(self, *words: str, **others: str) -> str:
        """The same, for one that must not: its sentence."""
        done = await self.says(*words, **others)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr


@dataclass
class Storm:
    """People who write and vote for as long as it lasts. `kept`: the titles that were acknowledged."""

    kept: list[str] = field(default_factory=list)
    ballots: int = 0

    @classmethod
    @asynccontextmanager
    async def of(cls, writers: list[Member], voters: list[Member], ideas: list[str]) -> AsyncIterator["Storm"]:
        """It blows during the block."""
        storm = cls()
        tasks = [asyncio.ensure_future(storm._write(each)) for each in writers]
        tasks += [asyncio.ensure_future(storm._vote(each, ideas)) for each in voters]
        try:
            yield storm
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task

    async def _write(self, member: Member) -> None:
        for number in range(25):
            title = f"{member.name} mener {number}"
            assert took(await member.propose(title, f"Marie {number} savner ro", key=title.replace(" ", "-")))
            self.kept.append(title)

    async def _vote(self, member: Member, ideas: list[str]) -> None:
        chance = random.Random(member.name)
        while True:
            answer = await member.vote(dict.fromkeys(ideas, 0) | {chance.choice(ideas): 1 + chance.randrange(3)})
            assert took(answer) or answer.status_code == 429, answer.text[:300]
            self.ballots += took(answer)


async def dumped(url: str, file: Path, *words: str) -> str:
    """What a dump says as SQL; made at `file` with these words if it is not there."""
    address = DatabaseAddress.read(url)
    if not file.exists():
        await asyncio.to_thread(run, [found("pg_dump", 18), "--format=custom", f"--file={file}", *words], address)
    return await asyncio.to_thread(run, [found("pg_restore", 18), "--file=-", str(file)], address)


async def pg_restored(url: str, file: Path) -> None:
    """Put a dump back as PostgreSQL's own program does."""
    address = DatabaseAddress.read(url)
    command = [found("pg_restore", 18), "--no-owner", f"--dbname={address.name}", str(file)]
    await asyncio.to_thread(run, command, address)


async def keys_of(url: str) -> set[bytes]:
    """Whatever would tell who chose what: secrets, keys of voters, and hashes of links to sign in."""
    asked = {"secret": "value", "ballot": "voter", "heard_answer": "voter", "follow_up_answer": "voter"}
    asked |= {"sign_in_link": "token_hash"}
    return {row[0] for table, column in asked.items() for row in await rows(url, f'SELECT {column} FROM "{table}"')}


async def content(url: str) -> dict[str, list[str]]:
    """Every table's rows as text, without what a running product writes of itself."""
    found_: dict[str, list[str]] = {}
    connection: Any = await asyncpg.connect(url)
    try:
        for name in sorted(set(metadata.tables) - {"presence", "installation"}):
            found_[name] = [row[0] for row in await connection.fetch(f'SELECT t::text FROM "{name}" AS t ORDER BY 1')]
    finally:
        await connection.close()
    return found_
