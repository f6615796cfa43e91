"""From one verdict to the next: every step is logged without the words that it was about, and shows or hides them."""

from schemas.comment import Comment, CommentHidden
from schemas.idea import Idea, IdeaHidden
from schemas.meeting import Meeting
from schemas.screening import (
    VERDICTS,
    Screening,
    ScreeningDeed,
    ScreeningLine,
    ScreeningMoved,
    ScreeningTold,
    Verdict,
)
from server.core.change import Change
from server.core.errors import NotFound
from server.ideas.ideas.hiding import SHOWN_AGAIN
from server.ideas.ideas.showing import reveal
from server.room.moderation.reminding import remind_of

COMES = frozenset({ScreeningDeed.CAME, ScreeningDeed.SAID_NO})
"""With these it waits to be looked at, from now on."""


UNCOUNTED = COMES | {ScreeningDeed.MOVED}
"""Of these there is no public number; the others are counted."""


async def log(
    change: Change,
    screening: Screening,
    deed: ScreeningDeed,
    *,
    by_writer: bool = True,
    was: Verdict = Verdict.WAITING,
) -> None:
    """Write a line of the log, and tell those who moderate, and its writer of what they decided. Whoever moderates is
    named in it; its writer never is. What waits from now on is watched. `was` is where it stood before."""
    screening.version += 1
    await change.session.flush()
    line = ScreeningLine(
        board_id=screening.board_id,
        meeting_id=screening.meeting_id,
        screening_id=screening.id,
        at=change.now,
        seat_id=None if by_writer else change.by.id,
        deed=deed,
        rule=screening.rule,
    )
    change.session.add(line)
    counted = deed not in UNCOUNTED or VERDICTS[was].counted
    change.tell(ScreeningMoved(screening.id, screening.meeting_id, counted))
    if not by_writer:
        change.tell(ScreeningTold(screening.id, screening.meeting_id))
    elif deed in COMES:
        await remind_of(change.session, screening)


async def words_of(change: Change, screening: Screening) -> Idea | Comment:
    """What it is about. Raises NotFound for an idea that was taken back."""
    if screening.comment_id is not None:
        return await change.session.get_one(Comment, screening.comment_id)
    idea = await change.session.get_one(Idea, screening.idea_id)
    if idea.rule.taken_back:
        raise NotFound
    return idea


async def move(
    change: Change, screening: Screening, verdict: Verdict, deed: ScreeningDeed, *, by_writer: bool = False
) -> None:
    """Let it stand as `verdict`, and show or hide its words accordingly. Raises NotFound for an idea that was taken
    back."""
    words = await words_of(change, screening)
    was, screening.verdict, screening.since = screening.verdict, verdict, change.now
    if verdict is Verdict.SHOWN:
        screening.rule, screening.message, screening.title, screening.text = None, "", "", ""
        await _show(change, words)
    elif screening.held.hides and words.hidden_at is None:
        words.hidden_at = change.now
        if isinstance(words, Idea):
            await leave_focus(change, words)
        change.tell(hidden(words))
    await log(change, screening, deed, by_writer=by_writer, was=was)


async def _show(change: Change, words: Idea | Comment) -> None:
    if words.hidden_at is not None:
        if isinstance(words, Idea):
            await SHOWN_AGAIN(change, words, words.hidden_at)
        words.hidden_at, words.hidden_reason = None, ""
        change.tell(hidden(words))
    if isinstance(words, Idea) and words.shown_at is None and not words.late:
        change.meeting = meeting = await change.session.get_one(Meeting, words.meeting_id)
        if not meeting.hides_ideas and not meeting.shows_one_by_one:
            await reveal(change, alone=words)


async def leave_focus(change: Change, idea: Idea) -> None:
    """Have the room look at something else than this idea, which is hidden now."""
    meeting = await change.session.get_one(Meeting, idea.meeting_id)
    if meeting.focus_id == idea.id:
        meeting.focus_id = None


def hidden(words: Idea | Comment) -> IdeaHidden | CommentHidden:
    """What to tell when these words are hidden, or shown again."""
    if isinstance(words, Idea):
        return IdeaHidden(words.id)
    return CommentHidden(words.idea_id, words.id, words.consultation_id)
