"""The secrets of an invitation: the token in its link and, on a printed sheet, a code to type as well."""

from schemas.codes import keyed_hash, normal
from schemas.invitation import INVITATION_CODE_LENGTH
from server.core.settings import Settings
from server.mail.links import keyed


def token_of(settings: Settings, code: str) -> str:
    """The 144-bit token of the link that belongs to a code. It is derived from the code, so that typing the code leads
    to the same page as the QR code beside it although we store only the hash of each. Nobody can derive it without our
    secret."""
    return keyed(settings, "invitation", normal(code))


def mailed_token(settings: Settings, salt: str) -> str:
    """The 144-bit token of a mailed link. It is derived from the invitation's salt, so that later mails can contain the
    same link although we store only the hash of the token."""
    return keyed(settings, "invited", salt)


def slip_token(settings: Settings, code: str) -> str:
    """The 144-bit token of the link by which somebody says yes to be on a board's list, derived from the code on a slip
    in the same way."""
    return keyed(settings, "member-slip", normal(code))


def link_of(settings: Settings, token: str) -> str:
    """The URL that a person is given. It is built from the settings alone, never from a request."""
    return f"{settings.public_url}/i/{token}"


def looks_like_one(typed: str) -> bool:
    """Whether `typed` has the length of an invitation's code, which is two symbols longer than a meeting's."""
    return len(normal(typed)) == INVITATION_CODE_LENGTH


def hashed(settings: Settings, secret: str) -> bytes:
    """A token or a code as we store it."""
    return keyed_hash(settings.secret, secret)
