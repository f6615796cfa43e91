"""What the overview does when a board changes."""

from server.core.change import TOLD, Change
from server.views.overview.figures import count, moves_figures


async def keep_figures(change: Change) -> None:
    """Recompute the board's figures if an event may have moved one."""
    if moves_figures(change.events):
        await change.session.flush()
        await count(change.session, change.board.id)


TOLD.add(keep_figures)
