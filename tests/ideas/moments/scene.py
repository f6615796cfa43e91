"""Lines on an idea's timeline, put there as a job would."""

from typing import Any

from sqlmodel import select

from schemas.idea import Idea
from schemas.moment import MomentKind
from server.core.change import changing_board
from server.ideas.moments.commands import add_moment
from tests.support.cast import Cast
from tests.support.site import Site


async def add(site: Site, cast: Cast, idea: str, kind: MomentKind, **line: Any) -> None:
    """Put something on the timeline, as a job would."""
    async with changing_board(site.app.state.runtime, cast.board.id or 0) as change:
        row = (await change.session.execute(select(Idea).where(Idea.public_id == idea))).scalar_one()
        await add_moment(change, row, kind, **line)
