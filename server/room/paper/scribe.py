"""As whom people take part on paper."""

from schemas.roles import JOINABLE, Role
from server.core.errors import N_, Invalid

ON_PAPER = tuple(role for role in JOINABLE if role is not Role.OBSERVER)
"""As what a person may take part on paper: leaders have a way of their own, and observers never vote."""
NO_ROLE = N_("Vælg, hvem sedlen er fra.")


def role_on_paper(typed: str) -> Role:
    """The role that was chosen. Raises Invalid."""
    if typed not in {role.value for role in ON_PAPER}:
        raise Invalid(NO_ROLE, fields={"role": NO_ROLE})
    return Role(typed)
