"""The work on an idea of the world: two owners, one of them with nothing but a link, and two steps that wait."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.answer import Owner, Step
from schemas.codes import keyed_hash, new_token
from schemas.idea import Idea
from schemas.person import Person
from server.core import clock
from server.core.days import danish_day
from tests.support.site import SECRET


async def worked_on(session: AsyncSession, idea: Idea, leo: Person) -> dict[str, str]:
    """Make them; what the paths of the table need of them."""
    token = new_token()
    at: dict[str, Any] = {"idea_id": idea.id or 0, "day": danish_day(clock.now() + timedelta(days=9))}
    first, second = (Step(text=text, person="Ida", named=True, **at) for text in ("Ring", "Køb filt"))
    taken = Step(text="Spørg natholdet", person="Ida", named=True, done_at=clock.now(), **at)
    session.add_all([first, second, taken, Owner(idea_id=idea.id or 0, person_id=leo.id, name=leo.name)])
    session.add(
        Owner(
            idea_id=idea.id or 0, name="Ida", mail="ida@example.org", token_hash=keyed_hash(SECRET, token), named=True
        )
    )
    return {"owner": token, "work_step": first.public_id, "taken_step": taken.public_id}
