"""An answer that is the same for everybody, and is kept as bytes: compressed once, with an ETag of what is sent."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from starlette.types import Scope, Send

WORTH_PACKING = 500
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Variant:
    """The bytes in one encoding, and the headers that go with them; `head` and `known_head` are the headers as they are
    sent, to whoever wants the bytes and to whoever has them."""

    body: bytes
    etag: bytes
    headers: Headers
    known_headers: Headers
    head: bytes
    known_head: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer as it is, and compressed where that is worth it. `route` is the one that made it, for the log."""

    plain: Variant
    packed: Variant | None
    route: object = field(default=None, compare=False)

    @classmethod
    def of(cls, body: bytes, headers: Mapping[str, str], route: object = None) -> "Kept":
        """Keep a body with its headers. Content-Length, ETag and Vary are added."""
        fixed = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        fixed.append((b"vary", b"Accept-Encoding"))
        packed = gzip.compress(body, 6, mtime=0) if len(body) >= WORTH_PACKING else body
        small = len(packed) < len(body)
        return cls(
            _variant(body, fixed),
            _variant(packed, [*fixed, (b"content-encoding", b"gzip")]) if small else None,
            route,
        )

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.plain.body) + (len(self.packed.body) if self.packed else 0)

    async def answer(self, scope: Scope, send: Send) -> None:
        """Send it: whole, without its body to HEAD, or as 304 to whoever has it already."""
        asked = _asked(scope)
        variant, status = self.which(asked.get(b"accept-encoding", b""), asked.get(b"if-none-match", b""))
        headers = list(variant.known_headers if status == 304 else variant.headers)
        body = b"" if status == 304 or scope["method"] == "HEAD" else variant.body
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def which(self, encodings: bytes, known: bytes) -> tuple[Variant, int]:
        """What to send to whoever sent these values of Accept-Encoding and If-None-Match, and with which status."""
        variant = self.packed if self.packed and _takes_gzip(encodings) else self.plain
        return variant, 304 if _has(known, variant.etag) else 200


def _variant(body: bytes, headers: Headers) -> Variant:
    etag = b'"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
    known = [*(each for each in headers if each[0] != b"content-type"), (b"etag", etag)]
    whole = [*headers, (b"etag", etag), (b"content-length", str(len(body)).encode())]
    return Variant(body, etag, whole, known, _lines(whole), _lines(known))


def _lines(headers: Headers) -> bytes:
    if any(b"\r" in part or b"\n" in part for header in headers for part in header):
        raise ValueError("a header of more than one line")
    return b"".join(b"%s: %s\r\n" % header for header in headers)


def _asked(scope: Scope) -> dict[bytes, bytes]:
    """The two headers of a request that matter here; of several of one name, all."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in {b"accept-encoding", b"if-none-match"}:
            found[name] = found[name] + b"," + value if name in found else value
    return found


@lru_cache(64)
def _takes_gzip(accepted: bytes) -> bool:
    """Whether Accept-Encoding has gzip, and not with a weight of 0."""
    for each in accepted.lower().replace(b" ", b"").split(b","):
        name, _, weight = each.partition(b";q=")
        if name == b"gzip":
            return not weight or weight.strip(b"0.") != b""
    return False


def _has(known: bytes, etag: bytes) -> bool:
    """Whether If-None-Match names this ETag, or any (RFC 9110, 13.1.2)."""
    return bool(known) and any(each.strip().removeprefix(b"W/") in {etag, b"*"} for each in known.split(b","))
