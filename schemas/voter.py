"""The key under which a voter's ballot is kept: it cannot be followed back once the round's secret is gone."""

import hashlib
import hmac


def voter_key(secret: bytes, seat_id: int) -> bytes:
    """HMAC-SHA256 of the seat under the round's secret, 32 bytes."""
    return hmac.digest(secret, str(seat_id).encode(), hashlib.sha256)


def slip_key(secret: bytes, slip: int) -> bytes:
    """The same for a ballot on paper, by the number that was written on the slip. No seat's key equals it."""
    return hmac.digest(secret, f"paper:{slip}".encode(), hashlib.sha256)


def form_key(secret: bytes, seat_id: int, key: str) -> bytes:
    """The same for the form that a paper ballot was entered by: `key` is the browser's own id of the submission."""
    return hmac.digest(secret, f"form:{seat_id}:{key}".encode(), hashlib.sha256)
