"""The secrets by which a member says yes, or leaves the list. Only their hashes are stored; a mailed link is derived
again for each letter."""

from schemas.member import Member
from server.core.settings import Settings
from server.mail.links import keyed


def yes_token(settings: Settings, member: Member, mail: str) -> str:
    """The 144-bit token of the link to an address that somebody typed; whoever reads mail there can say yes."""
    return keyed(settings, "member-yes", member.salt, mail)


def own_token(settings: Settings, salt: str) -> str:
    """The token in letters to a member, by which they can leave the list."""
    return keyed(settings, "member-own", salt)


def link_of(settings: Settings, token: str) -> str:
    """The URL that a person is given. It is built from the settings alone, never from a request."""
    return f"{settings.public_url}/l/{token}"
