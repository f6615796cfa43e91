"""Codes that people type, tokens that stand in links, and the keyed hash under which both are kept."""

import hashlib
import hmac
import math
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 symbols. 0, O, 1, I and L are left out: on a projector they look like each other."""

JOIN_LENGTH = 8
RETURN_LENGTH = 10
LONGEST_TYPED = 64
_GROUP = 4


def new_code(length: int) -> str:
    """A code of `length` symbols from ALPHABET, evenly drawn from the system's random source (4.95 bits a symbol).

    Raises ValueError below 8 symbols, the least that promise S1 allows."""
    if length < JOIN_LENGTH:
        raise ValueError(f"a code has at least {JOIN_LENGTH} symbols, not {length}")
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normal(typed: str) -> str:
    """What was typed, as it is compared: upper case, only letters and digits, wide forms made plain.

    0, O, 1, I and L are kept: no symbol of ALPHABET is what they must have meant, so such a code is simply wrong.
    Never raises; more than 64 characters give the empty string, which no code equals."""
    if len(typed) > LONGEST_TYPED:
        return ""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(symbol for symbol in plain if symbol.isalnum())


def grouped(code: str) -> str:
    """A code as it is shown and read aloud, in even groups of at most four: "K7QM-29FX", "K7QM-29F-XAB"."""
    groups = math.ceil(len(code) / _GROUP)
    shortest, longer = divmod(len(code), groups) if groups else (0, 0)
    sizes = [shortest + (number < longer) for number in range(groups)]
    return "-".join(code[sum(sizes[:number]) : sum(sizes[: number + 1])] for number in range(groups))


def new_token() -> str:
    """192 random bits as 32 url-safe characters: for join links, sign-in links, projectors and cookies."""
    return secrets.token_urlsafe(24)


def new_public_id() -> str:
    """128 random bits as 22 url-safe characters. Random, for a time-ordered id would tell when an idea was written."""
    return secrets.token_urlsafe(16)


def keyed_hash(secret: str | bytes, text: str) -> bytes:
    """HMAC-SHA256 (RFC 2104) of `text` under `secret`, 32 bytes: how codes and tokens are kept and looked up.

    Raises ValueError when the secret is empty, since the hash of a short code could then be searched."""
    key = secret.encode() if isinstance(secret, str) else secret
    if not key:
        raise ValueError("a keyed hash needs a secret")
    return hmac.digest(key, text.encode(), hashlib.sha256)
