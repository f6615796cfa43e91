"""`make fresh`: builds bare roots, and runs `make run` for each kind of user and `make test` once in each.

It needs root, debootstrap, and an hour. A cell that was well is not run again for the same code, so it can be stopped
and started again. What is not committed is not tried.
"""

import argparse
import os
import shutil
import signal
import sys
from pathlib import Path

from tests.fresh.cell import Failed, try_out
from tests.fresh.kinds import KINDS
from tests.fresh.results import Results
from tests.fresh.roots import RELEASES, Skipped


def main() -> None:
    """Try what is chosen, print the table, and exit 1 when something failed."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # whoever started us, and however
        signal.signal(number, lambda *_: sys.exit("stopped; what was well is kept"))
    options = _options()
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        sys.exit("make fresh builds roots: run it as root, with debootstrap (apt-get install debootstrap).")
    results = Results(options.cache)
    for kind in KINDS:
        for release in RELEASES:
            if release.name not in options.release or kind.name not in options.kind or results.well(release, kind):
                continue
            print(f"{release.title}: {kind.command} as {kind.title} …", flush=True)
            try:
                words, well = try_out(options.cache, release, kind), True
            except Skipped as reason:
                words, well = f"skipped: {reason}", False
            except Failed as reason:
                words, well = f"failed: {reason}", False
            print(f"    {words}", flush=True)
            results.note(release, kind, words, well=well)
    print(results.table())
    if options.write:
        results.write()
    sys.exit(not results.all_well())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fresh", description="What a stranger sees on a bare machine.")
    parser.add_argument("--cache", type=Path, default=Path("/var/cache/peerboard-fresh"), help="where the roots lie")
    parser.add_argument("--write", action="store_true", help="put the table into docs/operations.md")
    parser.add_argument("--release", nargs="*", default=[release.name for release in RELEASES])
    parser.add_argument(
        "--kind", nargs="*", default=[kind.name for kind in KINDS], help="for example: root user (without: all)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
