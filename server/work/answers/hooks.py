"""What becomes of the ideas waiting for a leader who has just lost the office."""

from datetime import datetime

from sqlmodel import col, select

from schemas.flow import FLOW
from schemas.idea import Idea
from schemas.moment import MomentKind
from schemas.stages import Stage
from server.core import jobs
from server.core.change import Change
from server.ideas.moments.commands import add_moment
from server.mail.hours import next_open
from server.organisation.units.handing_over import Dismissal, hands_over
from server.organisation.units.ladder import Rung

OPEN = [status for status, rule in FLOW.items() if rule.stage in {Stage.ANSWER, Stage.WORK, Stage.REST}]
"""Statuses in which somebody is waiting for the leader, or will be. In the others `leader_id` is only history."""
HELD = "SELECT board_id, leader_id AS person_id FROM idea"
BY_OFFICE = f"{HELD} WHERE status IN ({', '.join(map(repr, map(str, OPEN)))})"


async def hand_on_ideas(gone: Dismissal) -> None:
    """Pass the ideas that were sent to them on to the heir, who is written to about those that need an answer. Finished
    ideas keep the old leader's name, unless that leader was named by address and never came."""
    change, heir = gone.board, gone.heir
    query = select(Idea).where(Idea.board_id == change.board.id, Idea.leader_id == gone.person_id)
    query = query if gone.never_came else query.where(col(Idea.status).in_(OPEN))
    query = query.order_by(col(Idea.id)).limit(gone.most)
    for idea in (await change.session.execute(query)).scalars().all():
        idea.leader_id = heir.leader_id if heir else None
        if heir is not None and idea.rule.awaits:
            name = ", ".join(filter(None, (heir.name, heir.title, heir.unit)))
            await add_moment(change, idea, MomentKind.NEW_LEADER, name=name)
            await _tell(change, idea, heir, gone.now)


async def _tell(change: Change, idea: Idea, heir: Rung, now: datetime) -> None:
    """The promised date stands. The new leader gets the same letter as the old one did: an idea has come, or it is
    late."""
    assert idea.id is not None
    kind = "answer_overdue" if idea.answer_by is not None and idea.answer_by <= now else "idea_sent"
    dedupe = f"{kind}:{idea.id}:to:{heir.leader_id}:{now.timestamp():.0f}"
    await jobs.due(
        change.session, kind, idea.id, next_open(now), board_id=idea.board_id, idea_id=idea.id, dedupe=dedupe
    )


hands_over(HELD, hand_on_ideas, by_office=BY_OFFICE)
