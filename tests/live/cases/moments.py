"""What stands on an idea's timeline besides changes of status."""

from datetime import date
from typing import Any

from sqlmodel import select

from schemas.idea import Idea
from schemas.moment import MomentKind
from server.core.change import changing_board
from server.ideas.moments.commands import add_moment
from tests.live.mirroring import Scene, case


@case("MomentAdded")
async def _(at: Scene) -> None:
    async with changing_board(at.site.app.state.runtime, at.cast.board.id or 0) as change:
        query = select(Idea).where(Idea.public_id == at.ideas[0])
        idea = (await change.session.execute(query)).scalar_one()
        for kind in MomentKind:
            line: dict[str, Any] = {"text": "Ring til Odense.", "name": "Birthe", "day": date(2026, 12, 1), "number": 4}
            await add_moment(change, idea, kind, **line)
