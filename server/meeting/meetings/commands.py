"""What a coordinator does with a meeting: create it, lead it on, mind its door and timer, and set how it votes."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.act import Act
from schemas.board import Board
from schemas.codes import JOIN_LENGTH, new_code, new_public_id, new_token
from schemas.format import Phase
from schemas.idea import Idea
from schemas.meeting import (
    Done,
    DoorMoved,
    Meeting,
    MeetingOpened,
    TimerSet,
    VotingSet,
)
from schemas.round import DOTS_MAX, Method, VoteOn
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow
from server.core.runtime import Runtime
from server.meeting.meetings.ending import due_to_end, end
from server.meeting.meetings.leading import begin, lead_on

NO_PHASE = N_("Det trin findes ikke i denne mødeform.")
STALE_PHASE = N_("Mødet er allerede gået videre. Siden viser nu det trin, I er på.")


async def new_meeting(change: Change, title: str, starts_at: datetime, *, place: str = "") -> Meeting:
    """Create a meeting on a board, with the defaults of the board's format and an open door.

    It waits in its lobby until a coordinator begins it, with the format's first phase, or with proposing if the board
    has no ideas yet to look back on. A worker ends it if nobody else does (see `ending.py`)."""
    board: Board = change.board
    rule = board.form
    past = select(Idea.id).where(Idea.board_id == board.id, col(Idea.shown_at).is_not(None)).limit(1)
    first = (await change.session.execute(past)).first() is None
    meeting = Meeting(
        public_id=new_public_id(),
        board_id=board.id,
        title=title,
        place=place,
        starts_at=starts_at,
        format=board.format,
        in_lobby=True,
        phase=rule.opens_with if first else rule.phases[0],
        code=new_code(JOIN_LENGTH),
        join_token=new_token(),
        screen_token=new_token(),
        dots=rule.dots,
        most=rule.most,
    )
    change.session.add(meeting)
    await change.session.flush()
    await due_to_end(change.session, meeting)
    change.tell(MeetingOpened(meeting.id))
    return meeting


async def begin_meeting(runtime: Runtime, seat: Seat, meeting: Meeting) -> None:
    """Begin the meeting with its first phase: those who have gathered see it. Doing it twice does it once."""
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        await begin(change)


async def enter_phase(runtime: Runtime, seat: Seat, meeting: Meeting, phase: Phase, seen_no: int) -> None:
    """Lead the meeting into `phase`. `seen_no` is the phase number that the coordinator saw; if it is out of date (a
    double click, or another coordinator was faster) this raises NotNow. Raises Invalid for a phase that the meeting's
    format, as it is now, has not."""
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        if phase not in change.at.phases:
            raise Invalid(NO_PHASE)
        if change.at.phase_no != seen_no:
            raise NotNow(STALE_PHASE)
        await lead_on(change, phase)


async def end_meeting(runtime: Runtime, seat: Seat, meeting: Meeting) -> None:
    """End the meeting. See `ending.py`, also for what happens if nobody does."""
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        await end(change)


async def move_door(runtime: Runtime, seat: Seat, meeting: Meeting, *, is_open: bool) -> None:
    """Open or lock the door for newcomers. Those who are inside stay."""
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        change.at.door_open = is_open
        change.tell(DoorMoved(change.at.id))


async def set_done(runtime: Runtime, seat: Seat, meeting: Meeting, *, done: bool) -> None:
    """Note that a member is done with this phase ("Jeg er færdig"), or not after all. The room sees how many are."""
    async with changing(runtime, seat, Act.DONE, meeting) as change:
        row = Done(meeting_id=change.at.id, phase_no=change.at.phase_no, seat_id=change.by.id)
        gone = delete(Done).where(col(Done.meeting_id) == row.meeting_id, col(Done.seat_id) == row.seat_id)
        await change.session.execute(gone.where(col(Done.phase_no) == row.phase_no))
        if done:
            change.session.add(row)


TIMER_MOST = timedelta(hours=3)


async def set_timer(runtime: Runtime, seat: Seat, meeting: Meeting, what: str, minutes: int) -> None:
    """Do `what` to the timer: "start" it, "add" or "take" `minutes`, "pause", "resume" or "stop". The timer is
    advisory: nothing closes when it runs out."""
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        at, now = change.at, change.now
        left = at.timer_left(now)
        running = at.timer_left_ms is None
        if what == "stop":
            at.timer_ends_at = at.timer_left_ms = None
        elif what == "pause" and left is not None and running:
            at.timer_left_ms, at.timer_ends_at = int(left / timedelta(milliseconds=1)), None
        elif what == "resume" and left is not None and not running:
            at.timer_ends_at, at.timer_left_ms = now + left, None
        elif what in {"start", "add", "take"}:
            begin = timedelta(0) if what == "start" or left is None else max(left, timedelta(0))
            left = begin + timedelta(minutes=-minutes if what == "take" else minutes)
            _run_timer(at, min(max(left, timedelta(0)), TIMER_MOST), now, running=running or what == "start")
        change.tell(TimerSet(at.id))


def _run_timer(at: Meeting, left: timedelta, now: datetime, *, running: bool) -> None:
    if running:
        at.timer_ends_at, at.timer_left_ms = now + left, None
    else:
        at.timer_left_ms = int(left / timedelta(milliseconds=1))


async def set_voting(
    runtime: Runtime,
    seat: Seat,
    meeting: Meeting,
    *,
    method: Method,
    dots: int,
    most: int,
    own_allowed: bool,
    leaders_vote: bool = True,
    vote_on: VoteOn = VoteOn.ALL,
    dots_max: int = DOTS_MAX,
) -> None:
    """Set the rules of the next round; an open round keeps its own. `dots` is from 1 to `dots_max`, and `most`, the
    limit per idea, from 1 to `dots`; else raises Invalid.

    `dots_max` is for elections held elsewhere, whose voters had more dots."""
    if not 1 <= dots <= dots_max or not 1 <= most <= dots:
        raise Invalid(
            N_("Antallet af prikker passer ikke."),
            fields={"dots": N_("Vælg 1 til 100 prikker. En idé kan højst få dem alle.")},
        )
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        at = change.at
        at.method, at.dots, at.most = method, dots, most
        at.own_allowed, at.leaders_vote, at.vote_on = own_allowed, leaders_vote, vote_on
        change.tell(VotingSet(at.id))
