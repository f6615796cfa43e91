"""FLOW: one table rules what status an idea may take, from which, set by whom, and with what."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    PROPOSED = "proposed"
    PRIORITISED = "prioritised"
    REVIEW = "review"
    AGREED = "agreed"
    TRIAL = "trial"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CONFIRMED = "confirmed"
    EVALUATED = "evaluated"
    ON_HOLD = "on_hold"
    DECLINED = "declined"
    ELSEWHERE = "elsewhere"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class By(StrEnum):
    """Who sets a status. An owner is the person an agreed idea was given to."""

    PROPOSER = "proposer"
    ROUND = "round"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    OWNER = "owner"
    MEMBERS = "members"


class Need(StrEnum):
    """What a change of status must carry."""

    TEXT = "text"
    REASON = "reason"
    """At least REASON_MIN characters."""
    LEADER = "leader"
    ANSWER_BY = "answer_by"
    OWNER = "owner"
    STEP = "step"
    """A next step with a date and a person."""
    WHERE = "where"
    UNTIL = "until"
    DATE = "date"
    UNIT = "unit"
    EFFECT = "effect"
    IDEA = "idea"
    FELT = "felt"


REASON_MIN = 20


@dataclass(frozen=True)
class Rule:
    """One row of FLOW: the statuses it may come from, who may set it, what must be given."""

    comes_from: frozenset[Status]
    by: frozenset[By]
    needs: frozenset[Need] = frozenset()
    final: bool = False
    answer: bool = False
    """It is the official answer of a leader."""


S, B, N = Status, By, Need


def _row(
    comes_from: set[Status], by: set[By], needs: set[Need] | None = None, *, final: bool = False, answer: bool = False
) -> Rule:
    return Rule(frozenset(comes_from), frozenset(by), frozenset(needs or ()), final, answer)


FLOW: dict[Status, Rule] = {
    S.PROPOSED: _row({S.MERGED, S.PRIORITISED}, {B.PROPOSER, B.ROUND, B.COORDINATOR}),
    S.PRIORITISED: _row({S.PROPOSED}, {B.ROUND, B.COORDINATOR}),
    S.REVIEW: _row(
        {S.PROPOSED, S.PRIORITISED, S.ON_HOLD, S.ELSEWHERE, S.DECLINED, S.DONE},
        {B.COORDINATOR, B.MEMBERS},
        {N.LEADER, N.ANSWER_BY},
    ),
    S.AGREED: _row({S.REVIEW, S.TRIAL, S.ON_HOLD}, {B.LEADER}, {N.TEXT, N.OWNER, N.STEP}, answer=True),
    S.TRIAL: _row({S.REVIEW, S.AGREED, S.ON_HOLD}, {B.LEADER, B.OWNER}, {N.WHERE, N.UNTIL}, answer=True),
    S.IN_PROGRESS: _row({S.AGREED, S.TRIAL, S.ON_HOLD}, {B.LEADER, B.OWNER}, {N.STEP}),
    S.DONE: _row({S.AGREED, S.TRIAL, S.IN_PROGRESS}, {B.LEADER, B.OWNER}, {N.TEXT}),
    S.CONFIRMED: _row({S.DONE}, {B.MEMBERS}, {N.FELT}),
    S.EVALUATED: _row({S.DONE, S.CONFIRMED, S.EVALUATED}, {B.LEADER, B.COORDINATOR}, {N.EFFECT, N.TEXT}, final=True),
    S.ON_HOLD: _row({S.REVIEW, S.AGREED, S.TRIAL, S.IN_PROGRESS}, {B.LEADER}, {N.REASON, N.DATE}, answer=True),
    S.DECLINED: _row({S.REVIEW, S.TRIAL, S.ON_HOLD}, {B.LEADER}, {N.REASON}, final=True, answer=True),
    S.ELSEWHERE: _row({S.PRIORITISED, S.REVIEW}, {B.LEADER, B.COORDINATOR}, {N.UNIT}, answer=True),
    S.MERGED: _row({S.PROPOSED, S.PRIORITISED}, {B.COORDINATOR}, {N.IDEA}, final=True),
    S.WITHDRAWN: _row({S.PROPOSED, S.PRIORITISED}, {B.PROPOSER}, final=True),
}


def may_become(now: Status, then: Status, by: By) -> bool:
    """Whether an idea in status `now` may be set to `then` by `by`."""
    rule = FLOW[then]
    return now in rule.comes_from and by in rule.by


def choices(now: Status, by: frozenset[By]) -> list[Status]:
    """The statuses that any of `by` may set from `now`, in the order of the table."""
    return [status for status, rule in FLOW.items() if now in rule.comes_from and by & rule.by]
