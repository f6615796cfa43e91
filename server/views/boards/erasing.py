"""Erasing a whole board that was closed: its ideas, meetings, seats, votes and minutes, and all that speaks of it in
jobs, mail, events, figures and the history of units. Accounts of staff stay: they belong to the organisation."""

from sqlalchemy import delete, text
from sqlmodel import col, or_, select

from schemas.board import Board
from schemas.trail import Deed
from schemas.unit import UnitChange, UnitDeed
from server.core.change import Change, changing_board
from server.core.erasing import Replay, erases_again, write_down
from server.core.errors import N_, NotNow
from server.core.ledger import Erased, Erasure
from server.core.organisation import organisation_of
from server.core.runtime import Runtime
from server.core.trail import Entry, note
from server.views.boards.mail import erase_mail

OPEN = N_("Peerboardet er åbent. Luk det først.")
OTHER = N_("Det er ikke peerboardets navn. Intet er slettet.")
BROWSERS = text("""DELETE FROM browser_session AS browser WHERE person_id IS NULL
AND EXISTS (SELECT FROM session_seat AS sits WHERE sits.session_id = browser.id AND sits.board_id = :board)
AND NOT EXISTS (SELECT FROM session_seat AS sits WHERE sits.session_id = browser.id AND sits.board_id <> :board)""")
"""Browsers that were let in here and nowhere else."""


async def erase_board(runtime: Runtime, board_id: int, name: str) -> None:
    """Erase a board, if `name` is its name. Raises NotFound, NotNow for an open board or another name, and Away."""
    async with changing_board(runtime, board_id) as change:
        board = change.board
        if board.closed_at is None:
            raise NotNow(OPEN)
        if name != board.name:
            raise NotNow(OTHER)
        await _erase(runtime, change)
        await write_down(runtime.settings, lambda _: Erasure(Erased.BOARD, change.now, board.public_id))


@erases_again(Erased.BOARD)
async def erase_again(replay: Replay, erasure: Erasure) -> None:
    """After a restore: erase the board of that public id, if the database knows it, also one that is open there."""
    runtime = replay.runtime
    async with runtime.database.snapshot() as session:
        known = select(Board.id).where(Board.public_id == erasure.subject)
        board_id = (await session.execute(known)).scalar_one_or_none()
    if board_id is not None:
        async with changing_board(runtime, board_id) as change:
            await _erase(runtime, change)


async def _erase(runtime: Runtime, change: Change) -> None:
    board, session = change.board, change.session
    await erase_mail(change)
    await session.execute(BROWSERS, {"board": board.id})
    await _erase_history(change)
    note(session, runtime.settings.secret, Entry(Deed.BOARD_ERASED, board=board.public_id))
    await session.delete(board)  # the rest goes with it: every table of its own refers to it
    await session.flush()


async def _erase_history(change: Change) -> None:
    """The lines that name the board in the history of its units. Those from before it had this name stay."""
    units, name = await organisation_of(change.session, change.board.unit_id), change.board.name
    named = or_(col(UnitChange.before) == name, col(UnitChange.after) == name)
    kinds = col(UnitChange.what).in_((UnitDeed.CLOSED, UnitDeed.BOARD))
    await change.session.execute(delete(UnitChange).where(col(UnitChange.unit_id).in_(units), kinds, named))
