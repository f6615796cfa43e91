"""How much may be asked for: a bucket per browser, and a wide window per address for those we do not know.

A hospital is one address, and 1,500 people may join from it in a minute; so an address is only a bound on floods.
"""

import asyncio
import hashlib
import ipaddress
import time
from collections import OrderedDict
from contextlib import AbstractAsyncContextManager, nullcontext

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.requests import HTTPConnection

from server.web.fair_share import PLACE, Place, Work

SEAT = 25
"""Requests a second of one browser, and as many at once."""
IN_LINE = 8
"""Requests of one browser that may wait for the one at work; a browser opens six connections at a time."""
ADDRESS = RateLimitItemPerSecond(400)
PROBES = RateLimitItemPerSecond(50)
REFUSALS = RateLimitItemPerSecond(30)
"""Pages with a refusal that are drawn for one address: each is as much work as another page."""
KNOWN_MOST = 50_000
"""Browsers that are remembered; one that is forgotten is only looked up again."""
HOME = 64
"""Bits of an IPv6 address that tell one home or house from another; the rest its owner chooses freely."""
TURN = "peerboard.turn"


class Bucket:
    """One browser: SEAT tokens, filled up at SEAT a second, and a turn that its requests take one by one.

    Whoever floods has one request at work at a time, whatever they send: they slow themselves.
    """

    __slots__ = ("at", "left", "turn", "waiting")

    def __init__(self) -> None:
        self.left, self.at = float(SEAT), time.monotonic()
        self.turn = asyncio.Lock()
        self.waiting = 0

    def take(self) -> bool:
        """Take a token, if there is one, and if not too many have one and wait for their turn."""
        now = time.monotonic()
        self.left, self.at = min(SEAT, self.left + (now - self.at) * SEAT), now
        if self.left < 1 or self.waiting >= IN_LINE:
            return False
        self.left -= 1
        return True


class Turn:
    """A request's turn on its browser's bucket; it can be given up before the request is done."""

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
        """Let the browser's next request go on."""
        if self._held:
            self._held = False
            self._bucket.turn.release()


class Budget:
    """Kept in this process's memory: it bounds one server, needs nothing else, and is never wrong for long.

    A browser with a cookie of ours has a bucket of its own, once its cookie has been looked up and found. Until then a
    request counts for its address, whether it has no cookie or one that somebody made up, and whatever it asks for.
    """

    def __init__(self, address: RateLimitItem = ADDRESS, work: Work | None = None) -> None:
        self.address = address
        self.work = work or Work()
        self._counts = MemoryStorage()
        self._windows = FixedWindowRateLimiter(self._counts)
        self._known: OrderedDict[bytes, Bucket] = OrderedDict()

    async def allows(self, request: HTTPConnection, cookie: str | None) -> bool:
        """Whether this request is within its browser's, or its address's, budget."""
        bucket = self._known.get(_short(cookie)) if cookie else None
        return bucket.take() if bucket else await self._windows.hit(self.address, address_of(request))

    async def allows_probe(self, request: HTTPConnection) -> bool:
        """Whether a probe is within its address's budget. A proxy that asks for itself is told from one that hands on:
        what others send through it must not make it believe that we are gone."""
        handed_on = "x-forwarded-for" in request.headers or "forwarded" in request.headers
        return await self._windows.hit(PROBES, "probe", str(handed_on), address_of(request))

    async def may_be_drawn(self, request: HTTPConnection) -> bool:
        """Whether a refusal may have a page of its own, with the form that was sent; else a short one must do."""
        return await self._windows.hit(REFUSALS, "refused", address_of(request))

    def turn(self, cookie: str | None) -> AbstractAsyncContextManager[None]:
        """What a request works in: its browser's turn, if we know the browser."""
        bucket = self._known.get(_short(cookie)) if cookie else None
        return Turn(bucket) if bucket else nullcontext()

    async def looked_up(self, request: HTTPConnection, cookie: str, *, found: bool) -> None:
        """Say whether a request's cookie was somebody's. The first time it is, its address gets back what it gave."""
        hashed = _short(cookie)
        if not found:
            return
        if hashed not in self._known:
            await self._counts.decr(self.address.key_for(address_of(request)))
        self._known.setdefault(hashed, Bucket())
        self._known.move_to_end(hashed)
        if len(self._known) > KNOWN_MOST:
            self._known.popitem(last=False)


def give_up_turn(request: HTTPConnection) -> None:
    """Before a wait that is no work: neither the browser's other requests nor those of its address wait with it."""
    for held in (request.scope.get(TURN), request.scope.get(PLACE)):
        if isinstance(held, Turn | Place):
            held.give_up()


def _short(cookie: str) -> bytes:
    return hashlib.blake2b(cookie.encode(), digest_size=16).digest()


def address_of(request: HTTPConnection) -> str:
    """The address that asks, as the server (or a trusted proxy) knows it: of IPv6 the network of one house (/64), for
    within it everybody has as many addresses as they like; an IPv4 address that is written as IPv6 is the IPv4 one."""
    return network_of(request.client.host) if request.client else "unknown"


def network_of(host: str) -> str:
    """The address, or network, by which `host` is counted; what is no address stays as it is."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address), HOME), strict=False))
