"""The writer of words that were looked at is told by mail, if they gave us an address and do not sit in the room."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.comment import Comment
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.screening import Screening
from schemas.seat import Seat
from server.core import clock
from server.core.settings import Settings
from server.ideas.follows.queries import known_address
from server.live.presence import connected
from server.mail import links
from server.mail.news import News, Reader, tell
from server.mail.outbox import message_id
from server.room.moderation.letters import DECIDED, decided


async def write_to_writer(session: AsyncSession, settings: Settings, screening: Screening) -> None:
    """Tell the writer where their words stand: that other words are asked for or proposed, or that they are not shown.
    One letter for each such decision, of which the newest counts. Nothing is sent while their meeting is under way and
    they follow it, since they see it there, nor to an address that is not confirmed."""
    if screening.verdict not in DECIDED:
        return
    words: Idea | Comment = (
        await session.get_one(Comment, screening.comment_id)
        if screening.comment_id is not None
        else await session.get_one(Idea, screening.idea_id)
    )
    seat = await session.get(Seat, words.seat_id)
    if seat is None or seat.removed_at is not None or (isinstance(words, Idea) and words.rule.taken_back):
        return
    if await _sees_it(session, screening, seat):
        return
    follow = await known_address(session, seat.id)
    if follow is None or follow.mail is None or follow.confirmed_at is None:
        return
    board = await session.get_one(Board, screening.board_id)
    link = f"{settings.public_url}/screenings/{screening.public_id}/mine"
    stop = links.follow(settings, follow.idea_id, follow.mail)
    letter = decided(screening.verdict, board.name, link, stop)
    ident = message_id(settings, "screening", screening.id, screening.since.isoformat(), follow.mail)
    news = News(None, letter, DECIDED[screening.verdict], link, ident, screening.board_id)
    await tell(session, Reader(follow.mail, follow.language, unsubscribe=stop), news)


async def _sees_it(session: AsyncSession, screening: Screening, seat: Seat) -> bool:
    meeting = await session.get_one(Meeting, screening.meeting_id)
    if not meeting.under_way(clock.now()):
        return False
    here = select(Seat.id).where(Seat.id == seat.id, col(Seat.id).in_(connected(screening.board_id)))
    return (await session.execute(here)).first() is not None
