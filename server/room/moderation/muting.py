"""Closing for one writer: nobody is asked to look at what they write any more, and what waited of theirs is put away.
Whoever closes sees the words, and never who wrote them."""

from sqlalchemy import select
from sqlmodel import col

from schemas.act import Act
from schemas.comment import Comment
from schemas.idea import Idea
from schemas.screening import Screening, ScreeningDeed, Verdict
from schemas.seat import Seat, SeatChanged
from server.core.change import Change, changing
from server.core.errors import N_, NotNow
from server.core.runtime import Runtime
from server.ideas.ideas.commands import in_open_round
from server.room.moderation.flood import by, look_at_another
from server.room.moderation.moving import move

OWN = N_("Det er dine egne ord. En anden skal se på dem.")
OPEN = (Verdict.WAITING, Verdict.ASKED, Verdict.CORRECTED)
"""What nobody has come to an end with."""


async def close_for(runtime: Runtime, seat: Seat, screening: Screening) -> None:
    """Refuse what the writer of these words writes from now on, and put away what waits of theirs. What was shown
    stays. Doing it again changes nothing. Raises NotNow for one's own words."""
    async with changing(runtime, seat, Act.MODERATE) as change:
        writer = await _writer(change, screening)
        if writer.id == change.by.id or writer.staff:
            raise NotNow(OWN)
        writer.muted_at = writer.muted_at or change.now
        await put_away_all(change, writer)
        change.tell(SeatChanged(writer.id))


async def open_for(runtime: Runtime, seat: Seat, screening: Screening) -> None:
    """Let the writer of these words write again. What was put away stays so until they write it anew."""
    async with changing(runtime, seat, Act.MODERATE) as change:
        writer = await _writer(change, screening)
        if writer.muted_at is not None:
            writer.muted_at = None
            change.tell(SeatChanged(writer.id))


async def put_away_all(change: Change, writer: Seat) -> None:
    """Put away what waits of a seat's. Words that are voted on stay until the vote is over."""
    waits = select(Screening).where(by(writer.id), col(Screening.verdict).in_(OPEN)).order_by(col(Screening.id))
    for screening in (await change.session.execute(waits)).scalars().all():
        words = None if screening.idea_id is None else await change.session.get_one(Idea, screening.idea_id)
        if words is not None and await in_open_round(change, words):
            continue
        screening.rule, screening.message, screening.title, screening.text = None, "", "", ""
        nobody = change.seat is None or change.seat.id == writer.id
        await move(change, screening, Verdict.REFUSED, ScreeningDeed.REFUSED, by_writer=nobody)
        await look_at_another(change, screening, writer)


async def _writer(change: Change, screening: Screening) -> Seat:
    stored = await change.session.get_one(Screening, screening.id)
    words = await change.session.get_one(Comment, stored.comment_id) if stored.comment_id is not None else None
    seat_id = words.seat_id if words else (await change.session.get_one(Idea, stored.idea_id)).seat_id
    return await change.session.get_one(Seat, seat_id)
