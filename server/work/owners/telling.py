"""Writing to an idea's owners of our own accord. A letter says no more of the idea than its board and number."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.idea import Idea
from server.core.settings import Settings
from server.mail.letters import Letter
from server.mail.news import News, tell
from server.mail.outbox import message_id
from server.organisation.units.ladder import ladders
from server.work.owners.reaching import reach_all

Write = Callable[[str, int | None, str], Letter]
"""Makes a letter from the board's name, the idea's number and the reader's link."""


def is_worked_on(idea: Idea) -> bool:
    """Whether anybody should be reminded of an idea: not of one that rests or is hidden."""
    return idea.rule.worked_on and idea.hidden_at is None


async def tell_owners(
    session: AsyncSession, settings: Settings, idea: Idea, write: Write, sentence: str, *reason: object
) -> None:
    """Send each owner one letter, or the nearest leader if none can be reached. `reason` (a word and ids) identifies
    it, so that it is never sent twice. `sentence` is the letter as a line of the weekly letter."""
    board = await session.get_one(Board, idea.board_id)
    ladder = (await ladders(session, [board.unit_id]))[board.unit_id]
    found = await reach_all(session, settings, ladder, idea)
    for reached in sorted(found, key=lambda each: each.reader.mail):  # the order `tell` requires
        ident = message_id(settings, *reason, reached.reader.mail)
        letter = write(board.name, idea.number, reached.link)
        await tell(session, reached.reader, News(idea, letter, sentence, reached.link, ident))
