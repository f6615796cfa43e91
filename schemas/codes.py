"""Codes that people type, tokens that stand in links, and the keyed hash under which both are kept."""

import hashlib
import hmac
import math
import re
import secrets
import unicodedata
from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 symbols. 0, O, 1, I and L are left out: on a projector they look like each other."""

JOIN_LENGTH = 8
RETURN_LENGTH = 10
LENGTHS = (JOIN_LENGTH, RETURN_LENGTH)
"""How long the codes are that people type; an invitation's is as long as a return code."""
LONGEST_TYPED = 400
"""A pasted line or address; what is longer holds no code."""
_GROUP = 4
_LINK = re.compile(r"/(?P<way>j|i|screen)/(?P<token>[\w-]{16,64})(?![\w-])", re.ASCII)


def new_code(length: int) -> str:
    """A code of `length` symbols from ALPHABET, evenly drawn from the system's random source (4.95 bits a symbol).

    Raises ValueError below 8 symbols, the least that promise S1 allows."""
    if length < JOIN_LENGTH:
        raise ValueError(f"a code has at least {JOIN_LENGTH} symbols, not {length}")
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


@dataclass(frozen=True)
class Typed:
    """What stands in a field for a code: a code, or the address of a page of ours, as (`way`, `token`)."""

    code: str = ""
    way: str = ""
    """"j" leads to a meeting's door, "i" to an invitation, "screen" to the projector; "" is no address."""
    token: str = ""


def read_typed(typed: str) -> Typed:
    """What a person typed or pasted into a field for a code: the one reader for join, invitation and return codes.

    Upper and lower case, wide forms, spaces and any dashes are the same, and words around the code are left out
    ("Kode: K7QM-29FX"). 0, O, 1, I and L are kept: no symbol of ALPHABET is what they must have meant, so such a code
    is simply wrong. Never raises; more than 400 characters hold nothing."""
    if len(typed) > LONGEST_TYPED:
        return Typed()
    if link := _LINK.search(typed):
        return Typed(way=link["way"], token=link["token"])
    plain = unicodedata.normalize("NFKC", typed).upper()
    parts = "".join(symbol if symbol.isalnum() else " " for symbol in plain).split()
    whole = "".join(parts)
    return Typed(whole if _is_code(whole) else _code_among(parts) or whole)


def normal(typed: str) -> str:
    """The code in what was typed, as it is compared; "" when there is none."""
    return read_typed(typed).code


def _is_code(text: str) -> bool:
    return len(text) in LENGTHS and all(symbol in ALPHABET for symbol in text)


def _code_among(parts: list[str]) -> str:
    """The code among other words: rather one in its own groups, rather one with a digit, rather the last. Odd groups
    are a code only where all that is left out is words: of a code with a symbol too many no part is the code."""
    best: tuple[tuple[bool, bool, int], str] = ((False, False, -1), "")
    for first in range(len(parts)):
        for last in range(first + 1, min(len(parts), first + RETURN_LENGTH) + 1):
            run = parts[first:last]
            code = "".join(run)
            if len(code) > RETURN_LENGTH:
                break
            as_shown = len(run) == 1 or "-".join(run) == grouped(code)
            words = all(len(part) > 1 and part.isalpha() for part in (*parts[:first], *parts[last:]))
            if _is_code(code) and (as_shown or words):
                best = max(best, ((as_shown, any(symbol.isdigit() for symbol in code), first), code))
    return best[1]


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
