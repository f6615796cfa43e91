"""Writing the minutes: in the transaction that ends the meeting, from what its pages show at that moment.

Ideas and people are kept as ids only and looked up when the minutes are shown, so an idea that is hidden or erased
later is gone from the minutes too. What was agreed, and the numbers, stay as they were that evening.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.codes import new_token
from schemas.comment import Comment
from schemas.discussion import Note
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.minutes import Minutes, MinutesChanged, PartKey, version_of
from schemas.question_rules import rules_named
from schemas.question_time import Became
from schemas.round import newest_counted
from schemas.seat import Seat
from server.core.change import Change
from server.meeting.meetings.headcount import count_heads
from server.meeting.meetings.queries import Room
from server.room.agreements.decisions import Decided, load_decided
from server.room.agreements.queries import Agreed, load_agreed
from server.room.minutes.leaders import leaders_here
from server.room.minutes.rewriting import still_said
from server.room.questions.queries import Queue, fill
from server.room.since_last.queries import Told, load_since
from server.room.summary.attended import who_attended

Rows = list[dict[str, Any]]


async def write_minutes(change: Change) -> None:
    """Write the minutes of the meeting that `change` ends, as a draft. If it had ended before and was opened again they
    are a new version, in which the coordinators' own words, order and hiding stay. A fixed number of statements,
    however many ideas and members."""
    meeting, session = change.at, change.session
    ideas = await _ideas(session, meeting)
    chosen = [idea for idea in ideas if not idea.rule.written and not idea.rule.merged]
    planned = [idea for idea in ideas if idea.turn is not None]
    chosen = [idea for idea in chosen if idea not in planned]
    agreed = await load_agreed(session, chosen)
    since = await _since(session, meeting, change.board)
    written: dict[PartKey, dict[str, Any]] = {
        PartKey.HEAD: await _head(session, meeting, change.seat),
        PartKey.AGENDA: {"rows": await _decided(session, planned)},
        PartKey.QUESTIONS: {"rows": await _questions(session, meeting, change.board, ideas)},
        PartKey.AGREED: {"rows": [_agreed(item) for item in agreed]},
        PartKey.RESULT: {"round": (await session.execute(select(newest_counted(meeting.id)))).scalar_one()},
        PartKey.SINCE: since,
        PartKey.DISCUSSED: {"rows": await _discussed(session, meeting)},
        PartKey.CARRIED: {"rows": _carried(ideas, agreed)},
        PartKey.IDEAS: {
            "rows": [
                {"idea": idea.id, "into": idea.merged_into_id, "v": idea.version}
                for idea in ideas
                if idea not in planned
            ]
        },
    }
    before = await session.get(Minutes, meeting.id)
    parts = [_part(PartKey(part["key"]), part, written) for part in _parts(before, meeting)]
    if before is None:
        session.add(Minutes(meeting_id=meeting.id, parts=parts, token=new_token(), written_at=change.now))
    else:
        session.add(version_of(before))
        before.parts, before.version, before.written_at = parts, before.version + 1, change.now
        before.edited_at = before.edited_by = None
    await session.flush()
    change.tell(MinutesChanged(meeting.id))


OF_QUEUE = frozenset({PartKey.QUESTIONS})
OF_AGENDA = frozenset({PartKey.AGENDA})
INSTEAD_OF_QUEUE = frozenset({PartKey.AGREED, PartKey.RESULT, PartKey.CARRIED})
"""A meeting has the one or the others: questions in a queue are neither voted on nor agreed about."""


def _parts(before: Minutes | None, meeting: Meeting) -> Rows:
    """The sections as they stood, in their order: only those that a meeting of this format can have."""
    if before is not None:
        return before.parts
    without = INSTEAD_OF_QUEUE if meeting.form.queues else OF_QUEUE
    if meeting.form.hands_in is None:
        without |= OF_AGENDA
    return [{"key": key.value, "shown": True, "words": "", "rows": []} for key in PartKey if key not in without]


async def _questions(session: AsyncSession, meeting: Meeting, board: Board, ideas: list[Idea]) -> Rows:
    """What became of each question: first those that had their turn, in order, then those that wait for the next."""
    if not meeting.form.queues:
        return []
    queue = await fill(session, Queue(meeting, rules_named(board.question_rules)), ideas)
    had: Rows = [_turn(idea, turn.became or Became.NEXT, turn.called_at) for turn, idea in queue.done]
    return had + [_turn(idea, Became.NEXT, None) for idea in queue.open]


def _turn(idea: Idea, became: Became, called: datetime | None) -> dict[str, Any]:
    return {"idea": idea.id, "became": became.value, "called": called.isoformat() if called else ""}


def _part(key: PartKey, before: dict[str, Any], written: dict[PartKey, dict[str, Any]]) -> dict[str, Any]:
    """A section written anew. What is a coordinator's own in it stays, and a correction with the row it replaces."""
    now, own = {"rows": [], **written.get(key, {})}, {name: before[name] for name in ("shown", "words")}
    return {"key": key.value, **own, "said": still_said(before, now), **now}


async def _head(session: AsyncSession, meeting: Meeting, by: Seat | None) -> dict[str, Any]:
    """Who was there: by role only if that may be disclosed, leaders by seat, and members never by name."""
    there = await who_attended(session, meeting)
    by_role = {role.value: number for role, number in there.roles.items()}
    led_by = by.id if by and by.staff else None
    leaders = await leaders_here(session, meeting)
    told = {"starts": meeting.starts_at.isoformat(), "ended": str(meeting.ended_at), "place": meeting.place}
    counted: dict[str, Any] = {"joined": there.came, "paper": there.paper, "roles": by_role}
    if meeting.form.weighs_sides:
        counted["sides"] = [side.came for side in (await count_heads(session, meeting)).sides]
    return counted | {"led_by": led_by, "leaders": leaders} | told


async def _ideas(session: AsyncSession, meeting: Meeting) -> list[Idea]:
    """The ideas that the room has seen, including merged ones, by number."""
    seen = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None), stands(taken_back=False))
    query = select(Idea).where(Idea.meeting_id == meeting.id, *seen).order_by(col(Idea.number))
    return list((await session.execute(query)).scalars())


async def _discussed(session: AsyncSession, meeting: Meeting) -> Rows:
    """What was noted down about an idea, or said of it in comments. A comment on an idea that was merged is told under
    the one that it is part of now."""
    noted = select(Note.idea_id, Note.id, Note.version).where(Note.meeting_id == meeting.id, Note.text != "")
    notes = {idea: {"note": note, "noted": at} for idea, note, at in (await session.execute(noted)).all()}
    under = func.coalesce(col(Idea.merged_into_id), col(Idea.id))
    wrote = select(under, Comment.id).join(Idea, col(Idea.id) == Comment.idea_id)
    wrote = wrote.where(Comment.meeting_id == meeting.id, col(Comment.hidden_at).is_(None))
    said: dict[int, list[int]] = defaultdict(list)
    for idea, comment in (await session.execute(wrote.order_by(col(Comment.id)))).all():
        said[idea].append(comment)
    by_number = select(Idea.id).where(col(Idea.id).in_({*notes, *said})).order_by(col(Idea.number))
    told = (await session.execute(by_number)).scalars()
    return [{"idea": idea, "note": None, **notes.get(idea, {}), "comments": said.get(idea, [])} for idea in told]


async def _since(session: AsyncSession, meeting: Meeting, board: Board) -> dict[str, Any]:
    since = await load_since(session, Room(meeting, board))
    rows = [_moved(told) for told in (*since.moved, *since.waits)]
    return {"rows": rows, "rests": len(since.rests)}


def _moved(told: Told) -> dict[str, Any]:
    day, late = told.passed or told.day, told.passed is not None
    by = day.isoformat() if day else None
    return {"idea": told.idea.id, "status": told.idea.status.value, "moved": told.moved, "day": by, "late": late}


def _agreed(item: Agreed) -> dict[str, Any]:
    leader = item.leader
    return {
        "idea": item.idea.id,
        "settled": item.settled,
        "sent": item.sent,
        "carrier": item.carrier,
        "have": [name for name in item.have if name],
        "step": item.step.text if item.step else "",
        "person": item.step.public_person if item.step else "",
        "day": item.step.day.isoformat() if item.step else None,
        "leader": ", ".join(filter(None, (leader.name, leader.title))) if leader else item.body,
        "answer_by": item.answer_by.isoformat() if item.answer_by else None,
    }


async def _decided(session: AsyncSession, planned: list[Idea]) -> Rows:
    decided = await load_decided(session, planned)
    return [_decision(idea, decided.get(idea.id)) for idea in sorted(planned, key=lambda idea: idea.turn or 0)]


def _decision(idea: Idea, came: Decided | None) -> dict[str, Any]:
    if came is None:
        return {"idea": idea.id, "status": None, "text": "", "who": "", "day": None}
    told = {"status": came.line.status.value, "text": came.line.text, "who": came.who}
    return {"idea": idea.id, **told, "day": came.day.isoformat() if came.day else None}


def _carried(ideas: list[Idea], agreed: list[Agreed]) -> Rows:
    """What the meeting did not get to: first what it chose, then the rest."""
    unsettled: Rows = [{"idea": item.idea.id, "chosen": True} for item in agreed if not item.settled]
    rest = [idea for idea in ideas if idea.rule.written and idea.turn is None and not idea.held]
    return unsettled + [{"idea": idea.id, "chosen": False} for idea in rest]
