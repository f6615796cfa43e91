"""The key under which a voter's ballot is kept: it cannot be followed back once the round's secret is gone."""

import hashlib
import hmac


def voter_key(secret: bytes, seat_id: int) -> bytes:
    """HMAC-SHA256 of the seat under the round's secret, 32 bytes."""
    return hmac.digest(secret, str(seat_id).encode(), hashlib.sha256)
