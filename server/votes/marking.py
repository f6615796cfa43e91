"""What the room has chosen aloud, where too few can vote in secret: the coordinator marks it, and may take it back."""

from collections.abc import Mapping

from sqlmodel import col, select

from schemas.act import Act
from schemas.disclosure import too_few
from schemas.flow import By, Status, may_become
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.round import Ballot, Round, RoundState
from schemas.seat import Seat
from server.answers.commands import MOVED
from server.change import Change, change
from server.errors import N_, Invalid, NotNow
from server.ideas.commands import note
from server.parts import Parts

PREFIX, BEFORE = "idea-", "was-"


def marked(typed: Mapping[str, str]) -> dict[str, bool]:
    """What a form changes, by the ideas' public ids: it says of each whether it is marked, and whether it was when the
    form was drawn. So another coordinator's marks stay. "Fortryd" takes back all that were marked."""
    was = {name.removeprefix(BEFORE): value == "1" for name, value in typed.items() if name.startswith(BEFORE)}
    none = typed.get("do") == "undo"
    now = {idea: not none and typed.get(PREFIX + idea) == "1" for idea in was}
    return {idea: chosen for idea, chosen in now.items() if chosen is not was[idea]}


async def mark_chosen(parts: Parts, seat: Seat, meeting: Meeting, chosen: Mapping[str, bool]) -> None:
    """Mark several ideas of the meeting as chosen, or as not chosen after all: all of them or none. What stands so
    already stays. Raises NotNow in other phases, while enough people vote, and for an idea that has moved on; Invalid
    for one that is not before the room."""
    async with change(parts, seat, Act.AGREE, meeting) as board:
        if not board.at.rule.marks:
            raise NotNow(N_("Det er ikke det, vi gør i dette trin."))
        if await _enough_vote(board):
            raise NotNow(N_("I er nok til at stemme. Vent, til afstemningen er slut."))
        shown = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
        query = select(Idea).where(Idea.meeting_id == board.at.id, col(Idea.public_id).in_(chosen), *shown)
        ideas = list((await board.session.execute(query.order_by(col(Idea.number)))).scalars())
        if len(ideas) < len(chosen):
            raise Invalid(N_("Vælg en idé."))
        for idea in ideas:
            status = Status.PRIORITISED if chosen[idea.public_id] else Status.PROPOSED
            if idea.status is status:
                continue
            if not may_become(idea.status, status, By.COORDINATOR):
                raise NotNow(MOVED)
            await note(board, idea, status)


async def _enough_vote(board: Change) -> bool:
    query = select(Round).where(Round.meeting_id == board.at.id, Round.state == RoundState.OPEN)
    round_ = (await board.session.execute(query)).scalar_one_or_none()
    if round_ is None:
        return False
    slips = select(Ballot.voter).where(Ballot.round_id == round_.id, col(Ballot.paper_role).is_not(None))
    return not too_few(round_.eligible + len((await board.session.execute(slips)).all()))
