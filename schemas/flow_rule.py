"""Rule: what one row of FLOW (schemas/flow.py) says of a status; the statuses themselves, who sets them, and what must
be given. Import them from `schemas.flow`."""

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
    NOTED = "noted"
    ANSWERED = "answered"
    REFUSED = "refused"
    LAPSED = "lapsed"


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
    MEETING = "meeting"
    """A meeting with an agenda, whose coordinator writes down what it decided."""
    RULES = "rules"
    """The board's own rules for questions (schemas/question_rules.py)."""


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
    RULE = "rule"
    """The number of one of the board's rules for questions."""


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
    asked: bool = False
    """Only what stands in a queue of questions can become this (`FormatRule.queues`)."""
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
