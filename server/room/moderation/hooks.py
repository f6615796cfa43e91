"""What a member writes waits to be looked at, where the meeting is moderated; and is forgotten when they are erased."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from schemas.comment import Comment
from schemas.format import Moderated
from schemas.idea import Idea
from schemas.individual_case import Case, looks_like
from schemas.meeting import Meeting
from schemas.screening import Screening, ScreeningDeed, Verdict
from schemas.seat import Seat
from server.core.change import Change
from server.core.erasing import SEAT_ERASED, Erasing
from server.core.seat_hooks import SEAT_REMOVED
from server.ideas.comments.hiding import COMMENT_HIDDEN, COMMENT_SHOWN
from server.ideas.ideas.hiding import HIDDEN, SHOWN_AGAIN
from server.ideas.ideas.written import TAKEN_BACK, WRITTEN
from server.room.moderation.flood import hold_back, likeness, look_at_another, put_away_the_same
from server.room.moderation.moving import hidden, leave_focus, log
from server.room.moderation.muting import put_away_all


async def screen(change: Change, words: Idea | Comment) -> None:
    """Have what a member wrote looked at: a screening of it waits from now on, and where the meeting is moderated
    before, the words are hidden in this very transaction. What staff write is not looked at."""
    meeting = await change.session.get_one(Meeting, words.meeting_id)
    if change.by.staff or meeting.moderation is Moderated.NEVER:
        return
    which = Screening.idea_id if isinstance(words, Idea) else Screening.comment_id
    found = (await change.session.execute(select(Screening).where(col(which) == words.id))).scalar_one_or_none()
    await hold_back(change, meeting, found)
    screening = found or Screening(
        board_id=words.board_id,
        meeting_id=words.meeting_id,
        idea_id=words.id if isinstance(words, Idea) else None,
        comment_id=words.id if isinstance(words, Comment) else None,
        since=change.now,
        version=0,
    )
    change.session.add(screening)
    if found is not None and not found.folded and found.likeness != likeness(words):
        await look_at_another(change, found, change.by)
    was, screening.verdict, screening.since = screening.verdict, Verdict.WAITING, change.now
    screening.rule, screening.message, screening.title, screening.text = None, "", "", ""
    seen = looks_like(f"{words.title}\n{words.text}" if isinstance(words, Idea) else words.text)
    screening.likeness = likeness(words)
    screening.looks = Case.OWN if Case.OWN in seen else Case.STAFF if seen else ""
    if meeting.moderation is Moderated.BEFORE:
        await _hide(change, words)
    await log(change, screening, ScreeningDeed.CAME, was=was)
    await put_away_the_same(change, screening)


async def _hide(change: Change, words: Idea | Comment) -> None:
    was_read = words.hidden_at is None and (isinstance(words, Comment) or words.shown_at is not None)
    words.hidden_at, words.hidden_reason = words.hidden_at or change.now, ""
    if was_read and isinstance(words, Idea):
        await leave_focus(change, words)
        change.tell(hidden(words))


async def taken_back(change: Change, idea: Idea) -> None:
    """What its writer took back stands for nobody else's words any more."""
    screening = (
        await change.session.execute(select(Screening).where(col(Screening.idea_id) == idea.id))
    ).scalar_one_or_none()
    meeting = await change.session.get_one(Meeting, idea.meeting_id)
    if screening is not None and not screening.folded and screening.rule is None and not meeting.over:
        await look_at_another(change, screening, await change.session.get_one(Seat, idea.seat_id))


async def showing_decides(change: Change, idea: Idea, hidden_at: datetime) -> None:  # noqa: ARG001
    """A coordinator who shows a hidden idea again has looked at it."""
    await _looked_at(change, col(Screening.idea_id) == idea.id)


async def hiding_decides(change: Change, words: Idea | Comment) -> None:
    """A coordinator who hides something has looked at it: it is not shown, by no rule but for the reason that they give
    its writer."""
    which = Screening.idea_id if isinstance(words, Idea) else Screening.comment_id
    screening = (await change.session.execute(select(Screening).where(col(which) == words.id))).scalar_one_or_none()
    if screening is not None:
        screening.verdict, screening.since, screening.rule = Verdict.REFUSED, change.now, None
        screening.message, screening.title, screening.text = words.hidden_reason, "", ""
        await log(change, screening, ScreeningDeed.REFUSED, by_writer=False)


async def comment_decides(change: Change, comment: Comment) -> None:
    """The same, for a comment."""
    await _looked_at(change, col(Screening.comment_id) == comment.id)


async def _looked_at(change: Change, which: ColumnElement[bool]) -> None:
    screening = (await change.session.execute(select(Screening).where(which))).scalar_one_or_none()
    if screening is not None and screening.verdict is not Verdict.SHOWN:
        screening.verdict, screening.since = Verdict.SHOWN, change.now
        screening.rule, screening.message, screening.title, screening.text = None, "", "", ""
        await log(change, screening, ScreeningDeed.SHOWN, by_writer=False)


async def forget_words(change: Change, erasing: Erasing) -> None:
    """Forget what was written to somebody about their words, and the words that were proposed to them."""
    mine = select(Screening).outerjoin(Idea, col(Idea.id) == Screening.idea_id)
    mine = mine.outerjoin(Comment, col(Comment.id) == Screening.comment_id)
    theirs = (col(Idea.seat_id) == erasing.seat.id) | (col(Comment.seat_id) == erasing.seat.id)
    for screening in (await change.session.execute(mine.where(theirs))).scalars().all():
        erasing.words |= {screening.title, screening.text, screening.message} - {""}
        screening.title, screening.text, screening.message, screening.looks = "", "", "", ""
        screening.likeness = b""


WRITTEN.add(screen)
TAKEN_BACK.add(taken_back)
HIDDEN.add(hiding_decides)
COMMENT_HIDDEN.add(hiding_decides)
SHOWN_AGAIN.add(showing_decides)
COMMENT_SHOWN.add(comment_decides)
SEAT_ERASED.add(forget_words)
SEAT_REMOVED.add(put_away_all)
