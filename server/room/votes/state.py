"""What changes in a vote without an event: the turnout, and what the coordinator is warned of."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.disclosure import too_few
from schemas.round import Ballot, Round
from server.core.prepared import built_once
from server.meeting.meetings.queries import Room
from server.meeting.meetings.state import RoomState
from server.room.votes.queries import RoomVote
from server.room.votes.repeats import few_have_moved


@dataclass
class VoteState:
    """The state of a vote. `busy` while people vote; of the ballots only their number is shown."""

    busy: bool = False
    voted: int = 0
    could: int = 0
    """How many can vote in the open round, with those who did so on paper."""
    on_paper: int = 0
    """How many of those voted on paper."""
    few: bool = False
    """Whether too few can vote for a secret ballot: in the open round or, on the desk, in the next one."""
    untold: bool = False
    """Whether a repeat of the last vote would have no result, because a few have come or gone since."""
    marks: bool = False
    """Whether the coordinator is offered to mark what the room has agreed on aloud."""


@built_once
def _turnout() -> Any:
    given = text("ballot.dots <> '{}'")  # a ballot without dots is no vote, here as in the count
    counts: Any = select(func.count(), func.count(col(Ballot.paper_role)))
    # Read anew: a leader who comes while people vote is one more who can.
    eligible = select(Round.eligible).where(Round.id == bindparam("round")).scalar_subquery()
    return counts.where(Ballot.round_id == bindparam("round"), given).add_columns(eligible)


async def load_turnout(session: AsyncSession, room: Room, _: RoomState) -> VoteState:
    """How many have voted. One query while a round is open, else none."""
    vote: RoomVote = room["vote"]
    if (open_ := vote.open_round) is None:
        return VoteState()
    voted, on_paper, eligible = (await session.execute(_turnout(), {"round": open_.id})).one()
    could = eligible + on_paper
    return VoteState(busy=True, voted=voted, could=could, on_paper=on_paper, few=too_few(could))


async def load_desk_turnout(session: AsyncSession, room: Room, state: RoomState) -> VoteState:
    """The turnout, and what the coordinator should know before the next vote."""
    found, meeting, vote = await load_turnout(session, room, state), room.meeting, room["vote"]
    if vote.open_round is None:
        found.few = too_few(state.heads.may_vote(leaders_vote=meeting.leaders_vote))
    found.untold = meeting.rule.marks and vote.told is not None and await few_have_moved(session, vote.told)
    found.marks = meeting.rule.marks and (found.few if vote.open_round else not (vote.round and vote.round.told))
    return found
