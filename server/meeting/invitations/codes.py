"""What stands in an invitation: the token of its link, and on a printed sheet a code to type as well."""

from schemas.codes import keyed_hash, normal
from schemas.invitation import INVITATION_CODE_LENGTH
from server.core.settings import Settings
from server.mail.links import keyed


def token_of(settings: Settings, code: str) -> str:
    """The token of the link that belongs to a code, of 144 bits: a typed code leads to the page that the QR code on
    the same sheet leads to, though only hashes of the two are kept. Nobody without our secret can work it out."""
    return keyed(settings, "invitation", normal(code))


def mailed_token(settings: Settings, salt: str) -> str:
    """The token of a mailed link, of 144 bits: the reminder holds the same link, though only its hash is kept."""
    return keyed(settings, "invited", salt)


def link_of(settings: Settings, token: str) -> str:
    """The address that a person is given. It is built from settings only, never from a request."""
    return f"{settings.public_url}/i/{token}"


def looks_like_one(typed: str) -> bool:
    """Whether what was typed can be an invitation's code: two symbols more than a meeting's."""
    return len(normal(typed)) == INVITATION_CODE_LENGTH


def hashed(settings: Settings, secret: str) -> bytes:
    """How a token or a code is kept."""
    return keyed_hash(settings.secret, secret)
