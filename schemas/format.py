"""Format (mødeform) and Phase (trin): what each phase lets each role do, and what it hides; data, not code."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.act import LEADING, PARTICIPANTS, RUNNING, STANDING, Act
from schemas.roles import Role


class Phase(StrEnum):
    SINCE_LAST = "since_last"
    PROPOSE = "propose"
    REVEAL = "reveal"
    GROUP = "group"
    DISCUSS = "discuss"
    VOTE = "vote"
    RESULT = "result"
    AGREE = "agree"
    CLOSE = "close"


class Hide(StrEnum):
    IDEAS = "ideas"
    """The text of the meeting's new ideas: nobody sees anybody else's, whatever their role."""
    TOTALS = "totals"
    """The dots given so far in a round."""


@dataclass(frozen=True)
class PhaseRule:
    """One phase: what participants may do in it, what it hides, and whether new ideas are still on time."""

    acts: frozenset[Act]
    hides: frozenset[Hide] = frozenset()
    takes_ideas: bool = False
    asks: bool = False
    """Whether a meeting may put a question of its own in place of the phase's."""
    marks: bool = False
    """Whether the coordinator marks what the room chose aloud, when there are too few people for a secret vote."""


WRITING = frozenset({Act.PROPOSE, Act.EDIT, Act.WITHDRAW})
SEEN = frozenset({Hide.TOTALS})
UNSEEN = frozenset({Hide.IDEAS, Hide.TOTALS})
PHASES: dict[Phase, PhaseRule] = {
    Phase.SINCE_LAST: PhaseRule(WRITING | {Act.COMMENT}, UNSEEN, takes_ideas=True),
    Phase.PROPOSE: PhaseRule(WRITING | {Act.COMMENT, Act.DONE}, UNSEEN, takes_ideas=True, asks=True),
    Phase.REVEAL: PhaseRule(WRITING | {Act.COMMENT}, SEEN),
    Phase.GROUP: PhaseRule(WRITING | {Act.COMMENT, Act.GROUP, Act.DONE}, SEEN),
    Phase.DISCUSS: PhaseRule(WRITING | {Act.COMMENT, Act.SPEAK}, SEEN),
    Phase.VOTE: PhaseRule(frozenset({Act.PROPOSE, Act.VOTE, Act.DONE, Act.COMMENT}), SEEN, marks=True),
    Phase.RESULT: PhaseRule(frozenset({Act.PROPOSE, Act.WITHDRAW, Act.COMMENT}), marks=True),
    Phase.AGREE: PhaseRule(frozenset({Act.PROPOSE, Act.WITHDRAW, Act.COMMENT, Act.SPEAK})),
    Phase.CLOSE: PhaseRule(frozenset({Act.PROPOSE, Act.COMMENT})),
}
"""An idea or comment that arrives after its phase is kept all the same: what people typed is never lost."""


class Format(StrEnum):
    PEERBOARD = "peerboard"
    COUNCIL = "council"


@dataclass(frozen=True)
class FormatRule:
    """A meeting form: its phases in order, the themes it starts with, and the defaults of a round."""

    phases: tuple[Phase, ...]
    themes: tuple[str, ...]
    dots: int = 5
    most: int = 3
    seats: int = 300
    """How many may join a meeting until its coordinator makes room for more."""
    chosen: int = 3
    """How many ideas a round chooses; ideas tied with the last one are chosen too."""


ALL_PHASES = tuple(Phase)
FORMATS: dict[Format, FormatRule] = {
    Format.PEERBOARD: FormatRule(ALL_PHASES, ("Hverdagen på afsnittet", "Samtaler og svar", "Overgange", "Pårørende")),
    Format.COUNCIL: FormatRule(ALL_PHASES, ("Kommunikation", "Fysiske omgivelser", "Samarbejde")),
}


def may(role: Role, phase: Phase, act: Act) -> bool:
    """Whether `role` may do `act` while the meeting is in `phase`."""
    if act in RUNNING or (act is Act.GROUP and role is Role.COORDINATOR):
        return role is Role.COORDINATOR
    if act in LEADING:
        return role in {Role.COORDINATOR, Role.LEADER}
    if act in STANDING:
        return True
    return role in PARTICIPANTS and act in PHASES[phase].acts
