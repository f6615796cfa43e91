"""Rate limits: a token bucket for each known browser, and a wide window per address for everybody else.

A hospital is one address, and 1,500 people may join from it in a minute, so the limit per address only stops floods.
"""

import asyncio
import hashlib
import ipaddress
import time
from collections import OrderedDict
from contextlib import AbstractAsyncContextManager, nullcontext
from math import ceil

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.requests import HTTPConnection

from server.web.fair_share import PLACE, Place, Work

SEAT = 25
"""Requests per second from one browser, and as many in a burst."""
IN_LINE = 8
"""Requests from one browser that may wait for the one at work; a browser opens six connections at a time."""
ADDRESS = RateLimitItemPerSecond(400)
PROBES = RateLimitItemPerSecond(50)
REFUSALS = RateLimitItemPerSecond(30)
"""Refusals that get a page of their own, per address: each is as much work as any other page."""
KNOWN_MOST = 50_000
"""Browsers to remember; one that is forgotten is simply looked up again."""
HOME = 64
"""Bits of an IPv6 address that identify one household or building; its owner chooses the rest freely."""
TURN = "peerboard.turn"


class Bucket:
    """One browser: SEAT tokens, refilled at SEAT per second, and a turn that its requests take one by one.

    However much a client sends, it has one request at work at a time, so it slows down only itself.
    """

    __slots__ = ("at", "left", "turn", "waiting")

    def __init__(self) -> None:
        self.left, self.at = float(SEAT), time.monotonic()
        self.turn = asyncio.Lock()
        self.waiting = 0

    def take(self) -> bool:
        """Take a token. False if there is none, or if too many requests are waiting for their turn."""
        now = time.monotonic()
        self.left, self.at = min(SEAT, self.left + (now - self.at) * SEAT), now
        if self.left < 1 or self.waiting >= IN_LINE:
            return False
        self.left -= 1
        return True


class Turn:
    """A request's turn among its browser's requests; it can be given up before the request is done."""

    __slots__ = ("_bucket", "_held")

    def __init__(self, bucket: Bucket) -> None:
        self._bucket, self._held = bucket, False

    async def __aenter__(self) -> None:
        self._bucket.waiting += 1
        try:
            await self._bucket.turn.acquire()
            self._held = True
        finally:
            self._bucket.waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        self.give_up()

    def give_up(self) -> None:
        """Let the browser's next request go on. Safe to call twice."""
        if self._held:
            self._held = False
            self._bucket.turn.release()


class Budget:
    """The limits of one server, in its memory: they depend on nothing else, and are never wrong for long. If it is `of`
    several processes at one address, among which connections are spread evenly, an address has its share in each. A
    browser, which may have a single connection, has all of its budget in each.

    A browser with our cookie gets a bucket of its own once its cookie has been looked up and found. Until then its
    requests count against its address, whether they have no cookie or an invented one, and whatever they ask for.
    """

    def __init__(self, address: RateLimitItem = ADDRESS, work: Work | None = None, of: int = 1) -> None:
        self.address, self._probes, self._refusals = (share(each, of) for each in (address, PROBES, REFUSALS))
        self.work = work or Work()
        self._counts = MemoryStorage()
        self._windows = FixedWindowRateLimiter(self._counts)
        self._known: OrderedDict[bytes, Bucket] = OrderedDict()

    async def allows(self, request: HTTPConnection, cookie: str | None) -> bool:
        """Whether this request is within the budget of its browser or address, and count it."""
        bucket = self._known.get(_short(cookie)) if cookie else None
        return bucket.take() if bucket else await self._windows.hit(self.address, address_of(request))

    async def allows_probe(self, request: HTTPConnection) -> bool:
        """Whether a probe is within its address's budget. A proxy's own probes are counted apart from those it
        forwards: what others send through it must not make it believe that we are down."""
        handed_on = "x-forwarded-for" in request.headers or "forwarded" in request.headers
        return await self._windows.hit(self._probes, "probe", str(handed_on), address_of(request))

    async def may_be_drawn(self, request: HTTPConnection) -> bool:
        """Whether a refusal may get a page of its own, with the form that was sent; if not, a short one has to do."""
        return await self._windows.hit(self._refusals, "refused", address_of(request))

    def turn(self, cookie: str | None) -> AbstractAsyncContextManager[None]:
        """The context in which to handle a request: its browser's turn, if we know the browser."""
        bucket = self._known.get(_short(cookie)) if cookie else None
        return Turn(bucket) if bucket else nullcontext()

    def knows(self, cookie: str) -> bool:
        """Whether a cookie has been found lately."""
        return _short(cookie) in self._known

    async def found(self, request: HTTPConnection, cookie: str) -> None:
        """Report that a request's cookie was found. The first time it is, the request no longer counts against its
        address."""
        hashed = _short(cookie)
        if hashed in self._known:
            self._known.move_to_end(hashed)
            return
        self._known[hashed] = Bucket()
        if len(self._known) > KNOWN_MOST:
            self._known.popitem(last=False)
        await self._counts.decr(self.address.key_for(address_of(request)))


def share(limit: RateLimitItem, of: int) -> RateLimitItem:
    """The part of a limit that one `of` several processes holds; at least one."""
    return type(limit)(ceil(limit.amount / of), limit.multiples, limit.namespace)


def give_up_turn(request: HTTPConnection) -> None:
    """Call before a long wait, so that neither the browser's other requests nor those from its address wait with it."""
    for held in (request.scope.get(TURN), request.scope.get(PLACE)):
        if isinstance(held, Turn | Place):
            held.give_up()


def _short(cookie: str) -> bytes:
    return hashlib.blake2b(cookie.encode(), digest_size=16).digest()


def address_of(request: HTTPConnection) -> str:
    """The address a request comes from, as the server or a trusted proxy knows it, in the form of `network_of`."""
    return network_of(request.client.host) if request.client else "unknown"


def network_of(host: str) -> str:
    """The address or network under which `host` is counted. For IPv6 it is the /64, in which a household has as many
    addresses as it likes; an IPv4-mapped address is its IPv4 one. What is not an IP address is returned as it is."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address), HOME), strict=False))
