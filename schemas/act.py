"""Act: a thing that a seat may do. Which role may do it in which phase stands in `format.py`."""

from enum import StrEnum

from schemas.roles import Role


class Act(StrEnum):
    PROPOSE = "propose"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    DONE = "done"
    VOTE = "vote"
    LEAVE = "leave"
    FOLLOW = "follow"
    RUN = "run"
    """Phases, timer, door, voting rules."""
    SEATS = "seats"
    ADMIT = "admit"
    SEND = "send"
    """Send an idea to a leader."""
    ANSWER = "answer"
    PROGRESS = "progress"


PARTICIPANTS = frozenset({Role.PATIENT, Role.RELATIVE, Role.CITIZEN, Role.PROFESSIONAL, Role.LEADER})
"""Who proposes and votes. A leader's dots count together with all others."""
RUNNING = frozenset({Act.RUN, Act.SEATS, Act.ADMIT, Act.SEND})
LEADING = frozenset({Act.ANSWER, Act.PROGRESS})
STANDING = frozenset({Act.LEAVE, Act.FOLLOW})
