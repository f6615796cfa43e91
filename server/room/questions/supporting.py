""" "Jeg vil også vide det": one for each seat and question, taken back as easily; nobody learns who. The rows are
deleted with the meeting's secret, once it cannot be opened again."""

from sqlalchemy import delete, func
from sqlmodel import col, select

from schemas.act import Act
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.question_time import Support, SupportMoved, told_count
from schemas.seat import Seat
from schemas.secret import Secret
from schemas.voter import support_key
from server.core.change import Change, changing
from server.core.erasing import Erasing
from server.core.errors import N_, NotFound, NotNow
from server.core.losses import Losses
from server.core.runtime import Runtime

GONE = "Meetings whose supporters of questions are gone: {}. They can say it again."
OWN = N_("Det er dit eget spørgsmål.")
MOVED = N_("Der er allerede sket noget med spørgsmålet.")


async def support(runtime: Runtime, seat: Seat, meeting: Meeting, public_id: str, *, wants: bool) -> None:
    """Want to know a question too, or no longer; repeating it changes nothing. The room is told only if it now reads
    another number. Raises NotFound for what the room cannot see, NotNow for one's own and for one that has had its
    turn."""
    async with changing(runtime, seat, Act.SUPPORT, meeting) as change:
        at, session = change.at, change.session
        seen = (Idea.public_id == public_id, Idea.meeting_id == at.id)
        visible = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
        idea = (await session.execute(select(Idea).where(*seen, *visible))).scalar_one_or_none()
        if idea is None:
            raise NotFound
        if wants and idea.seat_id == change.by.id and not idea.on_paper:
            raise NotNow(OWN)
        if wants and not idea.rule.written:
            raise NotNow(MOVED)
        if (secret := at.heard_secret) is None:
            if not wants:
                return
            session.add(fresh := Secret(meeting_id=at.id))
            secret = fresh.value
        mine = (idea.id, support_key(secret, idea.id, change.by.id))
        stored = await session.get(Support, mine)
        if wants == (stored is not None):
            return
        count = (await session.execute(select(func.count()).where(Support.idea_id == idea.id))).scalar_one()
        if stored is None:
            session.add(Support(meeting_id=at.id, idea_id=mine[0], voter=mine[1]))
        else:
            await session.delete(stored)
        if told_count(at, count) != told_count(at, count + (1 if wants else -1)):
            change.tell(SupportMoved(at.id))


async def forget_supporters(change: Change) -> None:
    """When the meeting can no longer be opened again. The secret goes with the answers to "Blev du hørt?"."""
    await change.session.execute(delete(Support).where(col(Support.meeting_id) == change.at.id))


async def support_again(change: Change, losses: Losses) -> None:
    """A backup has none: count what is gone, and leave nothing whose secret is."""
    mine = select(Meeting.id).where(Meeting.board_id == change.board.id)
    gone = delete(Support).where(col(Support.meeting_id).in_(mine)).returning(col(Support.meeting_id))
    for _ in set((await change.session.execute(gone)).scalars()):
        losses.count(GONE)


async def erase_support(change: Change, erasing: Erasing) -> None:
    """Whoever is erased supports nothing. Found by their keys, for as long as there is a secret."""
    open_ones = select(Meeting).where(Meeting.board_id == change.board.id, col(Meeting.settled_at).is_(None))
    for meeting in (await change.session.execute(open_ones)).scalars().all():
        if not meeting.form.queues or meeting.heard_secret is None:
            continue
        ideas = select(Support.idea_id).where(Support.meeting_id == meeting.id).distinct()
        for idea_id in (await change.session.execute(ideas)).scalars().all():
            voter = support_key(meeting.heard_secret, idea_id, erasing.seat.id)
            await change.session.execute(
                delete(Support).where(col(Support.idea_id) == idea_id, col(Support.voter) == voter)
            )
        change.tell(SupportMoved(meeting.id))
