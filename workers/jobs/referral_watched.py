"""An idea was sent on to another body, with a date: watch that date."""

from schemas.board import Board
from schemas.idea import StatusChanged
from schemas.referral import Referral
from server.core import clock
from server.work.deadlines.replies import watch_replies
from workers.registry import News, on


@on(StatusChanged)
async def referral_watched(news: News[StatusChanged]) -> None:
    """Plan a reminder before the date, one after it, and then the telling of their silence."""
    board = await news.session.get_one(Board, news.row.board_id)
    await watch_replies(news.session, board, clock.now(), Referral.idea_id == news.event.idea_id)
