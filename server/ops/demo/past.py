"""What has happened to the example's ideas since their meetings, one status change at a time, as FLOW allows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from schemas.answer import Answer, AnswerGiven, Effect, Owner, StatusChange, Step
from schemas.codes import new_public_id
from schemas.flow import FLOW, Need
from schemas.flow import Status as S
from schemas.idea import Idea, IdeasRevealed
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.referral import Referral
from schemas.seat import Seat
from schemas.unit import Unit
from server.core import clock
from server.core.change import Change
from server.core.days import danish_day, end_of, last_working_day
from server.ideas.ideas.commands import note
from server.ops.demo.replies import REPLIES, write_reply
from server.ops.demo.story import Line
from server.ops.demo.work import UNDER_WAY, write_work

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
"""How an idea got where it is, other than by a leader's answer."""
AWAY_FOR = timedelta(days=12)
"""From today: whoever was asked elsewhere still has that long to answer."""
YES = "Det er en god idé, og den kan lade sig gøre. Vi går i gang og fortæller, hvordan det går."


def held(now: datetime, ago: int) -> datetime:
    """When a meeting some `ago` days back was held: on a day on which offices are open, at the same time of day."""
    day = danish_day(now) - timedelta(days=ago)
    return now - (danish_day(now) - last_working_day(day))


def way_to(status: S) -> tuple[S, ...]:
    """The statuses an idea passes through to reach this one."""
    return WAYS.get(status, (S.PRIORITISED, S.REVIEW, status))


async def write_past(
    change: Change,
    meeting: Meeting,
    members: Sequence[Seat],
    leader: Seat,
    leo: Person,
    story: Sequence[Line],
    *,
    pace: int = 7,
) -> None:
    """Write a meeting's ideas and everything that became of them; each row ends with the leader's words. `pace` is the
    number of days from one stage to the next."""
    began = change.now
    for number, (title, text, theme, statement, status, words) in enumerate(story):
        change.board.last_number += 1
        change.seat, change.now = None, began
        idea = Idea(
            public_id=new_public_id(),
            board_id=change.board.id,
            meeting_id=meeting.id,
            seat_id=members[number % len(members)].id,
            submission=f"demo-{change.board.last_number}",
            number=change.board.last_number,
            title=title,
            text=text,
            theme=theme,
            statement=statement,
            status_at=began,
            created_at=began,
            shown_at=began + timedelta(minutes=40),
        )
        change.session.add(idea)
        await change.session.flush()
        await note(change, idea, S.PROPOSED)
        for stage, step in enumerate(way_to(status), 1):
            change.now = began + timedelta(days=1 + pace * (stage - 1), minutes=number)
            change.seat = leader if step not in {S.PRIORITISED, S.WITHDRAWN, S.CONFIRMED} else None
            await _take(change, idea, step, leo, words if step is status else YES if step is S.AGREED else "")
    change.seat = None
    change.tell(IdeasRevealed(meeting.id))


async def _take(change: Change, idea: Idea, step: S, leo: Person, words: str) -> None:
    line: dict[str, Any] = {"text": words}
    day = danish_day(change.now + timedelta(days=200 if (idea.number or 0) % 20 else 30))
    if FLOW[step].answer_dated:
        away = end_of(danish_day(clock.now()) + AWAY_FOR)
        idea.leader_id, idea.answer_by = leo.id, away if FLOW[step].away else _later(change.now, idea)
        line["day"] = danish_day(idea.answer_by)
    if FLOW[step].dated:
        line["day"] = day
    if FLOW[step].needs & {Need.WHERE, Need.UNIT}:
        line |= {"place": words, "text": ""}
    if Need.EFFECT in FLOW[step].needs:
        line["effect"] = Effect.BETTER
    entry = await note(change, idea, step, **line)
    shared = idea.title == UNDER_WAY
    if step is S.AGREED and not shared:
        change.session.add(Owner(idea_id=idea.id, person_id=leo.id, name=leo.name))
    if step is S.IN_PROGRESS and shared:
        assert change.seat is not None
        await write_work(change, idea, change.seat, leo)
    elif step is S.IN_PROGRESS:
        change.session.add(Step(idea_id=idea.id, text="Aftale med afsnittene", person=leo.name, day=day, named=True))
    if FLOW[step].away:
        await _asked(change, idea, words, entry)
    if FLOW[step].answer:
        await _answer(change, idea, leo, words, entry.id)


async def _asked(change: Change, idea: Idea, body: str, entry: StatusChange) -> None:
    now, by = change.now, idea.answer_by
    assert by is not None
    sent = Referral(idea_id=idea.id, change_id=entry.id, body=body, sent_at=now, first_sent_at=now, reply_by=by)
    sent.state_at, sent.sent_by = now, entry.seat_id
    change.session.add(sent)
    await change.session.flush()
    if idea.title in REPLIES:
        change.now, change.seat = now + timedelta(days=16), None
        await write_reply(change, idea, sent)


def _later(now: datetime, idea: Idea) -> datetime:
    """Two in three are a few days overdue; the rest are on time."""
    return now + timedelta(days=47 if (idea.number or 0) % 3 else 90)


async def _answer(change: Change, idea: Idea, leo: Person, words: str, change_id: int) -> None:
    unit = await change.session.get_one(Unit, change.board.unit_id)
    answer = Answer(
        idea_id=idea.id,
        change_id=change_id,
        person_id=leo.id,
        name=leo.name,
        title=leo.title,
        level=unit.name,
        at=change.now,
        text=words,
    )
    change.session.add(answer)
    await change.session.flush()
    change.tell(AnswerGiven(idea.id, answer.id))
