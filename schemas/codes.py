"""Codes that people type, tokens that go into links, and the keyed hash under which both are stored."""

import base64
import hashlib
import hmac
import math
import re
import secrets
import unicodedata
from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 symbols. 0, O, 1, I and L are left out because they look alike on a projector."""

JOIN_LENGTH = 8
RETURN_LENGTH = 10
LENGTHS = (JOIN_LENGTH, RETURN_LENGTH)
"""The lengths of the codes that people type; an invitation's is as long as a return code."""
LONGEST_TYPED = 400
"""Characters in a pasted line or address; anything longer holds no code."""
_GROUP = 4
_PUBLIC_ID = re.compile(r"[\w-]{1,32}", re.ASCII)
_LINK = re.compile(r"/(?P<way>j|i|screen)/(?P<token>[\w-]{16,64})(?![\w-])", re.ASCII)


def new_code(length: int) -> str:
    """A code of `length` symbols from ALPHABET, drawn uniformly from the system's random source (4.95 bits a symbol).

    Raises ValueError below 8 symbols, the fewest that promise S1 allows."""
    if length < JOIN_LENGTH:
        raise ValueError(f"a code has at least {JOIN_LENGTH} symbols, not {length}")
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


@dataclass(frozen=True)
class Typed:
    """What a field for a code turned out to hold: a code, or the address of one of our pages as (`way`, `token`)."""

    code: str = ""
    way: str = ""
    """"j" leads to a meeting's door, "i" to an invitation, "screen" to the projector; "" when it is no address."""
    token: str = ""


def read_typed(typed: str) -> Typed:
    """Read what a person typed or pasted into a field for a code: the one reader for join, invitation and return codes.

    Case, full-width forms, spaces and dashes make no difference, and words around the code are dropped
    ("Kode: K7QM-29FX"). 0, O, 1, I and L are kept: nothing in ALPHABET is certain to be what was meant, so such a code
    is simply wrong. Never raises; more than LONGEST_TYPED characters give an empty `Typed`."""
    if len(typed) > LONGEST_TYPED:
        return Typed()
    if link := _LINK.search(typed):
        return Typed(way=link["way"], token=link["token"])
    plain = unicodedata.normalize("NFKC", typed).upper()
    parts = "".join(symbol if symbol.isalnum() else " " for symbol in plain).split()
    whole = "".join(parts)
    return Typed(whole if _is_code(whole) else _code_among(parts) or whole)


def normal(typed: str) -> str:
    """The code in what was typed, in the form that is compared; "" when there is none."""
    return read_typed(typed).code


def _is_code(text: str) -> bool:
    return len(text) in LENGTHS and all(symbol in ALPHABET for symbol in text)


def _code_among(parts: list[str]) -> str:
    """The code among other words. Prefers one in the groups that we print, then one with a digit, then the last. Groups
    cut differently are a code only if all around them is words: a code with one symbol too many holds no code."""
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
    """192 random bits as 32 URL-safe characters: for join links, sign-in links, projectors and cookies."""
    return secrets.token_urlsafe(24)


def derived_token(secret: str, token: str) -> str:
    """The token that follows a cookie's, as long as `new_token` and as hard to guess for anybody without the secret.
    The same every time, so that several answers say the same."""
    return base64.urlsafe_b64encode(keyed_hash(secret, f"after {token}")[:24]).decode()


def new_public_id() -> str:
    """128 random bits as 22 URL-safe characters. Not ordered by time: that would tell when an idea was written."""
    return secrets.token_urlsafe(16)


def is_public_id(text: str) -> bool:
    """Whether `text` can be a public id at all; what cannot need not be looked up."""
    return _PUBLIC_ID.fullmatch(text) is not None


def words_digest(*words: str) -> bytes:
    """SHA-256 of words, 32 bytes, to know them again by."""
    return hashlib.sha256("\0".join(words).encode()).digest()


def other_key(submission: str, *words: str) -> str:
    """The id, of at most 57 characters, of words that were sent with the id of others. Both are kept, and each is kept
    once, however often it is sent."""
    return f"{submission[:40]}+{words_digest(submission, *words).hex()[:16]}"


def keyed_hash(secret: str | bytes, text: str) -> bytes:
    """HMAC-SHA256 (RFC 2104) of `text` under `secret`, 32 bytes: how codes and tokens are stored and looked up.

    Raises ValueError for an empty secret: the hash of a short code could then be found by trying every code."""
    key = secret.encode() if isinstance(secret, str) else secret
    if not key:
        raise ValueError("a keyed hash needs a secret")
    return hmac.digest(key, text.encode(), hashlib.sha256)
