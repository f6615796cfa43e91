"""What keeps a flood from those who moderate: of one writer only so much waits at a time, and the same words are looked
at once."""

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import col

from schemas.codes import words_digest
from schemas.comment import Comment
from schemas.format import Moderated
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.screening import SAME, Screening, ScreeningDeed, Verdict, WrittenAgain
from schemas.seat import Seat
from server.core.change import Change
from server.core.errors import N_, Full
from server.room.moderation.moving import move

WAITS = N_("Det er ikke sendt, men det står her endnu. Vi læser først det, du har sendt.")


def likeness(words: Idea | Comment) -> bytes:
    """What words are known again by, however they are spaced and punctuated."""
    text = f"{words.title} {words.text}" if isinstance(words, Idea) else words.text
    return words_digest("alike", "".join(filter(str.isalnum, text.casefold())))


def by(seat_id: int | None) -> ColumnElement[bool]:
    """The screenings of what a seat wrote and has not taken back."""
    ideas = select(col(Idea.id)).where(col(Idea.seat_id) == seat_id, stands(taken_back=False))
    comments = select(col(Comment.id)).where(col(Comment.seat_id) == seat_id)
    return or_(col(Screening.idea_id).in_(ideas), col(Screening.comment_id).in_(comments))


async def hold_back(change: Change, meeting: Meeting, own: Screening | None) -> None:
    """Raise Full while as much of the writer's waits as the format lets wait, besides their `own`, which they write
    anew."""
    if meeting.moderation is not Moderated.BEFORE:
        return
    waits = select(func.count()).select_from(Screening).where(by(change.by.id))
    waits = waits.where(col(Screening.meeting_id) == meeting.id, col(Screening.verdict) == Verdict.WAITING)
    if own is not None:
        waits = waits.where(col(Screening.id) != own.id)
    if (await change.session.execute(waits)).scalar_one() >= meeting.form.waiting:
        raise Full(WAITS)


async def put_away_the_same(change: Change, screening: Screening) -> None:
    """Where nothing shows unseen: put words away that wait or stand there already, and refuse those that were refused,
    by the same rule. What was only put away decides about nobody else's words."""
    meeting = await change.session.get_one(Meeting, screening.meeting_id)
    if meeting.moderation is not Moderated.BEFORE:
        return
    decides = or_(col(Screening.verdict) != Verdict.REFUSED, col(Screening.rule).is_not(None))
    before = await _first_alike(change, screening, decides)
    if before is not None:
        screening.rule, screening.message = before.rule, "" if before.rule else SAME
        await move(change, screening, Verdict.REFUSED, ScreeningDeed.REFUSED, by_writer=True)
        if screening.folded and before.verdict is Verdict.SHOWN and before.idea_id is not None:
            await _count(change, screening, before.idea_id)


async def _count(change: Change, screening: Screening, idea_id: int) -> None:
    """The room reads how many wrote the same. Who writes it again and again counts once, and is told of once."""
    same = (col(Screening.meeting_id) == screening.meeting_id, col(Screening.likeness) == screening.likeness)
    mine = select(col(Screening.id)).where(by(change.by.id), *same, col(Screening.id) != screening.id)
    if (await change.session.execute(mine.limit(1))).first() is None:
        change.tell(WrittenAgain(idea_id))


async def look_at_another(change: Change, screening: Screening, writer: Seat) -> None:
    """Words do not stand for others' any more: their writer was closed for, took them back or wrote others. If somebody
    else wrote the same, theirs wait now."""
    put_away = (col(Screening.verdict) == Verdict.REFUSED, col(Screening.rule).is_(None))
    heard = (col(Seat.id) != writer.id, col(Seat.muted_at).is_(None), col(Seat.removed_at).is_(None))
    another = await _first_alike(change, screening, *put_away, *heard)
    if another is not None:
        another.message = ""
        await move(change, another, Verdict.WAITING, ScreeningDeed.CAME, by_writer=True)


async def _first_alike(change: Change, screening: Screening, *which: ColumnElement[bool]) -> Screening | None:
    query = select(Screening).outerjoin(Idea, col(Idea.id) == Screening.idea_id)
    query = query.outerjoin(Comment, col(Comment.id) == Screening.comment_id)
    query = query.join(Seat, col(Seat.id) == func.coalesce(col(Idea.seat_id), col(Comment.seat_id)))
    same = (col(Screening.meeting_id) == screening.meeting_id, col(Screening.likeness) == screening.likeness)
    there = or_(col(Screening.comment_id).is_not(None), stands(taken_back=False))
    query = query.where(*same, there, col(Screening.id) != screening.id, *which).order_by(col(Screening.id)).limit(1)
    return (await change.session.execute(query)).scalar_one_or_none()
