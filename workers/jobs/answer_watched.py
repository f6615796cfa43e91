"""An idea was sent to a leader with a date: watch that date."""

from schemas.board import Board
from schemas.idea import Idea, StatusChanged
from server.core import clock
from server.work.deadlines.dates import watch_answers
from workers.registry import News, on


@on(StatusChanged)
async def answer_watched(news: News[StatusChanged]) -> None:
    """Plan a reminder before the date, one after it, and then the step one unit up."""
    idea = await news.session.get(Idea, news.event.idea_id)
    if idea is not None:
        board = await news.session.get_one(Board, idea.board_id)
        await watch_answers(news.session, board, [idea], clock.now())
