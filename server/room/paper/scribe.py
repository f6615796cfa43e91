"""The roles in which people take part on paper."""

from schemas.format import FormatRule
from schemas.roles import Role
from server.core.errors import N_, Invalid

NO_ROLE = N_("Vælg, hvem sedlen er fra.")


def on_paper(form: FormatRule) -> tuple[Role, ...]:
    """The roles to choose from at a meeting of this format: leaders have a way of their own, and observers never
    vote."""
    return tuple(role for role in form.roles if role is not Role.OBSERVER)


def role_on_paper(form: FormatRule, typed: str) -> Role:
    """The role that was chosen in a form; CITIZEN where nobody is asked. Raises Invalid for none, or another."""
    if not form.asks_roles:
        return Role.CITIZEN
    if typed not in {role.value for role in on_paper(form)}:
        raise Invalid(NO_ROLE, fields={"role": NO_ROLE})
    return Role(typed)
