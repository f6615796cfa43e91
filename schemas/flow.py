"""FLOW: one table of the statuses an idea can have: which it may come from, who may set it, what must be given with it,
and what follows. Code, queries and templates ask the status's row; they do not compare statuses."""

from schemas.flow_rule import REASON_MIN, By, Need, Rule, Status
from schemas.stages import Promise, Say, Stage, Tone

__all__ = ["FLOW", "REASON_MIN", "By", "Need", "Rule", "Status"]

S, B, N, P = Status, By, Need, Promise
F = frozenset
OPEN = F({S.PROPOSED, S.PRIORITISED})
"""Where an item of an agenda stands until the meeting decides."""
DECIDED = OPEN | {S.AGREED, S.REVIEW, S.NOTED, S.DECLINED}
"""Where it may stand when the meeting decides about it: while it lasts, it may decide anew."""


FLOW: dict[Status, Rule] = {
    S.PROPOSED: Rule(
        stage=Stage.WRITTEN,
        look=("pencil", Tone.PLAIN),
        comes_from=F({S.MERGED, S.PRIORITISED}),
        by=F({B.PROPOSER, B.ROUND, B.COORDINATOR}),
        followed=False,
    ),
    S.PRIORITISED: Rule(
        stage=Stage.CHOSEN,
        look=("star", Tone.BRAND),
        comes_from=F({S.PROPOSED}),
        by=F({B.ROUND, B.COORDINATOR}),
        also={B.BODY: F({S.ELSEWHERE}), B.SENDER: F({S.ELSEWHERE})},  # where no leader can have it back
        promises=F({P.STEP}),
    ),
    S.REVIEW: Rule(
        stage=Stage.ANSWER,
        look=("eye", Tone.WAITING),
        comes_from=F({S.PROPOSED, S.PRIORITISED, S.ON_HOLD, S.ELSEWHERE, S.DECLINED, S.DONE}),
        by=F({B.COORDINATOR, B.MEMBERS}),
        also={
            B.BODY: F({S.ELSEWHERE}),
            B.SENDER: F({S.ELSEWHERE, S.AGREED, S.DECLINED}),
            B.MEETING: DECIDED,
        },
        needs=F({N.LEADER, N.ANSWER_BY}),
        promises=F({P.ANSWER}),
    ),
    S.AGREED: Rule(
        stage=Stage.WORK,
        look=("signed", Tone.BRAND),
        comes_from=F({S.REVIEW, S.TRIAL, S.ON_HOLD}),
        by=F({B.LEADER}),
        also={B.BODY: F({S.ELSEWHERE}), B.MEETING: DECIDED},
        needs=F({N.TEXT, N.OWNER, N.STEP}),
        say=Say.ANSWER,
        promises=F({P.STEP}),
        owned=True,
        answer=True,
    ),
    S.TRIAL: Rule(
        stage=Stage.WORK,
        look=("sprout", Tone.BRAND),
        comes_from=F({S.REVIEW, S.AGREED, S.ON_HOLD}),
        by=F({B.LEADER, B.OWNER}),
        needs=F({N.WHERE, N.UNTIL}),
        promises=F({P.TRIAL, P.STEP}),
        owned=True,
        answer=True,
    ),
    S.IN_PROGRESS: Rule(
        stage=Stage.WORK,
        look=("play", Tone.BRAND),
        comes_from=F({S.AGREED, S.TRIAL, S.ON_HOLD}),
        by=F({B.LEADER, B.OWNER}),
        needs=F({N.STEP}),
        promises=F({P.STEP, P.STALE}),
        owned=True,
    ),
    S.DONE: Rule(
        stage=Stage.DONE,
        look=("circle-check", Tone.GOOD),
        comes_from=F({S.AGREED, S.TRIAL, S.IN_PROGRESS}),
        by=F({B.LEADER, B.OWNER}),
        needs=F({N.TEXT}),
        say=Say.DONE,
    ),
    S.CONFIRMED: Rule(
        stage=Stage.DONE,
        look=("heart", Tone.GOOD),
        comes_from=F({S.DONE}),
        by=F({B.MEMBERS}),
        needs=F({N.FELT}),
    ),
    S.EVALUATED: Rule(
        stage=Stage.DONE,
        look=("bars", Tone.GOOD),
        comes_from=F({S.DONE, S.CONFIRMED, S.EVALUATED}),
        by=F({B.LEADER, B.COORDINATOR}),
        needs=F({N.EFFECT, N.TEXT}),
        say=Say.SEEN,
        final=True,
        again=True,  # after three months, and after twelve
    ),
    S.ON_HOLD: Rule(
        stage=Stage.REST,
        look=("pause", Tone.WAITING),
        comes_from=F({S.REVIEW, S.AGREED, S.TRIAL, S.IN_PROGRESS}),
        by=F({B.LEADER}),
        needs=F({N.REASON, N.DATE}),
        say=Say.WAITS,
        promises=F({P.HOLD}),
        owned=True,
        answer=True,
    ),
    S.DECLINED: Rule(
        stage=Stage.DECLINED,
        look=("slash", Tone.NOT),
        comes_from=F({S.REVIEW, S.TRIAL, S.ON_HOLD}),
        by=F({B.LEADER}),
        also={B.BODY: F({S.ELSEWHERE}), B.MEETING: DECIDED},
        needs=F({N.REASON}),
        say=Say.NOT_POSSIBLE,
        final=True,
        answer=True,
    ),
    S.ELSEWHERE: Rule(
        stage=Stage.REST,
        look=("out", Tone.PLAIN),
        comes_from=F({S.PRIORITISED, S.REVIEW}),
        by=F({B.LEADER, B.COORDINATOR}),
        also={B.BODY: F({S.ELSEWHERE})},  # "ikke os"
        needs=F({N.UNIT, N.REPLY_BY}),
        promises=F({P.REPLY}),
        again=True,
        away=True,
    ),
    S.MERGED: Rule(
        stage=Stage.GONE,
        look=("merge", Tone.PLAIN),
        comes_from=F({S.PROPOSED, S.PRIORITISED}),
        by=F({B.COORDINATOR}),
        needs=F({N.IDEA}),
        final=True,
        followed=False,
    ),
    S.WITHDRAWN: Rule(
        stage=Stage.GONE,
        look=("undo", Tone.PLAIN),
        comes_from=F({S.PROPOSED, S.PRIORITISED}),
        by=F({B.PROPOSER}),
        final=True,
        taken_back=True,
    ),
    S.NOTED: Rule(
        stage=Stage.HEARD,
        look=("check", Tone.PLAIN),
        comes_from=OPEN,
        by=F({B.MEETING}),
        also={B.MEETING: DECIDED},
        final=True,
    ),
    S.ANSWERED: Rule(
        stage=Stage.TOLD,
        look=("circle-check", Tone.GOOD),
        comes_from=F({S.PROPOSED, S.REVIEW}),
        by=F({B.COORDINATOR, B.LEADER}),
        needs=F({N.TEXT}),
        say=Say.ANSWER,
        final=True,
        answer=True,
        asked=True,
    ),
    S.REFUSED: Rule(
        stage=Stage.GONE,
        look=("slash", Tone.NOT),
        comes_from=F({S.PROPOSED}),
        by=F({B.COORDINATOR}),
        needs=F({N.RULE}),
        final=True,
        asked=True,
    ),
    S.LAPSED: Rule(
        stage=Stage.GONE,
        look=("pause", Tone.PLAIN),
        comes_from=F({S.PROPOSED}),
        by=F({B.RULES}),
        needs=F({N.RULE}),
        final=True,
        asked=True,
    ),
}


def may_become(now: Status, then: Status, by: By) -> bool:
    """Whether an idea in status `now` may be set to `then` by `by`."""
    rule = FLOW[then]
    return (now in rule.comes_from and by in rule.by) or now in rule.also.get(by, ())


def choices(now: Status, by: frozenset[By]) -> list[Status]:
    """The statuses that any of `by` may set from `now`, in FLOW's order."""
    return [status for status in FLOW if any(may_become(now, status, one) for one in by)]


def by_form(now: Status, by: frozenset[By], *, queues: bool = False) -> list[Status]:
    """Those of them that the common form offers; an idea is sent to another body on a page of its own. `queues` says
    whether it is a question that stood in a queue (`FormatRule.queues`)."""
    return [status for status in choices(now, by) if not FLOW[status].away and (queues or not FLOW[status].asked)]


def statuses_that(**asked: object) -> tuple[Status, ...]:
    """The statuses whose rows match every argument, in FLOW's order: `statuses_that(owned=True)`. The names are
    attributes of Rule."""
    return tuple(
        status for status, rule in FLOW.items() if all(getattr(rule, name) == wanted for name, wanted in asked.items())
    )
