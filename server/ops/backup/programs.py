"""PostgreSQL's own pg_dump and pg_restore: this machine's if one fits the server, else those in the wheel."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from server.core.database_address import DatabaseAddress
from server.ops.embedded import CouldNotStart, cause, programs

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian keeps one version beside another."""
TIMES_TRANSACTIONS = 17
"""From this version on pg_restore sets `transaction_timeout`, which an older server does not know."""

NEEDS_LEDGER = (
    "Who was erased since this backup was taken stands in the ledger, and none is set (PEERBOARD_LEDGER): set it, or "
    "add --without-erasures and erase them again yourself."
)


class NotDone(CouldNotStart):
    """Nothing was changed; the text says why, and what to do."""


def found(name: str, server: int) -> str:
    """The program `name` for a server of that major version: the same, or else the nearest newer. Raises NotDone."""
    most = [server] if name == "pg_restore" and server < TIMES_TRANSACTIONS else range(server, 1000)
    known = dict(reversed(list(_known(name, server))))
    fits = [version for version in sorted(known) if version in most]
    if not fits:
        have = ", ".join(str(version) for version in sorted(known)) or "none"
        raise NotDone(
            f"This needs {name} of PostgreSQL {server}, as the server, and this machine has {have}: "
            f"install postgresql-client-{server}."
        )
    return known[fits[0]]


def _known(name: str, server: int) -> Iterator[tuple[int, str]]:
    """By major version; the first of a version is the one to take."""
    places = [shutil.which(name), shutil.which(str(DEBIAN / str(server) / "bin" / name))]
    with suppress(CouldNotStart):
        places.append(str(programs.in_wheel() / name))
    for place in places:
        said = subprocess.run([place, "--version"], capture_output=True, text=True, check=False) if place else None
        version = re.search(r"\(PostgreSQL\) (\d+)", said.stdout) if said else None
        if version and place:
            yield int(version[1]), place


def run(command: list[str], address: DatabaseAddress) -> str:
    """Run one of them on the database, and return what it prints. Raises NotDone with the last thing it said."""
    done = subprocess.run(command, env=environment(address), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotDone(f"{Path(command[0]).name} gave up: {cause.of(done.stderr)}")
    return done.stdout


def environment(address: DatabaseAddress) -> dict[str, str]:
    """How PostgreSQL's programs reach the database. The password is in no argument, where others could read it."""
    told = {
        "PGHOST": ",".join(host for host, _ in address.hosts),
        "PGPORT": ",".join(str(port) for _, port in address.hosts),
        "PGUSER": address.user,
        "PGPASSWORD": address.password,
        "PGDATABASE": address.name,
        "PGAPPNAME": address.application,
        "PGTARGETSESSIONATTRS": address.role,
        **{f"PG{name.upper()}": value for name, value in address.tls},
    }
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return ours | {name: value for name, value in told.items() if value} | {"LC_ALL": "C"}
