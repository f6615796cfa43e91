"""Format (mødeform) and Phase (trin): what each phase lets each role do, and what it hides. Data, not code."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.act import LEADING, PARTICIPANTS, RUNNING, STANDING, Act
from schemas.roles import Role


class Phase(StrEnum):
    PROPOSE = "propose"
    REVEAL = "reveal"
    VOTE = "vote"
    RESULT = "result"


class Hide(StrEnum):
    IDEAS = "ideas"
    """The text of the meeting's new ideas: nobody sees those of others, whatever their role."""
    TOTALS = "totals"
    """The dots given so far in a secret round."""


@dataclass(frozen=True)
class PhaseRule:
    """One phase: what participants may do in it, what it hides, and whether new ideas are in time."""

    acts: frozenset[Act]
    hides: frozenset[Hide] = frozenset()
    takes_ideas: bool = False


PHASES: dict[Phase, PhaseRule] = {
    Phase.PROPOSE: PhaseRule(
        acts=frozenset({Act.PROPOSE, Act.EDIT, Act.WITHDRAW, Act.DONE}),
        hides=frozenset({Hide.IDEAS, Hide.TOTALS}),
        takes_ideas=True,
    ),
    Phase.REVEAL: PhaseRule(acts=frozenset({Act.PROPOSE, Act.EDIT, Act.WITHDRAW}), hides=frozenset({Hide.TOTALS})),
    Phase.VOTE: PhaseRule(acts=frozenset({Act.PROPOSE, Act.VOTE, Act.DONE}), hides=frozenset({Hide.TOTALS})),
    Phase.RESULT: PhaseRule(acts=frozenset({Act.PROPOSE, Act.WITHDRAW})),
}


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
    chosen: int = 3
    """How many ideas a round chooses; ideas level with the last one come along."""


ALL_PHASES = (Phase.PROPOSE, Phase.REVEAL, Phase.VOTE, Phase.RESULT)
FORMATS: dict[Format, FormatRule] = {
    Format.PEERBOARD: FormatRule(ALL_PHASES, ("Hverdagen på afsnittet", "Samtaler og svar", "Overgange", "Pårørende")),
    Format.COUNCIL: FormatRule(ALL_PHASES, ("Kommunikation", "Fysiske omgivelser", "Samarbejde")),
}


def may(role: Role, phase: Phase, act: Act) -> bool:
    """Whether `role` may do `act` while the meeting is in `phase`."""
    if act in RUNNING:
        return role is Role.COORDINATOR
    if act in LEADING:
        return role in {Role.COORDINATOR, Role.LEADER}
    if act in STANDING:
        return True
    return role in PARTICIPANTS and act in PHASES[phase].acts
