"""Erasing a mail address, whoever gave it and on whatever board: by the link in a letter, or by the operator."""

from collections import Counter
from contextlib import AsyncExitStack

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Owner
from schemas.idea import Idea, WordsErased
from server.core import clock
from server.core.change import changing_in
from server.core.erasing import ADDRESS_ERASED, AddressErased, Replay, erases_again, write_down
from server.core.ledger import Erased, Erasure
from server.core.runtime import Runtime


class _Counted(Exception):
    """It was only to be counted: nothing of it is to stay."""


async def count_address(runtime: Runtime, mail: str) -> Counter[str]:
    """How many rows of each table erasing the address would take away."""
    erased = AddressErased(mail)
    try:
        async with runtime.database.begin() as session:
            await ADDRESS_ERASED(session, runtime.settings, erased)
            raise _Counted
    except _Counted:
        return +erased.found


async def erase_address(runtime: Runtime, mail: str) -> Counter[str]:
    """Erase an address, in one transaction; returns how many rows of each table it stood in. An account with it stays,
    and what is written to it as that. Raises Away where the ledger cannot be written."""
    return await _erase(runtime, mail, written=False)


async def _erase(runtime: Runtime, mail: str, *, written: bool) -> Counter[str]:
    erased = AddressErased(mail)
    async with runtime.database.begin() as session, AsyncExitStack() as boards:
        at = {
            board: await boards.enter_async_context(changing_in(session, board)) for board in await _on(session, mail)
        }
        await ADDRESS_ERASED(session, runtime.settings, erased)
        for idea in sorted(erased.ideas):
            at[(await session.get_one(Idea, idea)).board_id].tell(WordsErased(idea))
        await session.flush()
        if not written:
            now = clock.now()
            await write_down(
                runtime.settings, lambda ledger: Erasure(Erased.ADDRESS, now, addresses=(ledger.address(mail),))
            )
    for board, change in at.items():
        await runtime.ring(board, change.board.seq)
    return +erased.found


async def _on(session: AsyncSession, mail: str) -> list[int]:
    """The boards whose pages show who has the address: their rows are locked first, and in order, as by any change."""
    carried = select(Idea.board_id).join(Owner, col(Owner.idea_id) == Idea.id).where(Owner.mail == mail)
    return sorted(set((await session.execute(carried)).scalars()))


@erases_again(Erased.ADDRESS)
async def erase_again(replay: Replay, erasure: Erasure) -> None:
    """After a restore: erase the address again, if the database has it."""
    for mail in sorted(replay.addresses(erasure)):
        await _erase(replay.runtime, mail, written=True)
