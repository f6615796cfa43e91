"""`peerboard replay`: hold an election in the running product, and compare its counts with the published ones."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

from server.core.settings import get_settings
from server.ops.embedded import CouldNotStart
from server.ops.replay import report
from server.ops.replay.election import AT_ONCE, WATCHED, Replay
from server.ops.replay.figures import is_hidden
from server.ops.replay.pabulib import PabulibError, read_election
from server.ops.replay.voter import Unreachable
from server.ops.run.folder import attach


def replay(file: Path, *, data: Path | None, url: str | None, concurrency: int, as_json: bool, watch: bool) -> int:
    """Hold the election and print how it went. Returns the exit code: 0, 1 for a mismatch, 2 for an unreadable file.

    The product is the one that runs on `data`, or the one the environment names; `url` is where voters reach it."""
    out, err = report.consoles()
    try:
        election = read_election(file)
    except PabulibError as wrong:
        err.print(f"{file}, line {wrong.line}: {wrong.reason}.", markup=False, soft_wrap=True)
        return 2
    except OSError as wrong:
        err.print(f"{file}: {wrong.strerror}.", markup=False, soft_wrap=True)
        return 2
    attach(data)
    base = (url or get_settings().public_url).rstrip("/")
    if urlsplit(base).scheme not in {"http", "https"} or not urlsplit(base).hostname:
        raise CouldNotStart(f"--url is {base}: it begins with http:// or https:// and a host.")
    with report.progress(err) as bar:
        run = Replay(election, base, WATCHED if watch else AT_ONCE, out, bar)
        try:
            lines, outcome, refused = asyncio.run(run.hold(concurrency))
        except Unreachable:
            raise CouldNotStart(
                f"No Peerboard answers at {base}: start it, or name another address with --url."
            ) from None
    hidden = is_hidden(election)
    out.print(report.table(lines, hidden=hidden))
    for sentence in report.summary(outcome, refused, hidden=hidden):
        out.print(sentence, markup=False, soft_wrap=True)
    if as_json:
        out.print(report.as_object(outcome), markup=False, soft_wrap=True)
    return 1 if outcome.mismatches or refused else 0
