"""The board, meeting and round an election is held in, created and led by a coordinator of its own."""

from dataclasses import dataclass

from sqlmodel import col, select

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.flow import Status
from schemas.format import DEFAULT_FORMAT, Phase
from schemas.idea import Idea, IdeaProposed
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.roles import Role
from schemas.round import DOTS_MAX, Method, Round, RoundState
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server import features
from server.core.change import Change, changing_board
from server.core.runtime import Runtime
from server.core.seating import give_seat
from server.ideas.ideas.commands import note
from server.meeting.meetings.commands import end_meeting, enter_phase, new_meeting, set_voting
from server.ops.replay.pabulib import Election, Kind, Project
from server.organisation.people.commands import add_coordinator

MAIL, NAME, UNIT = "replay@peerboard.invalid", "Genafspilning", "Genafspillede valg"
LONGEST_NAME = 200


@dataclass
class Stage:
    """Where an election is held. `seat` is the coordinator's; `sign_in` signs them in, once."""

    runtime: Runtime
    seat: Seat
    meeting: Meeting
    ideas: dict[str, str]
    """Project → the idea's public id, by which a ballot names it."""
    sign_in: str

    async def enter(self, phase: Phase) -> None:
        """Move the meeting into a phase from the one it is in."""
        async with self.runtime.database.snapshot() as session:
            now = await session.get_one(Meeting, self.meeting.id)
        await enter_phase(self.runtime, self.seat, now, phase, now.phase_no)

    async def round(self) -> Round:
        """The round that is open now."""
        query = select(Round).where(Round.meeting_id == self.meeting.id, Round.state == RoundState.OPEN)
        async with self.runtime.database.snapshot() as session:
            return (await session.execute(query)).scalar_one()

    async def give_up(self) -> None:
        """End the meeting; the votes so far are void."""
        await end_meeting(self.runtime, self.seat, self.meeting)


async def set_stage(runtime: Runtime, election: Election) -> Stage:
    """Make a board and a meeting with the projects as ideas and a round with the election's rules."""
    features.declare()  # this process leads the meeting itself
    sign_in = await add_coordinator(runtime, MAIL, NAME)
    board, person = await _board(runtime, election)
    seat = await give_seat(runtime, person, board, Role.COORDINATOR)
    async with changing_board(runtime, board.id) as change:
        meeting = await new_meeting(change, _short(election.title), change.now)
        meeting.seats_most = max(len(election.ballots), meeting.form.seats)
        ideas = {project.ref: await _idea(change, meeting, project) for project in election.projects}
    await _rules(runtime, seat, meeting, election)
    return Stage(runtime, seat, meeting, ideas, sign_in)


async def _board(runtime: Runtime, election: Election) -> tuple[Board, Person]:
    """A new board for each replay, in a unit that only replays use."""
    async with runtime.database.begin() as session:
        person = (await session.execute(select(Person).where(Person.mail == MAIL))).scalar_one()
        found = await session.execute(select(Unit).where(Unit.name == UNIT).order_by(col(Unit.id)).limit(1))
        unit = found.scalar_one_or_none() or Unit(kind=UnitKind.DEPARTMENT, name=UNIT)
        session.add(unit)
        await session.flush()
        board = Board(unit_id=unit.id, name=_short(election.title), format=DEFAULT_FORMAT)
        session.add(board)
    return board, person


async def _idea(change: Change, meeting: Meeting, project: Project) -> str:
    """Not a member's text, and published already: a project is taken as it is, with any numbers in it."""
    idea = Idea(
        public_id=new_public_id(),
        board_id=change.board.id,
        meeting_id=meeting.id,
        submission=f"replay-{len(change.events)}",
        source_ref=project.ref,
        title=project.title,
        text=project.text,
        status_at=change.now,
        created_at=change.now,
    )
    change.session.add(idea)
    await change.session.flush()
    await note(change, idea, Status.PROPOSED)
    change.tell(IdeaProposed(idea.id))
    return idea.public_id


async def _rules(runtime: Runtime, seat: Seat, meeting: Meeting, election: Election) -> None:
    """A mark for every idea is approval; a limited number of marks is as many dots, at most one per idea."""
    limits = election.limits
    bounded = election.kind is Kind.APPROVAL and limits.dots < len(election.projects)
    approval = election.kind is Kind.APPROVAL and not bounded
    await set_voting(
        runtime,
        seat,
        meeting,
        method=Method.APPROVAL if approval else Method.DOTS,
        dots=1 if approval else limits.dots,
        most=1 if approval else limits.most,
        own_allowed=True,
        dots_max=max(DOTS_MAX, limits.dots),
    )


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_NAME else f"{title[: LONGEST_NAME - 1]}…"
