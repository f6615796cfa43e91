"""Role: what a person is on a board."""

from enum import StrEnum


class Role(StrEnum):
    PATIENT = "patient"
    RELATIVE = "relative"
    CITIZEN = "citizen"
    PROFESSIONAL = "professional"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"


JOINABLE = (Role.PATIENT, Role.RELATIVE, Role.CITIZEN, Role.PROFESSIONAL, Role.OBSERVER)
"""The roles a person may choose when joining; never leader or coordinator."""
STAFF = frozenset({Role.LEADER, Role.COORDINATOR})
