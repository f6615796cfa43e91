"""What the overview does when a board changes."""

from server.change import TOLD, Change
from server.overview.figures import count, moves_figures


async def keep_figures(board: Change) -> None:
    """Write the board's figures anew where an event may have moved one."""
    if moves_figures(board.events):
        await board.session.flush()
        await count(board.session, board.board.id)


TOLD.add(keep_figures)
