"""Somebody owns an idea now: write to them. Without an account, or without access to the board, they get a link that
opens just that idea."""

from schemas.answer import Owner
from schemas.board import Board
from schemas.idea import Idea
from server.core import clock
from server.mail.hours import next_open
from server.mail.news import News as Told
from server.mail.news import tell
from server.mail.outbox import message_id, post
from server.organisation.units.ladder import ladders
from server.work.owners import letters
from server.work.owners.reaching import reach
from workers.registry import job
from workers.task import Task


@job("owner_given")
async def owner_given(task: Task) -> None:
    """Subject: the owner's line. Does nothing for an owner who has left already, or is only a name."""
    async with task.record() as session:
        owner = await session.get(Owner, task.subject_id)
        idea = await session.get(Idea, owner.idea_id) if owner is not None else None
        if owner is None or idea is None or not idea.rule.owned or idea.hidden_at is not None:
            return
        board = await session.get_one(Board, idea.board_id)
        ladder = (await ladders(session, [board.unit_id]))[board.unit_id]
        reached = await reach(session, task.settings, ladder, idea, owner)
        if reached is None:
            return
        letter = letters.given(board.name, idea.number, reached.link, own=reached.own)
        ident = message_id(task.settings, "owner_given", owner.id, reached.reader.mail)
        if reached.own:  # Somebody asked for it, and without it they cannot get in: it never waits its turn.
            said, at = letter.read_in(reached.reader.language), next_open(clock.now())
            await post(
                *(session, reached.reader.mail, said.subject, said.body, ident),
                at=at,
                by_day=True,
                board_id=idea.board_id,
                idea_id=idea.id,
            )
        else:
            await tell(session, reached.reader, Told(idea, letter, letters.GIVEN, reached.link, ident))
