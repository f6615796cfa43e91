"""Writing ideas. An idea is stored once however often it is sent, edited from a known version, and shown in shuffled
order."""

from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import StatusChange
from schemas.bounds import Bounded
from schemas.codes import new_public_id, other_key
from schemas.flow import FLOW, By, Status, may_become
from schemas.idea import (
    Idea,
    IdeaAdmitted,
    IdeaEdited,
    IdeaProposed,
    StatusChanged,
)
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Round, RoundIdea, RoundState
from schemas.seat import Seat
from schemas.table import TableMoved
from server.core import jobs
from server.core.bounds import hold_own
from server.core.change import Change, changing
from server.core.errors import N_, NotNow, Outdated
from server.core.hooks import Hooks
from server.core.prepared import built_once
from server.core.runtime import Runtime
from server.ideas.groups.membership import move
from server.ideas.ideas.open_words import say_yes
from server.ideas.ideas.showing import put_on_agenda, reveal
from server.ideas.ideas.wording import Wording
from server.ideas.ideas.written import TAKEN_BACK, WRITTEN
from server.meeting.seats.tables import table_of

BEFORE_PROPOSING: Hooks[Change] = Hooks()
"""Somebody is about to write an idea of their own at the change's meeting. A hook raises Invalid, with a sentence, if
they may not yet; what they typed stays in the form."""


async def propose(
    runtime: Runtime, seat: Seat, meeting: Meeting, submission: str, words: Wording, *, open_words: bool = False
) -> Idea:
    """Store an idea. The same `submission` with the same words is the same idea; with other words, both are kept.
    `open_words`: its author says yes to these words in an open record.

    An idea that comes after its phase is stored as late: only its proposer sees it until the coordinator admits it.
    Raises Invalid with a sentence per field, and Full for too many ideas.
    """
    words.check()
    async with changing(runtime, seat, Act.PROPOSE, meeting) as change:
        await BEFORE_PROPOSING(change)
        idea = await write_down(change, submission, words)
        if open_words:
            await say_yes(change, idea)
        return idea


async def write_down(
    change: Change, submission: str, words: Wording, paper_role: Role | None = None, table_no: int | None = None
) -> Idea:
    """Store words as an idea by the change's seat. `paper_role` is the role of the person it writes for, if it is not
    its own idea; `table_no` the table it comes from, if that is not the seat's own. What is written at a table is held
    there until the table shows it. The same `submission` with the same words and role is the same idea. Raises Full for
    too many ideas."""
    meeting, table_no = change.at, table_no or await table_of(change.session, change.at, change.by)
    if meeting.rule.at_tables and table_no and change.by.scribe:
        paper_role = paper_role or Role.CITIZEN  # it is the table's, not the scribe's own
    known = await _sent_before(change, submission)
    if known is not None and not known.came_as(words.title, words.text, paper_role):
        submission = other_key(submission, words.title, words.text, paper_role or "")
        known = await _sent_before(change, submission)
    if known is not None:
        return known
    on_paper = paper_role is not None
    bound = Bounded.PAPER if on_paper else Bounded.IDEAS
    await hold_own(change, bound, col(Idea.on_paper).is_(on_paper), in_all=Bounded.MEETING_IDEAS)
    idea = Idea(
        public_id=new_public_id(),
        board_id=change.board.id,
        meeting_id=change.at.id,
        seat_id=change.by.id,
        submission=submission,
        **vars(words),
        status_at=change.now,
        created_at=change.now,
        late=not change.at.takes_ideas(change.now),
        on_paper=on_paper,
        paper_role=paper_role,
        table_no=table_no,
        held=meeting.rule.at_tables and table_no is not None,
    )
    change.session.add(idea)
    await change.session.flush()
    await WRITTEN(change, idea)
    await note(change, idea, Status.PROPOSED, named=False)
    change.tell(IdeaProposed(idea.id))
    if change.at.rule.shows_at_once and not idea.late:
        await reveal(change, alone=idea)
    if table_no is not None:
        change.tell(TableMoved(meeting.id, table_no))
    if change.at.form.hands_in is not None and not change.at.begun and not on_paper:
        await jobs.due(change.session, "handed_in", idea.id, change.now, board_id=idea.board_id)
    return idea


@built_once
def _sent() -> Any:
    return select(Idea).where(Idea.seat_id == bindparam("seat"), Idea.submission == bindparam("submission"))


async def _sent_before(change: Change, submission: str) -> Idea | None:
    found = await change.session.execute(_sent(), {"seat": change.by.id, "submission": submission})
    return found.scalar_one_or_none()


async def edit(
    runtime: Runtime,
    seat: Seat,
    meeting: Meeting,
    idea: Idea,
    version: int,
    words: Wording,
    *,
    open_words: bool = False,
) -> Idea:
    """Change the words of one's own idea, in the phases for that, and after the meeting as long as nobody has chosen it
    or voted on it. A yes to the words before is none to these; `open_words` is one. Raises Invalid for the words,
    NotNow if it may not be edited, and Outdated if `version` is not the stored one."""
    words.check()
    async with changing(runtime, seat, Act.EDIT, None if meeting.over else meeting) as change:
        stored = await _own_idea(change, idea)
        if meeting.over and (not stored.rule.written or await _voted_on(change, stored)):
            raise NotNow(N_("Peerboardet har stemt om ordene. Du kan føje noget til i stedet."))
        if not meeting.over and change.at.form.queues and not stored.rule.written:
            raise NotNow(N_("Der er allerede sket noget med idéen. Ordene kan ikke ændres nu."))
        if not meeting.over and not stored.late and change.at.last_hand_in and change.now > change.at.last_hand_in:
            raise NotNow(N_("Fristen er gået. Sig det på mødet, eller bed koordinatoren om at rette det."))
        await reword(change, stored, version, words)
        if open_words and not meeting.over:
            await say_yes(change, stored)
    return stored


async def reword(change: Change, idea: Idea, version: int, words: Wording, **besides: Any) -> None:
    """Replace an idea's words, and the further columns in `besides`. If nothing differs, nothing happens. Raises
    Outdated if `version` is not the stored one."""
    wanted = vars(words) | besides
    if all(getattr(idea, name) == value for name, value in wanted.items()):
        return
    if idea.version != version:
        raise Outdated(N_("Idéen er ændret et andet sted. Se begge tekster herunder."), theirs=idea)
    idea.first_words = idea.first_words or idea.digest(idea.title, idea.text, idea.paper_role)
    for name, value in wanted.items():
        setattr(idea, name, value)
    idea.version += 1
    await WRITTEN(change, idea)
    change.tell(IdeaEdited(idea.id))
    _tell_table(change, idea)


def _tell_table(change: Change, idea: Idea) -> None:
    if idea.table_no is not None and idea.shown_at is None:
        change.tell(TableMoved(idea.meeting_id, idea.table_no))


async def withdraw(runtime: Runtime, seat: Seat, meeting: Meeting, idea: Idea) -> None:
    """Withdraw one's own idea, also after the meeting. Doing it again changes nothing. Raises NotNow if it was merged
    or has gone to a leader, and while it is being voted on."""
    async with changing(runtime, seat, Act.WITHDRAW, None if meeting.over else meeting) as change:
        stored = await _own_idea(change, idea)
        if stored.rule.taken_back:
            return
        if stored.rule.merged:
            raise NotNow(N_("Idéen er lagt sammen med en anden. Tal med koordinatoren, hvis den skal trækkes tilbage."))
        if not may_become(stored.status, Status.WITHDRAWN, By.PROPOSER):
            raise NotNow(N_("Idéen er sendt til en leder. Tal med koordinatoren, hvis den skal trækkes tilbage."))
        if await in_open_round(change, stored):
            raise NotNow(N_("Der stemmes om idéen nu. Du kan trække den tilbage bagefter."))
        await take_back(change, stored, named=False)


async def take_back(change: Change, idea: Idea, *, named: bool = True, **line: Any) -> None:
    """Within a change, withdraw an idea that may be; those that were merged into it stand by themselves again. `named`
    and `line` are as in `note`."""
    from server.ideas.groups.merging import let_go  # here, since that module imports this one

    await let_go(change, idea)
    await move(change, idea, None)
    await note(change, idea, Status.WITHDRAWN, named=named, **line)
    await TAKEN_BACK(change, idea)
    _tell_table(change, idea)


async def admit(runtime: Runtime, seat: Seat, meeting: Meeting, idea: Idea) -> None:
    """Admit an idea that came late. From then on it is shown like the room's other ideas, one by one if they are."""
    async with changing(runtime, seat, Act.ADMIT, meeting) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if not stored.late:
            return
        stored.late = False
        change.tell(IdeaAdmitted(stored.id))
        if change.at.form.hands_in is not None:
            await put_on_agenda(change, stored)
        elif not change.at.hides_ideas and not change.at.shows_one_by_one:
            await reveal(change)


async def note(change: Change, idea: Idea, status: Status, *, named: bool = True, **line: Any) -> StatusChange:
    """Set an idea's status and add the line to its timeline; `line` has further columns of StatusChange. The line names
    staff, but never a member, and nobody at all for the result of a round, or where it is not `named`: a leader who
    writes an idea is its author like anybody else."""
    by_staff = named and change.seat is not None and change.seat.staff and "round_id" not in line
    entry = StatusChange(
        idea_id=idea.id, status=status, at=change.now, seat_id=change.by.id if by_staff else None, **line
    )
    change.session.add(entry)
    changed = idea.status is not status or FLOW[status].again
    idea.status, idea.status_at = status, change.now
    if FLOW[status].gone:
        await _move_focus(change, idea)
    await change.session.flush()
    if changed:
        change.tell(StatusChanged(idea.id, entry.id))
    return entry


async def _move_focus(change: Change, idea: Idea) -> None:
    """If the room is focused on the idea, focus on the one that it was merged into, or on none."""
    room = update(Meeting).where(col(Meeting.id) == idea.meeting_id, col(Meeting.focus_id) == idea.id)
    await change.session.execute(room.values(focus_id=idea.merged_into_id))


async def _own_idea(change: Change, idea: Idea) -> Idea:
    stored = await change.session.get_one(Idea, idea.id)
    if stored.seat_id != change.by.id:
        raise NotNow(N_("Kun den, der har skrevet idéen, kan ændre den."))
    return stored


async def _voted_on(change: Change, idea: Idea) -> bool:
    query = select(RoundIdea.round_id).join(Round, col(Round.id) == RoundIdea.round_id)
    query = query.where(RoundIdea.idea_id == idea.id, Round.state != RoundState.VOID)
    return (await change.session.execute(query)).first() is not None


async def in_open_round(change: Change, idea: Idea) -> bool:
    """Whether the idea is being voted on now. Until that round is closed, the idea must not change."""
    query = (
        select(RoundIdea.round_id)
        .join(Round, col(Round.id) == RoundIdea.round_id)
        .where(RoundIdea.idea_id == idea.id, Round.state == RoundState.OPEN)
    )
    return (await change.session.execute(query)).first() is not None
