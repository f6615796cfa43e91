"""The command `peerboard`. Each subcommand only reads its options and calls the one place that does the work."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from server.core import loading
from server.core.errors import Away, Problem
from server.core.sealed_lines import LedgerFault
from server.ops.audit import command as audit
from server.ops.backup import command as backups
from server.ops.boards import command as boards
from server.ops.embedded import CouldNotStart
from server.ops.options import Data
from server.ops.people.command import people
from server.organisation.providers.configured import BadProviders

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="The room and the memory for boards of patients and relatives. Settings are PEERBOARD_… (docs/operations.md).",
)

app.add_typer(people, name="people")
app.add_typer(audit.app, name="audit")
app.add_typer(boards.app, name="boards")


@app.command()
def run(
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 lets phones on the same network in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where everything is kept; .peerboard/ by default.")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo/--no-demo", help="Put a Danish example in where nothing is.")] = True,
) -> None:
    """Start everything on this machine: PostgreSQL, Valkey, tables, demo, server and worker.

    Prints links for coordinator, leader and projector, the join page with its code, and a QR code. Ctrl-C stops
    everything; the next start picks up where it left off. With PEERBOARD_DATABASE_URL or PEERBOARD_REDIS_URL set, those
    are used instead.
    """
    from server.ops.run.command import run as run_all

    run_all(host, port, data, demo=demo)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    uds: Annotated[str | None, typer.Option(metavar="PATH", help="Listen on this unix socket instead.")] = None,
    grace: Annotated[int, typer.Option(min=0, help="Seconds that open requests get at SIGTERM.")] = 8,
    workers: Annotated[
        int,
        typer.Option(min=0, max=64, help="Processes that share the port; 0: one per core, if the database has room."),
    ] = 1,
) -> None:
    """Start one web server; start as many as you like on one database.

    On SIGTERM it accepts no more requests, tells open pages to reconnect (1012), gives open requests --grace seconds to
    finish and exits 0. Logs are JSON lines on stdout. /healthz, /readyz and /metrics report its state.
    """
    from server.ops.serve import serve as serve_until_told

    serve_until_told(host, port, uds, grace, workers)


@app.command()
def work() -> None:
    """Start one worker: mail, deadlines and everything else that happens by itself. Several workers share the work."""
    from workers.main import run as run_worker

    run_worker()


@app.command()
def migrate(data: Data = None) -> None:
    """Bring the tables to what this version expects, in one transaction. Run it before new servers; safe to repeat.

    Tables of a newer version are left as they are: this version can go on working with them.
    """
    from server.core.settings import get_settings
    from server.ops.migrate import upgrade
    from server.ops.run.folder import attach

    attach(data)
    print(asyncio.run(upgrade(get_settings().database_url)))


@app.command()
def replay(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.pb", exists=True, dir_okay=False, help="An election as Pabulib has it.")
    ],
    url: Annotated[str | None, typer.Option(help="Where the product is reached; otherwise its public address.")] = None,
    data: Data = None,
    concurrency: Annotated[int, typer.Option(min=1, help="How many voters act at once.")] = 32,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object on the last line.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Slowly enough to follow on the projector.")] = False,
) -> None:
    """Hold a real election in the running product and compare every count with the published one.

    Makes a board, a meeting and a round of the right kind; every voter joins and votes over HTTP like a browser. Exit 1
    when a count differs, 2 when the file is malformed (the line and the reason are printed).
    JSON: ideas, ballots, mismatches, seconds (of the whole replay), votes_per_second (while voting), result_url (CSV).
    """
    from server.ops.replay.command import replay as replay_file

    loading.loaded()
    raise typer.Exit(replay_file(file, data=data, url=url, concurrency=concurrency, as_json=as_json, watch=watch))


@app.command()
def add_coordinator(
    mail: Annotated[str, typer.Argument(help="Their mail address.")],
    name: Annotated[str, typer.Option(help="Their name; otherwise the mail address up to the @.")] = "",
    data: Data = None,
) -> None:
    """Make somebody a coordinator and print their sign-in link. This is how a new installation begins."""
    from server.core.command_runtime import command_runtime
    from server.ops.run.folder import attach
    from server.organisation.people.commands import add_coordinator as add

    async def link() -> str:
        async with command_runtime() as runtime:
            return await add(runtime, mail, name)

    attach(data)
    print(asyncio.run(link()))


@app.command()
def mail(data: Data = None) -> None:
    """Show the mail that was kept because no mail server is set (PEERBOARD_SMTP_URL), oldest first, with its links."""
    from server.ops.kept_mail import show
    from server.ops.run.folder import attach

    attach(data)
    asyncio.run(show())


@app.command()
def erase(
    mail: Annotated[str, typer.Argument(metavar="MAIL", help="The address that somebody wants erased.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, only what would be erased is counted.")] = False,
    data: Data = None,
) -> None:
    """Erase a mail address everywhere: what it follows, invitations, ideas that it carries without an account, letters.

    An account that signs in with the address stays. Members are erased by themselves or by their coordinator.
    """
    from server.ops.erase import erase as erase_address
    from server.ops.run.folder import attach

    attach(data)
    print(asyncio.run(erase_address(mail, sure=yes)))


erasures = typer.Typer(no_args_is_help=True, help="What was erased, as the ledger (PEERBOARD_LEDGER) has it.")
app.add_typer(erasures, name="erasures")


@erasures.command("replay")
def replay_erasures(data: Data = None) -> None:
    """Erase everything again that the ledger names, on a database that was restored from a backup. Safe to repeat.

    Run it before any server or worker: until then the database holds what people have erased.
    """
    from server.ops.erase import replay_all
    from server.ops.run.folder import attach

    attach(data)
    print(asyncio.run(replay_all()))


@app.command()
def check(data: Data = None) -> None:
    """Check settings, database, Redis, tables, mail, theme and disk. One line each; exit 1 when something is wrong."""
    from server.ops.check import check as look
    from server.ops.run.folder import Folder, attach, default
    from server.ops.run.room import checked

    folder = Folder(data or default())
    runs = data is not None or folder.taken
    if runs:
        attach(data)
    found = [*asyncio.run(look()), *([checked(folder.path)] if runs else [])]
    for name, well, sentence in found:
        print(f"{'ok   ' if well else 'FAULT'} {name:<9} {sentence}")
    raise typer.Exit(0 if all(well for _, well, _ in found) else 1)


for command in backups.COMMANDS:
    app.command()(command)


def main() -> None:
    """Run the command line. An error that the operator can do something about is one sentence on stderr and exit 1."""
    loading.begin()
    try:
        app()
    except (CouldNotStart, LedgerFault) as reason:
        sys.exit(str(reason))
    except ValidationError as error:
        from server.core.settings import complaints

        sys.exit(f"{complaints(error)}. See docs/operations.md.")
    except BadProviders as error:
        sys.exit(f"PEERBOARD_PROVIDERS {error}. See docs/operations.md.")
    except Away:
        sys.exit("Peerboard cannot reach its database: see 'peerboard check'.")
    except Problem as problem:
        from server.web.html import say

        sys.exit(say("da", problem.sentence, **problem.values))
    except OSError as error:
        # From asyncpg, Redis or SMTP: something is not where the settings say it is.
        sys.exit(
            f"Peerboard cannot reach what it needs ({error.strerror or type(error).__name__}): see 'peerboard check'."
        )
