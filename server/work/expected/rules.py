"""For each kind of job that coordinators see, when it does anything. `at` is the time at which it runs: for the job
now, for the page its day, as far as anybody can tell today."""

from collections.abc import Callable
from datetime import datetime

from schemas.follow_up import OPEN_MOST, Question
from schemas.promises import late
from schemas.stages import Promise
from server.core.days import danish_day
from server.mail.hours import next_open
from server.meeting.meetings.ending import is_planned, name_of_end
from server.work.deadlines.dates import soon_at, up_at, waits
from server.work.deadlines.escalation import rung_above
from server.work.expected.facts import Facts
from server.work.follow_ups.relevance import makes_sense
from server.work.owners.reaching import is_worked_on
from server.work.steps.planning import AHEAD

Rule = Callable[[Facts, datetime], bool]


def expected(facts: Facts, at: datetime) -> bool:
    """Whether the job will do anything at that time, as things are now."""
    rule = RULES.get(facts.job.kind)
    return rule is None or rule(facts, at)


def _answer_by(facts: Facts) -> datetime | None:
    """The date that a leader is to answer the idea by; None if it does not wait for that, or for nobody."""
    idea = facts.idea
    return idea.answer_by if idea is not None and waits(idea) and idea.leader_id is not None else None


def _above(facts: Facts) -> bool:
    """Whether anybody leads above the leader of the idea."""
    return facts.idea is not None and rung_above(facts.ladder, facts.idea.leader_id) is not None


def idea_sent(facts: Facts, at: datetime) -> bool:
    """A leader is told that an idea waits; one whose date has passed is told of in another letter."""
    by = _answer_by(facts)
    return by is not None and by > at


def answer_due_soon(facts: Facts, at: datetime) -> bool:
    """A leader is reminded, if the date was not moved and the letter can still be read in time."""
    by = _answer_by(facts)
    return by is not None and soon_at(by) <= at and next_open(at) <= by


def answer_overdue(facts: Facts, at: datetime) -> bool:
    """A leader is told that the date has passed, unless the idea is about to go to another, who hears of that."""
    by = _answer_by(facts)
    if by is None or by > at or facts.board is None:
        return False
    return not (up_at(by, facts.board) <= at and _above(facts))


def escalation(facts: Facts, at: datetime) -> bool:
    """The idea goes one unit up; or it is said, once, that there is nobody above."""
    idea = facts.idea
    if idea is None or not waits(idea) or idea.answer_by is None or facts.board is None:
        return False
    return up_at(idea.answer_by, facts.board) <= at and (_above(facts) or not facts.nobody)


def _reply_by(facts: Facts) -> datetime | None:
    """The date by which a body that was asked elsewhere answers; None if it was answered, ended or hidden."""
    idea, referral = facts.idea, facts.referral
    if idea is None or referral is None or idea.hidden_at is not None or not referral.rule.open:
        return None
    return referral.reply_by


def referral_due_soon(facts: Facts, at: datetime) -> bool:
    """The body is reminded, if the letter can still be read in time."""
    by = _reply_by(facts)
    return by is not None and soon_at(by) <= at and next_open(at) <= by


def referral_overdue(facts: Facts, at: datetime) -> bool:
    """The body and whoever asked it hear that the date has passed, unless the idea is about to go back."""
    by = _reply_by(facts)
    return by is not None and facts.board is not None and by <= at < up_at(by, facts.board)


def referral_silent(facts: Facts, at: datetime) -> bool:
    """The body's silence is told as theirs, and the idea goes back."""
    by = _reply_by(facts)
    return by is not None and facts.board is not None and up_at(by, facts.board) <= at


def still(facts: Facts, _: datetime) -> bool:
    """The line it is about is still the idea's last, and the idea is not hidden."""
    idea, line = facts.idea, facts.line
    if idea is None or line is None or idea.hidden_at is not None:
        return False
    return idea.status is line.status and facts.newest == line.id


def step_due(facts: Facts, at: datetime) -> bool:
    """A step that is not taken has its day soon, and that day was not moved."""
    step = facts.step
    return _open(facts) and step is not None and step.day - AHEAD <= danish_day(at) <= step.day


def step_overdue(facts: Facts, at: datetime) -> bool:
    """A step was not taken, and its day has passed."""
    return _open(facts) and facts.step is not None and late(facts.step.day, at)


def _open(facts: Facts) -> bool:
    there = facts.idea is not None and is_worked_on(facts.idea)
    return there and facts.step is not None and facts.step.done_at is None


def stale(facts: Facts, _: datetime) -> bool:
    """The idea is being worked on, so that somebody should tell of it."""
    return facts.idea is not None and Promise.STALE in facts.idea.rule.promises and is_worked_on(facts.idea)


def owner_given(facts: Facts, _: datetime) -> bool:
    """The owner still has the idea, and can be reached."""
    idea, owner = facts.idea, facts.owner
    there = idea is not None and idea.rule.owned and idea.hidden_at is None
    return there and owner is not None and bool(owner.mail or owner.person_id)


def owner_left(facts: Facts, _: datetime) -> bool:
    """Somebody with an account is still without their seat."""
    return facts.seat is not None and facts.seat.removed_at is not None and facts.seat.person_id is not None


def question(facts: Facts, _: datetime) -> bool:
    """A question about the line still makes sense, and has not been put."""
    idea, line = facts.idea, facts.line
    if idea is None or line is None or facts.put:
        return False
    return makes_sense(Question(facts.job.kind), line.id, idea, facts.done)


def follow_up_close(facts: Facts, at: datetime) -> bool:
    """An open question is counted: when its time is up, or at once when it makes no sense any more. While its idea is
    hidden it waits, for so long as a question may be open at all."""
    idea, asked = facts.idea, facts.asked
    if idea is None or asked is None or asked.closed_at is not None:
        return False
    if idea.hidden_at is not None:
        return at >= asked.asked_at + OPEN_MOST
    return at >= asked.closes_at or not makes_sense(asked.question, asked.change_id, idea, facts.done)


def meeting_reminder(facts: Facts, at: datetime) -> bool:
    """The meeting is still to be held on the day that the reminder was made for."""
    meeting = facts.meeting
    if meeting is None or meeting.over or meeting.starts_at <= at:
        return False
    return facts.job.dedupe.endswith(f":{meeting.starts_at.timestamp():.0f}")


def hand_in(facts: Facts, at: datetime) -> bool:
    """Items are still to be handed in until the moment that the reminder was made for."""
    meeting = facts.meeting
    last = meeting.last_hand_in if meeting is not None else None
    if meeting is None or meeting.over or last is None or last <= at:
        return False
    return facts.job.dedupe.endswith(f":{last.timestamp():.0f}")


def agenda_told(facts: Facts, at: datetime) -> bool:
    """The meeting is still to be held, and its agenda was not sent again since."""
    meeting = facts.meeting
    if meeting is None or meeting.over or meeting.agenda_told_at is None or meeting.planned_end <= at:
        return False
    return facts.job.dedupe.endswith(f":{meeting.agenda_told_at.timestamp():.0f}")


def meeting_moved(facts: Facts, at: datetime) -> bool:
    """The meeting is still to be held, and this was its newest change."""
    meeting = facts.meeting
    if meeting is None or meeting.over or meeting.starts_at <= at:
        return False
    return facts.job.dedupe.endswith(f":{meeting.sequence}")


def meeting_end(facts: Facts, _: datetime) -> bool:
    """The meeting goes on, and its end is still planned for then."""
    return facts.meeting is not None and not facts.meeting.over and is_planned(facts.job, facts.meeting)


def meeting_settle(facts: Facts, _: datetime) -> bool:
    """The meeting ended then, was not opened again since, and its minutes were not approved."""
    meeting = facts.meeting
    return meeting is not None and meeting.may_go_on and facts.job.dedupe == name_of_end(meeting)


def mail(facts: Facts, _: datetime) -> bool:
    """The letter has not gone out."""
    return facts.mail is not None and facts.mail.sent_at is None


def asked_elsewhere(facts: Facts, _: datetime) -> bool:
    """The idea waits for others than the board's own leaders, and is not hidden."""
    return shown(facts, _) and facts.idea is not None and facts.idea.rule.away


def shown(facts: Facts, _: datetime) -> bool:
    """The idea is there, and not hidden."""
    return facts.idea is not None and facts.idea.hidden_at is None


def always(_: Facts, __: datetime) -> bool:
    """It always has something to look at."""
    return True


RULES: dict[str, Rule] = {
    "referral_told": asked_elsewhere,
    "referral_ended": shown,
    "idea_sent": idea_sent,
    "answer_due_soon": answer_due_soon,
    "answer_overdue": answer_overdue,
    "escalation": escalation,
    "referral_due_soon": referral_due_soon,
    "referral_overdue": referral_overdue,
    "referral_silent": referral_silent,
    "on_hold": still,
    "trial_ended": still,
    "step_due": step_due,
    "step_overdue": step_overdue,
    "step_late": step_overdue,
    "stale": stale,
    "owner_given": owner_given,
    "owner_left": owner_left,
    "offices": always,
    **dict.fromkeys(Question, question),
    "follow_up_close": follow_up_close,
    "meeting_reminder": meeting_reminder,
    "hand_in": hand_in,
    "agenda_told": agenda_told,
    "meeting_moved": meeting_moved,
    "meeting_end": meeting_end,
    "meeting_settle": meeting_settle,
    "mail": mail,
}
