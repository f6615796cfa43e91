"""`peerboard replay` as a person at a terminal runs it."""

import asyncio
import io
import json
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from server.checkout import CHECKOUT
from server.cli import main
from server.core.settings import get_settings


@dataclass(frozen=True)
class Ran:
    """How the command ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        """The object on the last line."""
        told: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return told


def replay_here(env: Mapping[str, str], file: Path, *words: str) -> Ran:
    """Run it to its end inside this process, where it comes to no voting: a process of its own takes 2 s to start."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        patch.dict(os.environ, {**env, "COLUMNS": "120"}),
        patch.object(sys, "argv", ["peerboard", "replay", str(file)]),
    ):
        sys.argv += words
        get_settings.cache_clear()
        try:
            with redirect_stdout(out), redirect_stderr(err):
                main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
            err.write("" if isinstance(end.code, int) else str(end.code))
        finally:
            get_settings.cache_clear()
    return Ran(code, out.getvalue(), err.getvalue())


async def replay(env: Mapping[str, str], file: Path, *words: str, seconds: float = 120) -> Ran:
    """Run it to its end, beside whatever else happens in this process."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "replay", str(file), *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=CHECKOUT,
        env={**env, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"},
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), seconds)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Ran(process.returncode or 0, out.decode(), err.decode())
