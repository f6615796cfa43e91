"""Balance: whether patients and relatives, whom it is all about, are heard in a vote. The coordinator gets a warning;
nobody is ever stopped."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.act import voting
from schemas.roles import Role

HEARD_FROM = 5
"""A role is heard if at least one in this many of those who may vote has it."""
HEARD = (Role.PATIENT, Role.RELATIVE)


@dataclass(frozen=True)
class Lack:
    """A role that a vote would hardly hear: only `present` of the `voters` who may vote have it."""

    role: Role
    present: int
    voters: int


def balance(present: Mapping[Role, int], *, leaders_vote: bool) -> tuple[Lack, ...]:
    """Which of patients and relatives are missing, or make up under a fifth of those who may vote.

    `present` counts seats by role. Roles that never vote do not count, nor do leaders unless `leaders_vote`. In an
    empty room nobody is missing."""
    roles = voting(leaders_vote=leaders_vote)
    voters = sum(number for role, number in present.items() if role in roles)
    counts = [(role, present.get(role, 0)) for role in HEARD]
    return tuple(Lack(role, number, voters) for role, number in counts if voters and number * HEARD_FROM < voters)
