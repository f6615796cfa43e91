"""`peerboard restored`: settles a database that a backup was put back into, so that it may be served."""

import asyncio
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from server import features
from server.core import clock
from server.core.change import changing_board
from server.core.erasing import replay
from server.core.ledger import Ledger
from server.core.losses import LOST, Losses
from server.core.runtime import Runtime
from server.core.whereabouts import Whereabouts, count_up, noted_in, where
from server.ops.backup.held import HELD_WHEN, hold, listed
from server.ops.backup.programs import NEEDS_LEDGER, NotDone

EPOCHS = "UPDATE board SET epoch = left(replace(gen_random_uuid()::text, '-', ''), 12)"
"""Whoever has a page open reads it anew."""
STAFF = "DELETE FROM browser_session WHERE person_id IS NOT NULL RETURNING 1"
"""Somebody may have been signed out, or lost their office, since."""
LINKS = """WITH gone AS (DELETE FROM sign_in_link WHERE NOT reusable), too AS (DELETE FROM address_change),
dropped AS (UPDATE job SET state = 'done', done_at = :now, last_error = 'LinkGone' FROM mail
    WHERE job.kind = 'mail' AND job.state = 'due' AND mail.id = job.subject_id AND mail.sent_at IS NULL
    AND mail.body ~ '/(login|address)/' RETURNING mail.id)
UPDATE mail SET body = '' FROM dropped WHERE mail.id = dropped.id RETURNING 1"""
YOUNG = """UPDATE mail SET created_at = :now FROM job
WHERE job.kind = 'mail' AND job.state = 'due' AND job.subject_id = mail.id AND mail.sent_at IS NULL
    AND mail.created_at < CAST(:now AS timestamptz) - interval '1 day'"""
"""What waited when the backup was taken is not given up for its age."""
GONE = "Staff who must sign in again: {}."
UNSENT = "Letters with a link that no longer works, to sign in or for a new address, that were dropped: {}."
ALL_WELL = "This database is where it was: nobody put a backup back. If you did all the same, add --anyway."


async def settle(runtime: Runtime, *, without_erasures: bool, anyway: bool = False) -> list[str]:
    """Give up what cannot be brought back, do the ledger's erasures again, hold what fell due meanwhile, and only then
    let servers and workers use the database. Safe to repeat after an interruption. Returns sentences for the operator.
    Raises NotDone, LedgerFault and Away."""
    features.declare()
    ledger = Ledger.open(runtime.settings)
    if ledger is None and not without_erasures:
        raise NotDone(NEEDS_LEDGER)
    noted = await noted_in(ledger)
    async with runtime.database.snapshot() as session:
        at = await where(session)
        boards = list((await session.execute(select(Board.id).order_by(col(Board.id)))).scalars())
        held = await listed(session)
    if not at.wrong(noted) and not anyway:
        if not held:
            raise NotDone(ALL_WELL)
        return [*held, HELD_WHEN]
    losses = Losses()
    for board_id in boards:
        async with changing_board(runtime, board_id) as change:
            await LOST(change, losses)
    erased = await replay(runtime, ledger) if ledger and not without_erasures else 0
    async with runtime.database.begin() as session:
        held = await _reset(session, at, losses)
        await count_up(session, at, beyond=int(noted.mark or 0) if noted else 0)
    if ledger:
        async with runtime.database.snapshot() as session:
            await asyncio.to_thread(ledger.note_position, (await where(session)).now)
    from_when = f"The database is as it was at {_said(at.marked_at)}, or up to a minute later. Boards: {len(boards)}."
    again = f"Erasures done again: {erased}." if ledger and not without_erasures else "No erasure was done again."
    return [from_when, again, *losses.lines(), *held]


async def _reset(session: AsyncSession, at: Whereabouts, losses: Losses) -> list[str]:
    now: dict[str, Any] = {"now": clock.now()}
    await session.execute(text(EPOCHS))
    await session.execute(text("DELETE FROM presence"))
    losses.count(GONE, len((await session.execute(text(STAFF))).all()))
    losses.count(UNSENT, len((await session.execute(text(LINKS), now)).all()))
    held = await hold(session, at.marked_at)
    await session.execute(text(YOUNG), now)
    return [*held, HELD_WHEN] if held else []


def _said(when: datetime) -> str:
    return f"{when:%d %B %Y %H:%M} UTC"
