"""What stands on an idea's timeline besides changes of status."""

from datetime import date
from typing import Any

from sqlmodel import select

from schemas.idea import Idea
from schemas.moment import MomentKind
from server.change import change_board
from server.moments.commands import add_moment
from tests.live.mirroring import Scene, case


@case("MomentAdded")
async def _(at: Scene) -> None:
    async with change_board(at.site.app.state.parts, at.cast.board.id or 0) as board:
        query = select(Idea).where(Idea.public_id == at.ideas[0])
        idea = (await board.session.execute(query)).scalar_one()
        for kind in MomentKind:
            line: dict[str, Any] = {"text": "Ring til Odense.", "name": "Birthe", "day": date(2026, 12, 1), "number": 4}
            await add_moment(board, idea, kind, **line)
