"""What is listed as going to happen is what happens, and what is not listed stays silent: over every kind of job."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from schemas.answer import Owner, StatusChange, Step
from schemas.board import Board
from schemas.codes import new_public_id, new_token
from schemas.flow import Status
from schemas.follow_up import FollowUp, Question
from schemas.format import Format
from schemas.idea import Idea
from schemas.invitation import Invitation
from schemas.job import Job, JobState
from schemas.mail import Mail
from schemas.meeting import Meeting
from schemas.referral import Referral, ReferralState
from schemas.roles import Role
from server.core import clock as now_of
from server.core.database import Database
from server.core.days import DENMARK, end_of
from server.core.settings import Settings
from server.meeting.meetings.ending import AGAIN, name_of_end
from server.views.watched.queries import load_watched
from server.work.deadlines.dates import morning, soon_at, up_at
from server.work.deadlines.words import WHAT
from server.work.expected.rules import RULES
from tests.support.clock import Clock
from tests.support.scene import make_meeting
from tests.workers.scene import Room, ask
from workers import lease, registry
from workers.registry import KINDS
from workers.task import Task, Wait

MONDAY = datetime(2026, 11, 9, 9, tzinfo=DENMARK)
DAY = date(2026, 11, 25)
BY = end_of(DAY)
Made = tuple[int, datetime, str, int | None]
"""The job's subject, when it is due, its dedupe key, and the idea that it is about."""
Make = Callable[[Room], Awaitable[Made]]


async def _add(room: Room, row: object) -> int:
    async with room.database.begin() as session:
        session.add(row)
        await session.flush()
        return int(row.id)  # type: ignore[attr-defined]


async def _awaiting(room: Room) -> Idea:
    return await room.idea(answer_by=BY)


def answer(kind: str, due: Callable[[Board], datetime]) -> Make:
    """A job about an idea that awaits an answer."""

    async def make(room: Room) -> Made:
        idea = await _awaiting(room)
        return idea.id or 0, due(room.board), f"{kind}:{idea.id}", idea.id

    return make


def line(status: Status, due: datetime) -> Make:
    """A job about a line of an idea."""

    async def make(room: Room) -> Made:
        idea = await room.idea(status)
        told = StatusChange(idea_id=idea.id, status=status, at=now_of.now(), day=DAY, text="der mangler plads")
        subject = await _add(room, told)
        return subject, due, f"line:{subject}", idea.id

    return make


def step(due: datetime) -> Make:
    """A job about a step."""

    async def make(room: Room) -> Made:
        idea = await room.idea(Status.IN_PROGRESS)
        subject = await _add(room, Step(idea_id=idea.id or 0, text="Køb filt", person="Leo Bach", day=DAY))
        return subject, due, f"step:{subject}", idea.id

    return make


async def owner(room: Room) -> Made:
    idea = await room.idea(Status.IN_PROGRESS)
    subject = await _add(room, Owner(idea_id=idea.id or 0, name="Mads", mail="mads@example.org"))
    return subject, MONDAY, f"owner:{subject}", idea.id


def referral(state: ReferralState, status: Status) -> Make:
    """A job about a question to others."""

    async def make(room: Room) -> Made:
        idea, now = await room.idea(status, answer_by=BY), now_of.now()
        at: dict[str, Any] = {"sent_at": now, "first_sent_at": now, "state_at": now, "reply_by": BY, "state": state}
        asked = Referral(idea_id=idea.id or 0, body="Kommunen", mail="ina@example.org", token_hash=b"key", **at)
        subject = await _add(room, asked)
        return subject, MONDAY, f"referral:{subject}", idea.id

    return make


async def left(room: Room) -> Made:
    olav = await room.coordinate("Olav Lind")
    idea = await room.idea(Status.IN_PROGRESS)
    await _add(room, Owner(idea_id=idea.id or 0, name=olav.name, person_id=olav.id))
    gone = "UPDATE seat SET removed_at = now() WHERE person_id = :person RETURNING id"
    return await ask(room.database, gone, person=olav.id), MONDAY, "left", None


async def stale(room: Room) -> Made:
    idea = await room.idea(Status.IN_PROGRESS)
    return idea.id or 0, MONDAY + timedelta(days=30), f"stale:{idea.id}", idea.id


async def counted(room: Room) -> Made:
    subject, _, _, idea = await line(Status.DONE, MONDAY)(room)
    asked = FollowUp(
        public_id=new_public_id(), board_id=room.board_id, idea_id=idea or 0, change_id=subject,
        question=Question.EFFECT_3, asked_at=MONDAY, closes_at=BY,
    )  # fmt: skip
    ident = await _add(room, asked)
    return ident, BY, f"close:{ident}", idea


def on_agenda(planned: Meeting) -> Idea:
    """Its only item."""
    at: dict[str, Any] = {"created_at": MONDAY, "status_at": MONDAY, "shown_at": MONDAY}
    ids: dict[str, Any] = {"board_id": planned.board_id, "meeting_id": planned.id, "public_id": new_public_id()}
    return Idea(title="Et punkt", turn=1, submission="p", **ids, **at)


def meeting(due: timedelta, key: str) -> Make:
    """A job about a meeting on DAY to which Ida is invited."""

    async def make(room: Room) -> Made:
        async with room.database.begin() as session:
            board = await session.get_one(Board, room.board_id)
            ada = await room.coordinate()
            planned = await make_meeting(session, board, sequence=3)
            planned.starts_at = BY
            if key.startswith(("hand_in", "agenda")):
                planned.format, planned.hand_in_by, planned.agenda_told_at = Format.REPRESENTATIVES, BY, MONDAY
                session.add(on_agenda(planned))
            await session.flush()
            ends, starts = planned.planned_end.timestamp(), planned.starts_at.timestamp()
            dedupe = key.format(id=planned.id, starts=f"{starts:.0f}", ends=f"{ends:.0f}", sequence=planned.sequence)
            invited: dict[str, Any] = {
                "token_hash": new_token().encode(),
                "mail": "ida@example.org",
                "salt": "s",
                "role": Role.PATIENT,
            }
            at: dict[str, Any] = {"made_at": MONDAY, "expires_at": BY + timedelta(days=9)}
            session.add(Invitation(board_id=board.id or 0, meeting_id=planned.id, **invited, **at))
        assert ada
        return planned.id or 0, BY + due, dedupe, None

    return make


async def ended(room: Room) -> Made:
    async with room.database.begin() as session:
        over = await make_meeting(session, await session.get_one(Board, room.board_id))
        over.ended_at = MONDAY
        await session.flush()
        return over.id or 0, MONDAY + AGAIN, name_of_end(over), None


async def letter(room: Room) -> Made:
    kept = Mail(recipient="leo@region.test", subject="s", body="b", message_id="<a@b>", created_at=MONDAY)
    subject = await _add(room, kept)
    return subject, MONDAY, f"mail:{subject}", None


async def nothing(room: Room) -> Made:
    return room.board_id, MONDAY, "offices", None


def asked(kind: str, due: Callable[[Board], datetime]) -> Make:
    """A job about a body that was asked about an idea."""

    async def make(room: Room) -> Made:
        idea, now = await room.idea(Status.ELSEWHERE, BY), now_of.now()
        await _add(room, StatusChange(idea_id=idea.id, status=Status.ELSEWHERE, at=now, day=DAY))
        await room.coordinate()
        at: dict[str, Any] = {"sent_at": now, "first_sent_at": now, "reply_by": BY, "state_at": now}
        subject = await _add(room, Referral(idea_id=idea.id or 0, body="Kommunen", mail="k@kommune.test", **at))
        return subject, due(room.board), f"{kind}:{subject}", idea.id

    return make


ANSWERED, HIDDEN = "UPDATE idea SET status = 'agreed'", "UPDATE idea SET hidden_at = now()"
WITHDRAWN = "UPDATE idea SET status = 'withdrawn'"
REPLIED = "UPDATE referral SET state = 'answered'"
PUT_OFF = "UPDATE idea SET answer_by = answer_by + interval '30 days'"
TAKEN, CANCELLED = "UPDATE step SET done_at = now()", "UPDATE meeting SET cancelled_at = now(), ended_at = now()"
MOVED_ON = """INSERT INTO status_change (idea_id, status, at, name, text, place)
SELECT id, 'review', now(), '', '', '' FROM idea"""
THREE = Question.EFFECT_3.value


@dataclass(frozen=True)
class Case:
    """A kind of job, how it comes about, and what makes it no longer apply, each alone."""

    kind: str
    make: Make
    gone: tuple[str, ...] = ()
    runs: bool = True
    """Whether it does something that can be counted here; a letter needs a mail server, and so is tried elsewhere."""


CASES = (
    Case("idea_sent", answer("idea_sent", lambda _: MONDAY), (ANSWERED, HIDDEN, WITHDRAWN)),
    Case("answer_due_soon", answer("soon", lambda _: soon_at(BY)), (ANSWERED, HIDDEN, PUT_OFF)),
    Case("answer_overdue", answer("late", lambda _: morning(DAY + timedelta(days=1))), (ANSWERED, HIDDEN, PUT_OFF)),
    Case("escalation", answer("up", lambda board: up_at(BY, board)), (ANSWERED, HIDDEN, PUT_OFF, WITHDRAWN)),
    Case("referral_due_soon", asked("soon", lambda _: soon_at(BY)), (REPLIED, HIDDEN)),
    Case("referral_overdue", asked("late", lambda _: morning(DAY + timedelta(days=1))), (REPLIED, HIDDEN)),
    Case("referral_silent", asked("silent", lambda board: up_at(BY, board)), (REPLIED, HIDDEN)),
    Case("on_hold", line(Status.ON_HOLD, morning(DAY)), (ANSWERED, HIDDEN, MOVED_ON)),
    Case("trial_ended", line(Status.TRIAL, morning(DAY)), (ANSWERED, HIDDEN, MOVED_ON)),
    Case("step_due", step(morning(DAY - timedelta(days=3))), (TAKEN, HIDDEN, "UPDATE step SET day = day + 20")),
    Case("step_overdue", step(BY + timedelta(seconds=1)), (TAKEN, HIDDEN, "UPDATE step SET day = day + 20")),
    Case("step_late", step(morning(DAY + timedelta(days=1))), (TAKEN, HIDDEN, "UPDATE idea SET status = 'done'")),
    Case("stale", stale, ("UPDATE idea SET status = 'done'",)),
    Case("owner_given", owner, ("DELETE FROM owner", HIDDEN, "UPDATE idea SET status = 'done'")),
    Case("referral_told", referral(ReferralState.SENT, Status.ELSEWHERE), (HIDDEN, ANSWERED)),
    Case("referral_ended", referral(ReferralState.RETURNED, Status.REVIEW), (HIDDEN,)),
    Case("owner_left", left, ("UPDATE seat SET removed_at = NULL",)),
    Case("offices", nothing, runs=False),
    Case("felt", line(Status.DONE, MONDAY), (HIDDEN, "UPDATE idea SET status = 'review'")),
    Case(THREE, line(Status.DONE, MONDAY + timedelta(days=91)), (HIDDEN, "UPDATE idea SET status = 'review'")),
    Case("effect_12", line(Status.DONE, MONDAY + timedelta(days=365)), (HIDDEN,)),
    Case("follow_up_close", counted, ("UPDATE follow_up SET closed_at = now()",)),
    Case("meeting_reminder", meeting(-timedelta(days=1), "meeting_reminder:{id}:{starts}"), (CANCELLED,)),
    Case(
        "hand_in",
        meeting(-timedelta(days=1), "hand_in:{id}:{starts}"),
        (CANCELLED, "UPDATE meeting SET hand_in_by = hand_in_by + interval '1 day'"),
    ),
    Case("agenda_told", meeting(-timedelta(days=1), f"agenda_told:{{id}}:{MONDAY.timestamp():.0f}"), (CANCELLED,)),
    Case("meeting_moved", meeting(-timedelta(days=2), "meeting_moved:{id}:{sequence}"), (CANCELLED,)),
    Case("meeting_end", meeting(timedelta(days=2), "meeting_end:{id}:{ends}"), (CANCELLED,)),
    Case("meeting_settle", ended, ("UPDATE meeting SET ended_at = NULL", "UPDATE meeting SET settled_at = now()")),
    Case("mail", letter, ("UPDATE mail SET sent_at = now()",), runs=False),
)
GONE = [(case, gone) for case in CASES for gone in case.gone]


def test_no_kind_is_without_a_rule_or_a_case() -> None:
    registry.load()
    seen = {kind for kind in WHAT if kind in KINDS}
    assert seen == set(WHAT), "of each that is shown there is one"
    assert set(RULES) == seen, "write its rule into server/work/expected/rules.py"
    assert {case.kind for case in CASES} == seen, "and how it comes about into CASES"


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    """A Monday at nine."""
    clock.stop(MONDAY)


async def planned(room: Room, case: Case) -> Job:
    """The job, in the table."""
    subject, due, dedupe, idea = await case.make(room)
    job = Job(kind=case.kind, board_id=room.board_id, idea_id=idea, subject_id=subject, dedupe=dedupe, due_at=due)
    job.state = JobState.DUE
    async with room.database.begin() as session:
        await session.execute(text("DELETE FROM job"))
        session.add(job)
    return job


async def listed(room: Room) -> list[str]:
    """What the page says will happen."""
    async with room.database.snapshot() as session:
        found = await load_watched(session, room.board, now_of.now())
    return [line.what for _, lines in found.coming for line in lines]


COUNTED = """SELECT (SELECT count(*) FROM mail) + (SELECT count(*) FROM moment) + (SELECT count(*) FROM job)
+ (SELECT count(*) FROM follow_up) + (SELECT count(*) FROM event)"""


async def does_something(room: Room, job: Job, settings: Settings, clock: Clock) -> bool:
    """Whether anything is written when its day has come."""
    clock.stop(job.due_at)
    before = await ask(room.database, COUNTED)
    async with room.database.begin() as session:
        token, rows = await lease.take(session, [job.kind], 1)
    try:
        await KINDS[job.kind].run(Task(rows[0], token, room.database, settings))
    except Wait:
        return True  # it comes back, for it has something to do
    return bool(await ask(room.database, COUNTED) != before)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
async def test_what_is_listed_happens(room: Room, settings: Settings, clock: Clock, case: Case) -> None:
    job = await planned(room, case)
    assert await listed(room) == [WHAT[case.kind]]
    if case.runs:
        assert await does_something(room, job, settings, clock)


@pytest.mark.parametrize(("case", "gone"), GONE, ids=[f"{case.kind}-{gone[:40]}" for case, gone in GONE])
async def test_what_no_longer_applies_is_not_listed_and_does_not_happen(
    room: Room, settings: Settings, database: Database, clock: Clock, case: Case, gone: str
) -> None:
    job = await planned(room, case)
    async with database.begin() as session:
        await session.execute(text(gone))
    assert await listed(room) == []
    if case.runs:
        assert not await does_something(room, job, settings, clock)
