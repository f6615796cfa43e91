"""Somebody owns an idea now: write to them. Without an account, or without access to the board, they get a link that
opens just that idea."""

from server.core import clock
from server.mail.hours import next_open
from server.mail.news import News as Told
from server.mail.news import tell
from server.mail.outbox import message_id, post
from server.mail.signature import signature_of
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.owners import letters
from server.work.owners.reaching import reach
from workers.registry import job
from workers.task import Task


@job("owner_given")
async def owner_given(task: Task) -> None:
    """Subject: the owner's line. Does nothing for an owner who has left already, or is only a name."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        owner, idea, board = facts.owner, facts.idea, facts.board
        if not expected(facts, clock.now()) or owner is None or idea is None or board is None:
            return
        reached = await reach(session, task.settings, facts.ladder, idea, owner)
        if reached is None:
            return
        letter = letters.given(board.name, idea.number, reached.link, own=reached.own)
        ident = message_id(task.settings, "owner_given", owner.id, reached.reader.mail)
        if reached.own:  # Somebody asked for it, and without it they cannot get in: it never waits its turn.
            signed = await signature_of(session, idea.board_id)
            said, at = letter.read_in(reached.reader.language, (signed,)), next_open(clock.now())
            await post(
                *(session, reached.reader.mail, said.subject, said.body, ident),
                at=at,
                by_day=True,
                board_id=idea.board_id,
                idea_id=idea.id,
            )
        else:
            await tell(session, reached.reader, Told(idea, letter, letters.GIVEN, reached.link, ident))
