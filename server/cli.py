"""The command `peerboard`. Each command only reads its options and calls the one place that does the work."""

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
