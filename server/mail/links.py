"""Links for mail. They are built from the settings alone, never from a request: a forged Host header must not end up in
somebody's mail."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from schemas.board import Board
from schemas.meeting import Meeting
from server.core.settings import Settings


def idea(settings: Settings, public_id: str) -> str:
    """The page that tells an idea's story."""
    return f"{settings.public_url}/ideas/{public_id}"


def answers(settings: Settings) -> str:
    """A leader's list of ideas that are waiting for an answer."""
    return f"{settings.public_url}/answers"


def progress(settings: Settings, board: Board) -> str:
    """The page that shows how far a board's ideas have come."""
    return f"{settings.public_url}/b/{board.public_id}/progress"


def minutes(settings: Settings, meeting: Meeting) -> str:
    """The minutes of a meeting. Only those with a seat on its board can open them."""
    return f"{settings.public_url}/m/{meeting.public_id}/minutes"


def sign_in(settings: Settings, token: str) -> str:
    """The link that signs somebody in once."""
    return f"{settings.public_url}/login/{token}"


def through_provider(settings: Settings) -> str:
    """The page with the buttons of the identity providers."""
    return f"{settings.public_url}/login"


def follow(settings: Settings, idea_id: int | None, mail: str) -> str:
    """The page for saying yes or no to news about one idea."""
    return f"{settings.public_url}/follow/{follow_token(settings, idea_id, mail)}"


def follow_token(settings: Settings, idea_id: int | None, mail: str) -> str:
    """The 144-bit token of a follow. It is derived again for each mail, since the table stores only its hash."""
    return keyed(settings, "follow", idea_id, mail.lower())


def all_mail(settings: Settings, mail: str) -> str:
    """The page for choosing which mail an address gets, if any."""
    return f"{settings.public_url}/follow/{address_token(settings, mail)}"


def address_token(settings: Settings, mail: str) -> str:
    """The token for the page that controls all the mail an address has subscribed to."""
    return keyed(settings, "address", mail.lower())


def mine(settings: Settings, board: Board) -> str:
    """A member's own page on a board, "Min idé"."""
    return f"{settings.public_url}/b/{board.public_id}/mine"


def keyed(settings: Settings, *parts: object) -> str:
    """An HMAC of `parts`: 24 URL-safe characters that nobody can work out without the secret. Raises ValueError when
    the secret is missing or shorter than 32 characters."""
    if len(settings.secret) < 32:
        raise ValueError("PEERBOARD_SECRET must have at least 32 characters")
    message = "\0".join(str(part) for part in parts)
    return urlsafe_b64encode(hmac.digest(settings.secret.encode(), message.encode(), hashlib.sha256)[:18]).decode()
