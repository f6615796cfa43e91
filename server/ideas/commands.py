"""Writing ideas: proposed once however often they are sent, edited from a known version, shown in shuffled order."""

import secrets
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import StatusChange
from schemas.bounds import Bounded
from schemas.codes import new_public_id
from schemas.flow import FLOW, By, Status, may_become
from schemas.idea import (
    Idea,
    IdeaAdmitted,
    IdeaEdited,
    IdeaProposed,
    IdeasRevealed,
    StatusChanged,
)
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Round, RoundIdea, RoundState
from schemas.seat import Seat
from server.bounds import hold_own
from server.change import Change, change
from server.errors import N_, NotNow, Outdated
from server.groups.membership import move
from server.ideas.wording import Wording
from server.parts import Parts


async def propose(parts: Parts, seat: Seat, meeting: Meeting, submission: str, words: Wording) -> Idea:
    """Write an idea down. The same `submission` with the same words is the same idea; with other words it is both.

    An idea that comes after its phase is kept as its proposer's and waits for the coordinator. Raises Invalid.
    """
    words.check()
    async with change(parts, seat, Act.PROPOSE, meeting) as board:
        return await write_down(board, submission, words)


async def write_down(board: Change, submission: str, words: Wording, paper_role: Role | None = None) -> Idea:
    """Keep words as an idea of the seat that writes; `paper_role` is that of whom it writes for, if it does. The same
    `submission` with the same words is the same idea."""
    known = await _known(board, submission)
    if known is not None and (known.title, known.text, known.paper_role) == (words.title, words.text, paper_role):
        return known
    if known is not None:
        submission = f"{submission[:40]}+{secrets.token_hex(8)}"
    on_paper = paper_role is not None
    bound = Bounded.PAPER if on_paper else Bounded.IDEAS
    await hold_own(board, bound, col(Idea.on_paper).is_(on_paper), in_all=Bounded.MEETING_IDEAS)
    idea = Idea(
        public_id=new_public_id(),
        board_id=board.board.id,
        meeting_id=board.at.id,
        seat_id=board.by.id,
        submission=submission,
        **vars(words),
        status_at=board.now,
        created_at=board.now,
        late=not board.at.rule.takes_ideas,
        on_paper=on_paper,
        paper_role=paper_role,
    )
    board.session.add(idea)
    await board.session.flush()
    await note(board, idea, Status.PROPOSED)
    board.tell(IdeaProposed(idea.id))
    return idea


async def _known(board: Change, submission: str) -> Idea | None:
    query = select(Idea).where(Idea.seat_id == board.by.id, Idea.submission == submission)
    return (await board.session.execute(query)).scalar_one_or_none()


async def edit(parts: Parts, seat: Seat, meeting: Meeting, idea: Idea, version: int, words: Wording) -> Idea:
    """Change the words of one's own idea: in the phases for it, and after the meeting as long as nobody has chosen it
    or voted on it. Raises Outdated when `version` is not the stored one."""
    words.check()
    async with change(parts, seat, Act.EDIT, None if meeting.over else meeting) as board:
        stored = await _own(board, idea)
        if meeting.over and (not stored.rule.written or await _voted_on(board, stored)):
            raise NotNow(N_("Peerboardet har stemt om ordene. Du kan føje noget til i stedet."))
        reword(board, stored, version, words)
    return stored


def reword(board: Change, idea: Idea, version: int, words: Wording, **besides: Any) -> None:
    """Give an idea other words, and what else was typed with them. The same again is no change. Raises Outdated when
    `version` is not the stored one."""
    wanted = vars(words) | besides
    if all(getattr(idea, name) == value for name, value in wanted.items()):
        return
    if idea.version != version:
        raise Outdated(N_("Idéen er ændret et andet sted. Se begge tekster herunder."), theirs=idea)
    for name, value in wanted.items():
        setattr(idea, name, value)
    idea.version += 1
    board.tell(IdeaEdited(idea.id))


async def withdraw(parts: Parts, seat: Seat, meeting: Meeting, idea: Idea) -> None:
    """Take one's own idea back, also after the meeting; it waits while a vote with the idea is open."""
    async with change(parts, seat, Act.WITHDRAW, None if meeting.over else meeting) as board:
        stored = await _own(board, idea)
        if stored.rule.taken_back:
            return
        if stored.rule.merged:
            raise NotNow(N_("Idéen er lagt sammen med en anden. Tal med koordinatoren, hvis den skal trækkes tilbage."))
        if not may_become(stored.status, Status.WITHDRAWN, By.PROPOSER):
            raise NotNow(N_("Idéen er sendt til en leder. Tal med koordinatoren, hvis den skal trækkes tilbage."))
        if await in_open_round(board, stored):
            raise NotNow(N_("Der stemmes om idéen nu. Du kan trække den tilbage bagefter."))
        from server.groups.merging import let_go  # which moves ideas itself, by what stands here

        await let_go(board, stored)
        await move(board, stored, None)
        await note(board, stored, Status.WITHDRAWN)


async def admit(parts: Parts, seat: Seat, meeting: Meeting, idea: Idea) -> None:
    """Take in an idea that came late; it is shown when the room's ideas are, and one by one when they are."""
    async with change(parts, seat, Act.ADMIT, meeting) as board:
        stored = await board.session.get_one(Idea, idea.id)
        if not stored.late:
            return
        stored.late = False
        board.tell(IdeaAdmitted(stored.id))
        if not board.at.hides_ideas and not board.at.shows_one_by_one:
            await reveal(board)


async def reveal(board: Change, *, one: bool = False) -> None:
    """Number the meeting's unshown ideas in shuffled order and show them, or only the next of them; nothing when there
    are none. One that a coordinator has hidden is not shown as the next: the room would see nothing."""
    query = select(Idea).where(Idea.meeting_id == board.at.id, col(Idea.shown_at).is_(None), col(Idea.late).is_(False))
    hidden = [i for i in (await board.session.execute(query)).scalars() if not i.rule.taken_back]
    if one:
        hidden = [idea for idea in hidden if idea.hidden_at is None]
    secrets.SystemRandom().shuffle(hidden)
    for idea in hidden[:1] if one else hidden:
        board.board.last_number += 1
        idea.number, idea.shown_at = board.board.last_number, board.now
    if hidden:
        board.tell(IdeasRevealed(board.at.id))


async def note(board: Change, idea: Idea, status: Status, **line: Any) -> StatusChange:
    """Move an idea to a status and leave the line on its timeline; staff are named, members and rounds never."""
    by_staff = board.seat is not None and board.seat.staff and "round_id" not in line
    entry = StatusChange(
        idea_id=idea.id, status=status, at=board.now, seat_id=board.by.id if by_staff else None, **line
    )
    board.session.add(entry)
    changed = idea.status is not status or FLOW[status].again
    idea.status, idea.status_at = status, board.now
    if FLOW[status].gone:
        await _out_of_focus(board, idea)
    await board.session.flush()
    if changed:
        board.tell(StatusChanged(idea.id, entry.id))
    return entry


async def _out_of_focus(board: Change, idea: Idea) -> None:
    """The room goes on with what the idea has become part of, or with none."""
    room = update(Meeting).where(col(Meeting.id) == idea.meeting_id, col(Meeting.focus_id) == idea.id)
    await board.session.execute(room.values(focus_id=idea.merged_into_id))


async def _own(board: Change, idea: Idea) -> Idea:
    stored = await board.session.get_one(Idea, idea.id)
    if stored.seat_id != board.by.id:
        raise NotNow(N_("Kun den, der har skrevet idéen, kan ændre den."))
    return stored


async def _voted_on(board: Change, idea: Idea) -> bool:
    query = select(RoundIdea.round_id).join(Round, col(Round.id) == RoundIdea.round_id)
    query = query.where(RoundIdea.idea_id == idea.id, Round.state != RoundState.VOID)
    return (await board.session.execute(query)).first() is not None


async def in_open_round(board: Change, idea: Idea) -> bool:
    """Whether there is a vote on the idea now; until it is closed the idea stays as it is."""
    query = (
        select(RoundIdea.round_id)
        .join(Round, col(Round.id) == RoundIdea.round_id)
        .where(RoundIdea.idea_id == idea.id, Round.state == RoundState.OPEN)
    )
    return (await board.session.execute(query)).first() is not None
