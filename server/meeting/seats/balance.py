"""Balance: whether those whom it is about are heard in a vote. It warns the coordinator and never stops anybody."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.act import voting
from schemas.roles import Role

HEARD_FROM = 5
"""One in so many of those who may vote is enough not to be drowned."""
HEARD = (Role.PATIENT, Role.RELATIVE)


@dataclass(frozen=True)
class Lack:
    """A role that a vote would hardly hear: `present` of `voters` who may vote."""

    role: Role
    present: int
    voters: int


def balance(present: Mapping[Role, int], *, leaders_vote: bool) -> tuple[Lack, ...]:
    """Patients and relatives who are missing, or are under a fifth of those who may vote.

    `present` counts seats by role; who never votes is left out, leaders too unless they vote. Nobody is missed in
    an empty room."""
    roles = voting(leaders_vote=leaders_vote)
    voters = sum(number for role, number in present.items() if role in roles)
    counts = [(role, present.get(role, 0)) for role in HEARD]
    return tuple(Lack(role, number, voters) for role, number in counts if voters and number * HEARD_FROM < voters)
