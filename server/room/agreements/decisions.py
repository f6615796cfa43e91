"""What a meeting with an agenda decided about its items, as the agenda and the minutes tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Owner, StatusChange, Step
from schemas.idea import Idea
from server.core.days import danish_day


@dataclass(frozen=True)
class Decided:
    """What a meeting decided about an item: the line that says so, who does it, and by when."""

    line: StatusChange
    who: str = ""
    day: date | None = None


async def load_decided(session: AsyncSession, ideas: Sequence[Idea]) -> dict[int, Decided]:
    """What was decided about those that a meeting has decided on, by id. Three queries, or none."""
    settled = {idea.id: idea for idea in ideas if not idea.rule.written}
    if not settled:
        return {}
    lines = select(StatusChange).where(col(StatusChange.idea_id).in_(settled)).order_by(col(StatusChange.id))
    newest = {line.idea_id: line for line in (await session.execute(lines)).scalars()}
    owners = select(Owner).where(col(Owner.idea_id).in_(settled), col(Owner.carries).is_(False))
    who: dict[int, str] = {}
    for owner in (await session.execute(owners.order_by(col(Owner.id)))).scalars():
        who.setdefault(owner.idea_id, owner.public_name)
    steps = select(Step).where(col(Step.idea_id).in_(settled), col(Step.done_at).is_(None))
    days: dict[int, date] = {}
    for step in (await session.execute(steps.order_by(col(Step.day)))).scalars():
        days.setdefault(step.idea_id, step.day)
    found: dict[int, Decided] = {}
    for key, line in newest.items():
        idea = settled[key]
        day = danish_day(idea.answer_by) if idea.rule.answer_dated and idea.answer_by else days.get(key)
        found[key] = Decided(line, who.get(key, ""), day)
    return found
