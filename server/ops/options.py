"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="Data folder of a 'peerboard run'; otherwise PEERBOARD_… or the checkout's."
    ),
]
