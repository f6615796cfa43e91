"""The key under which a voter's ballot is stored. Once the round's secret is deleted, it leads back to nobody."""

import hashlib
import hmac


def voter_key(secret: bytes, seat_id: int) -> bytes:
    """HMAC-SHA256 of the seat under the round's secret, 32 bytes."""
    return hmac.digest(secret, str(seat_id).encode(), hashlib.sha256)


def slip_key(secret: bytes, slip: int) -> bytes:
    """The same for a paper ballot, by the number written on the slip. It never equals a seat's key."""
    return hmac.digest(secret, f"paper:{slip}".encode(), hashlib.sha256)


def form_key(secret: bytes, seat_id: int, key: str) -> bytes:
    """The same for the form that a paper ballot was entered with; `key` is the browser's own id for the submission."""
    return hmac.digest(secret, f"form:{seat_id}:{key}".encode(), hashlib.sha256)


def support_key(secret: bytes, idea_id: int, seat_id: int) -> bytes:
    """The same for whoever supports a question, under the meeting's secret: another for each question, so that the rows
    of one seat cannot be told to be one's."""
    return hmac.digest(secret, f"support:{idea_id}:{seat_id}".encode(), hashlib.sha256)
