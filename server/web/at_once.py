"""Answers open pages that are kept as soon as a request's headers are there, before anything else is made of it.

An open page may be read a thousand times a second beside a meeting, and the meeting goes first: so what is kept takes
neither a task nor a pass through the gate and the routes. Whatever is unusual about a request, it is left to them, who
answer it with the same bytes. What is sent here is counted as every request is, and logged together: one line a minute
for each route and status.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from server.core import logs, metrics
from server.core.settings import Settings
from server.web.csrf import host_in
from server.web.kept import Headers, Kept
from server.web.odd_requests import HEAD_MOST
from server.web.open_paths import ROOTS

A_MINUTE = 60.0
BEGINNINGS = tuple(f"/{root}".encode() for root in ROOTS)
HOST, ENCODING, KNOWN = b"host", b"accept-encoding", b"if-none-match"
READ = frozenset({HOST, ENCODING, KNOWN, b"content-length", b"transfer-encoding", b"expect", b"upgrade"})
"""Headers that matter here: three that say which bytes are sent, and those of a request that is left to others."""
PLAIN = frozenset({HOST, ENCODING, KNOWN})


class Answer(NamedTuple):
    """The bytes of an answer: all lines of its head but the first and the date, and its body."""

    status: int
    head: bytes
    body: bytes


class AtOnce:
    """`at_hand(path)` is what is kept and holds, without asking anybody; `may()` whether open pages may be sent now."""

    def __init__(self, settings: Settings, at_hand: Callable[[str], Kept | None], may: Callable[[], bool]) -> None:
        self._at_hand, self._may = at_hand, may
        self._is_ours = lru_cache(64)(lambda host: host_in(host.decode("latin-1")) in settings.hosts)
        self._counted: dict[tuple[object, int], Any] = {}
        self._sent: Counter[tuple[str, int]] = Counter()
        self._telling: asyncio.TimerHandle | None = None

    def answer(self, url: bytes, headers: Headers) -> Answer | None:
        """The answer to a GET; None if it is for others to give. Neither waits nor raises."""
        if not url.startswith(BEGINNINGS):
            return None
        began = time.perf_counter()
        kept = self._at_hand(url.decode("latin-1"))
        asked = None if kept is None else _asked(headers, len(url))
        if kept is None or asked is None or not self._is_ours(asked.get(HOST, b"")) or not self._may():
            return None
        variant, status = kept.which(asked.get(ENCODING, b""), asked.get(KNOWN, b""))
        self._count(kept.route, status, time.perf_counter() - began)
        return Answer(status, variant.known_head, b"") if status == 304 else Answer(status, variant.head, variant.body)

    def tell(self) -> None:
        """Log what was sent since the last time."""
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
        sent, self._sent = self._sent, Counter()
        for (route, status), count in sent.items():
            logs.bound.info("requests", method="GET", route=route, status=status, count=count)

    def _count(self, route: object, status: int, seconds: float) -> None:
        path: str = getattr(route, "path_format", "-")
        of_these = self._counted.get((path, status))
        if of_these is None:
            of_these = self._counted[path, status] = metrics.REQUESTS.labels(path, status)
        of_these.observe(seconds)
        self._sent[path, status] += 1
        if self._telling is None:
            self._telling = asyncio.get_running_loop().call_later(A_MINUTE, self.tell)


def _asked(headers: Headers, size: int) -> dict[bytes, bytes] | None:
    """The headers of a plain request that matter; None if there is anything unusual about it."""
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        size += len(name) + len(value)
        if name in READ:
            if name in found or name not in PLAIN:
                return None
            found[name] = value
    return found if size <= HEAD_MOST else None
