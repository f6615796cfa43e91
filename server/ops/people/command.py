"""The commands `peerboard people …`. Each only reads its options and calls the one place that does the work."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from server.ops.options import Data

people = typer.Typer(
    no_args_is_help=True,
    help="Who has an account, where they are signed in, and ending one. The same is on the page 'Personer'.",
)
Mail = Annotated[str, typer.Argument(help="The mail address of the account.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, with times in UTC.")]


def _attach(data: Path | None) -> None:
    from server.ops.run.folder import attach

    attach(data)


@people.command("list")
def list_people(
    organisation: Annotated[str, typer.Option(help="Only where the organisation's name has this in it.")] = "",
    mail: Annotated[str, typer.Option(help="Only where the mail address has this in it.")] = "",
    ended: Annotated[bool, typer.Option("--ended", help="Accounts that were closed, too.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """List everybody with an account: organisation, what they lead and coordinate, and when they last used it."""
    from server.ops.people.accounts import Asked, listed

    _attach(data)
    typer.echo(asyncio.run(listed(Asked(organisation, mail, ended), as_json=as_json)))


@people.command("end")
def end_person(
    mail: Mail,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: Data = None,
) -> None:
    """End somebody's work everywhere, and close the account.

    They are signed out at once, on all devices. What waited for them goes to whoever leads above. Their name stays on
    official answers; their address is forgotten. Says first what will be missing then, and asks.
    """
    from server.ops.people.accounts import ended, leaves_behind

    _attach(data)
    typer.echo(asyncio.run(leaves_behind(mail)))
    if not yes:
        typer.confirm("End this person?", abort=True)
    typer.echo(asyncio.run(ended(mail)))


@people.command("sessions")
def sessions(
    mail: Mail,
    end: Annotated[
        bool, typer.Option("--end", help="Sign them out on all of these, and end their unused links.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Show where somebody is signed in: on what device, since when, and when they last did something there."""
    from server.ops.people.accounts import where

    _attach(data)
    typer.echo(asyncio.run(where(mail, ends=end, as_json=as_json)))


@people.command("listen")
def listen(
    mail: Mail,
    unit: Annotated[str, typer.Option(help="The unit's name, or its id as the address of its page has it.")],
    name: Annotated[str, typer.Option(help="What they are called, if they are new here.")] = "",
    end: Annotated[bool, typer.Option("--end", help="They may no longer.")] = False,
    data: Data = None,
) -> None:
    """Let somebody pass on what citizens ask about a unit, a politician say; or end that. They are told by mail."""
    from server.ops.people.listening import listen as set_listener

    _attach(data)
    typer.echo(asyncio.run(set_listener(mail, unit, name, ends=end)))
