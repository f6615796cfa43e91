"""What happened to the example's ideas since their meetings: each went the way that FLOW allows, line by line."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from schemas.answer import Answer, AnswerGiven, Effect, Owner, Step
from schemas.codes import new_public_id
from schemas.flow import FLOW, Need
from schemas.flow import Status as S
from schemas.idea import Idea, IdeasRevealed
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.seat import Seat
from schemas.unit import Unit
from server.change import Change
from server.days import danish_day
from server.demo.story import Line
from server.demo.work import UNDER_WAY, write_work
from server.ideas.commands import note

WAYS: dict[S, tuple[S, ...]] = {
    S.PROPOSED: (),
    S.PRIORITISED: (S.PRIORITISED,),
    S.REVIEW: (S.PRIORITISED, S.REVIEW),
    S.IN_PROGRESS: (S.PRIORITISED, S.REVIEW, S.AGREED, S.IN_PROGRESS),
    S.DONE: (S.PRIORITISED, S.REVIEW, S.AGREED, S.IN_PROGRESS, S.DONE),
    S.CONFIRMED: (S.PRIORITISED, S.REVIEW, S.AGREED, S.IN_PROGRESS, S.DONE, S.CONFIRMED),
    S.EVALUATED: (S.PRIORITISED, S.REVIEW, S.AGREED, S.IN_PROGRESS, S.DONE, S.CONFIRMED, S.EVALUATED),
    S.WITHDRAWN: (S.WITHDRAWN,),
}
"""How an idea came where it is, where it did not come as the answer of a leader."""
YES = "Det er en god idé, og den kan lade sig gøre. Vi går i gang og fortæller, hvordan det går."


def way_to(status: S) -> tuple[S, ...]:
    """The statuses that an idea goes through, to stand in this one."""
    return WAYS.get(status, (S.PRIORITISED, S.REVIEW, status))


async def write_past(
    board: Change,
    meeting: Meeting,
    members: Sequence[Seat],
    leader: Seat,
    leo: Person,
    story: Sequence[Line],
    *,
    pace: int = 7,
) -> None:
    """Write a meeting's ideas with all that became of them; the last of each line is the leader's words. `pace` is the
    number of days from one stage to the next."""
    began = board.now
    for number, (title, text, theme, statement, status, words) in enumerate(story):
        board.board.last_number += 1
        board.seat, board.now = None, began
        idea = Idea(
            public_id=new_public_id(),
            board_id=board.board.id,
            meeting_id=meeting.id,
            seat_id=members[number % len(members)].id,
            submission=f"demo-{board.board.last_number}",
            number=board.board.last_number,
            title=title,
            text=text,
            theme=theme,
            statement=statement,
            status_at=began,
            created_at=began,
            shown_at=began + timedelta(minutes=40),
        )
        board.session.add(idea)
        await board.session.flush()
        await note(board, idea, S.PROPOSED)
        for stage, step in enumerate(way_to(status), 1):
            board.now = began + timedelta(days=1 + pace * (stage - 1), minutes=number)
            board.seat = leader if step not in {S.PRIORITISED, S.WITHDRAWN, S.CONFIRMED} else None
            await _take(board, idea, step, leo, words if step is status else YES if step is S.AGREED else "")
    board.seat = None
    board.tell(IdeasRevealed(meeting.id))


async def _take(board: Change, idea: Idea, step: S, leo: Person, words: str) -> None:
    line: dict[str, Any] = {"text": words}
    day = danish_day(board.now + timedelta(days=200 if (idea.number or 0) % 20 else 30))
    if step is S.REVIEW:
        idea.leader_id, idea.answer_by = leo.id, _later(board.now, idea)
        line["day"] = danish_day(idea.answer_by)
    if FLOW[step].dated:
        line["day"] = day
    if FLOW[step].needs & {Need.WHERE, Need.UNIT}:
        line |= {"place": words, "text": ""}
    if Need.EFFECT in FLOW[step].needs:
        line["effect"] = Effect.BETTER
    entry = await note(board, idea, step, **line)
    shared = idea.title == UNDER_WAY
    if step is S.AGREED and not shared:
        board.session.add(Owner(idea_id=idea.id, person_id=leo.id, name=leo.name))
    if step is S.IN_PROGRESS and shared:
        assert board.seat is not None
        await write_work(board, idea, board.seat, leo)
    elif step is S.IN_PROGRESS:
        board.session.add(Step(idea_id=idea.id, text="Aftale med afsnittene", person=leo.name, day=day))
    if FLOW[step].answer:
        await _answer(board, idea, leo, words, entry.id)


def _later(now: datetime, idea: Idea) -> datetime:
    """Two of three have waited too long, by some days; the others are in time."""
    return now + timedelta(days=47 if (idea.number or 0) % 3 else 90)


async def _answer(board: Change, idea: Idea, leo: Person, words: str, change_id: int) -> None:
    unit = await board.session.get_one(Unit, board.board.unit_id)
    answer = Answer(
        idea_id=idea.id,
        change_id=change_id,
        person_id=leo.id,
        name=leo.name,
        title=leo.title,
        level=unit.name,
        at=board.now,
        text=words,
    )
    board.session.add(answer)
    await board.session.flush()
    board.tell(AnswerGiven(idea.id, answer.id))
