"""FLOW: one table of the statuses an idea can have: which it may come from, who may set it, what must be given with it,
and what follows. Code, queries and templates ask the status's row; they do not compare statuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from schemas.stages import Promise, Say, Stage, Tone


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
    """Who sets a status. An owner is the person an agreed idea was given to; a body is the unit, board or place outside
    that it was sent to (schemas/referral.py), and the sender whoever asked them."""

    PROPOSER = "proposer"
    ROUND = "round"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    OWNER = "owner"
    MEMBERS = "members"
    BODY = "body"
    SENDER = "sender"


class Need(StrEnum):
    """What must be given with a change of status; the form is drawn from it."""

    TEXT = "text"
    REASON = "reason"
    """At least REASON_MIN characters, put after "fordi" in the status's sentence."""
    LEADER = "leader"
    ANSWER_BY = "answer_by"
    OWNER = "owner"
    STEP = "step"
    """A next step with a date and a person."""
    WHERE = "where"
    UNTIL = "until"
    DATE = "date"
    UNIT = "unit"
    """The unit or body that is asked."""
    REPLY_BY = "reply_by"
    EFFECT = "effect"
    IDEA = "idea"
    FELT = "felt"


REASON_MIN = 20


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of FLOW: the statuses it may come from, who may set it, what they must give, and what follows."""

    stage: Stage
    look: tuple[str, Tone]
    """Its icon, from web/templates/components/icons.html, and the colour behind it."""
    comes_from: frozenset[Status]
    by: frozenset[By]
    also: Mapping[By, frozenset[Status]] = field(default_factory=dict)
    """Where it may come from besides, if these set it."""
    needs: frozenset[Need] = frozenset()
    say: Say = Say.MORE
    promises: frozenset[Promise] = frozenset()
    """What is watched while an idea is here."""
    owned: bool = False
    """Somebody is responsible, and can report on the work."""
    final: bool = False
    again: bool = False
    """It may be set again on an idea that already has it, and that is news."""
    taken_back: bool = False
    """The proposer has withdrawn the idea, text and all."""
    answer: bool = False
    """Setting it is a leader's official answer."""
    away: bool = False
    """Another body has been asked, and it is their turn. It is sent, answered and returned by forms of its own
    (server/work/referrals)."""
    followed: bool = True
    """The idea's followers get news of it. What is done, and can be undone, by people in the room is no news."""

    @property
    def open(self) -> bool:
        """It is somebody's turn: the idea has a column on the progress board, and its next step is shown."""
        return self.stage in {Stage.CHOSEN, Stage.ANSWER, Stage.WORK}

    @property
    def unsent(self) -> bool:
        """It has not left the board: it may still be voted on and withdrawn; nobody outside has acted on it."""
        return self.stage in {Stage.WRITTEN, Stage.CHOSEN}

    @property
    def unanswered(self) -> bool:
        """It was never sent to a leader, or has had no answer since it was last sent."""
        return self.unsent or self.stage is Stage.ANSWER

    @property
    def written(self) -> bool:
        """It was written down, and nobody has chosen it."""
        return self.stage is Stage.WRITTEN

    @property
    def gone(self) -> bool:
        """It is no longer shown for anybody to act on."""
        return self.stage is Stage.GONE

    @property
    def merged(self) -> bool:
        """It is part of another idea now."""
        return Need.IDEA in self.needs

    @property
    def in_hand(self) -> bool:
        """Somebody has it in hand: the board, a leader, or whoever it waits for."""
        return self.open or self.stage is Stage.REST

    @property
    def awaits(self) -> bool:
        """A leader's answer is promised."""
        return Promise.ANSWER in self.promises

    @property
    def answer_dated(self) -> bool:
        """The idea's `answer_by` is promised: by a leader, or by the body that was asked."""
        return bool(self.promises & {Promise.ANSWER, Promise.REPLY})

    @property
    def set_by(self) -> frozenset[By]:
        """Who may set it, from wherever."""
        return self.by | frozenset(self.also)

    @property
    def worked_on(self) -> bool:
        """Its owners get reminders; not while it rests."""
        return self.owned and self.stage is Stage.WORK

    @property
    def dated(self) -> bool:
        """The day given with it is a promise: when the trial, or the wait, ends."""
        return bool(self.promises & {Promise.TRIAL, Promise.HOLD})

    @property
    def because(self) -> bool:
        """Its sentence gives the reason, after "fordi"."""
        return Need.REASON in self.needs

    @property
    def says_words(self) -> bool:
        """Its sentence already holds the words given with it, so they are not shown again beside it."""
        return bool(self.needs & {Need.REASON, Need.EFFECT})

    @property
    def tells_place(self) -> bool:
        """Where, and until when, is shown after its sentence."""
        return Need.WHERE in self.needs


S, B, N, P = Status, By, Need, Promise
F = frozenset


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
        also={B.BODY: F({S.ELSEWHERE}), B.SENDER: F({S.ELSEWHERE, S.AGREED, S.DECLINED})},
        needs=F({N.LEADER, N.ANSWER_BY}),
        promises=F({P.ANSWER}),
    ),
    S.AGREED: Rule(
        stage=Stage.WORK,
        look=("signed", Tone.BRAND),
        comes_from=F({S.REVIEW, S.TRIAL, S.ON_HOLD}),
        by=F({B.LEADER}),
        also={B.BODY: F({S.ELSEWHERE})},
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
        also={B.BODY: F({S.ELSEWHERE})},
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
}


def may_become(now: Status, then: Status, by: By) -> bool:
    """Whether an idea in status `now` may be set to `then` by `by`."""
    rule = FLOW[then]
    return (now in rule.comes_from and by in rule.by) or now in rule.also.get(by, ())


def choices(now: Status, by: frozenset[By]) -> list[Status]:
    """The statuses that any of `by` may set from `now`, in FLOW's order."""
    return [status for status in FLOW if any(may_become(now, status, one) for one in by)]


def by_form(now: Status, by: frozenset[By]) -> list[Status]:
    """Those of them that the common form offers; an idea is sent to another body on a page of its own."""
    return [status for status in choices(now, by) if not FLOW[status].away]


def statuses_that(**asked: object) -> tuple[Status, ...]:
    """The statuses whose rows match every argument, in FLOW's order: `statuses_that(owned=True)`. The names are
    attributes of Rule."""
    return tuple(
        status for status, rule in FLOW.items() if all(getattr(rule, name) == wanted for name, wanted in asked.items())
    )
