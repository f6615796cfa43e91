"""The roles in which people take part on paper."""

from schemas.roles import JOINABLE, Role
from server.core.errors import N_, Invalid

ON_PAPER = tuple(role for role in JOINABLE if role is not Role.OBSERVER)
"""The roles to choose from: leaders have a way of their own, and observers never vote."""
NO_ROLE = N_("Vælg, hvem sedlen er fra.")


def role_on_paper(typed: str) -> Role:
    """The role that was chosen in a form. Raises Invalid for none, or one that is not in ON_PAPER."""
    if typed not in {role.value for role in ON_PAPER}:
        raise Invalid(NO_ROLE, fields={"role": NO_ROLE})
    return Role(typed)
