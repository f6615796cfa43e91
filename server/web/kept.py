"""An answer that is the same for everybody, and is kept as bytes: compressed once, with an ETag of what is sent."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.types import Scope, Send

WORTH_PACKING = 500
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Variant:
    """The bytes in one encoding, and the headers that go with them."""

    body: bytes
    etag: bytes
    headers: Headers


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
        variant = self.packed if self.packed and _takes_gzip(asked.get(b"accept-encoding", b"")) else self.plain
        if _has(asked.get(b"if-none-match", b""), variant.etag):
            headers = [each for each in variant.headers if each[0] not in {b"content-length", b"content-type"}]
            status, body = 304, b""
        else:
            status, headers = 200, list(variant.headers)
            body = b"" if scope["method"] == "HEAD" else variant.body
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _variant(body: bytes, headers: Headers) -> Variant:
    etag = b'"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
    return Variant(body, etag, [*headers, (b"etag", etag), (b"content-length", str(len(body)).encode())])


def _asked(scope: Scope) -> dict[bytes, bytes]:
    """The two headers of a request that matter here; of several of one name, all."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in {b"accept-encoding", b"if-none-match"}:
            found[name] = found[name] + b"," + value if name in found else value
    return found


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
