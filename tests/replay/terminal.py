"""`peerboard replay` as a person at a terminal runs it."""

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


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


async def replay(env: Mapping[str, str], file: Path, *words: str, seconds: float = 120) -> Ran:
    """Run it to its end, beside whatever else happens in this process."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "replay", str(file), *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**env, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"},
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), seconds)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Ran(process.returncode or 0, out.decode(), err.decode())
