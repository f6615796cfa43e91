"""Addresses in mail. They are built from settings only, never from a request."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from schemas.board import Board
from schemas.meeting import Meeting
from server.core.settings import Settings


def idea(settings: Settings, public_id: str) -> str:
    """The story of an idea."""
    return f"{settings.public_url}/ideas/{public_id}"


def answers(settings: Settings) -> str:
    """The leader's list of what awaits an answer."""
    return f"{settings.public_url}/answers"


def progress(settings: Settings, board: Board) -> str:
    """Where a board's ideas are."""
    return f"{settings.public_url}/b/{board.public_id}/progress"


def minutes(settings: Settings, meeting: Meeting) -> str:
    """The minutes of a meeting, for those who sit on its board."""
    return f"{settings.public_url}/m/{meeting.public_id}/minutes"


def sign_in(settings: Settings, token: str) -> str:
    """Signing in once."""
    return f"{settings.public_url}/login/{token}"


def follow(settings: Settings, idea_id: int | None, mail: str) -> str:
    """Saying yes or no to news of one idea."""
    return f"{settings.public_url}/follow/{follow_token(settings, idea_id, mail)}"


def follow_token(settings: Settings, idea_id: int | None, mail: str) -> str:
    """The token of a follow, of 144 bits. It is made anew for each mail, since the table holds only its hash."""
    return keyed(settings, "follow", idea_id, mail.lower())


def all_mail(settings: Settings, mail: str) -> str:
    """Choosing what comes to an address, or that nothing does."""
    return f"{settings.public_url}/follow/{address_token(settings, mail)}"


def address_token(settings: Settings, mail: str) -> str:
    """The token of all mail to an address that somebody asked for."""
    return keyed(settings, "address", mail.lower())


def mine(settings: Settings, board: Board) -> str:
    """ "Min idé"."""
    return f"{settings.public_url}/b/{board.public_id}/mine"


def keyed(settings: Settings, *parts: object) -> str:
    """24 url-safe characters that only somebody with the secret can work out. ValueError while there is no secret."""
    if len(settings.secret) < 32:
        raise ValueError("PEERBOARD_SECRET must have at least 32 characters")
    words = "\0".join(str(part) for part in parts)
    return urlsafe_b64encode(hmac.digest(settings.secret.encode(), words.encode(), hashlib.sha256)[:18]).decode()
