"""Rate limits: a token bucket for each known browser, and a wide window per address for everybody else.

A hospital is one address, and 1,500 people may join from it in a minute, so the limit per address only stops floods.
"""

import hashlib
import ipaddress
from collections import OrderedDict
from contextlib import AbstractAsyncContextManager, nullcontext
from math import ceil

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.requests import HTTPConnection

from server.web.fair_share import Work
from server.web.turns import Bucket, Turn

ADDRESS = RateLimitItemPerSecond(400)
PROBES = RateLimitItemPerSecond(50)
OPEN = RateLimitItemPerSecond(200)
"""Open pages that are drawn for one address. What is kept is not counted, and what is counted here takes nothing from
those who join a meeting behind the same address."""
REFUSALS = RateLimitItemPerSecond(30)
"""Refusals that get a page of their own, per address: each is as much work as any other page."""
KNOWN_MOST = 50_000
"""Browsers to remember; one that is forgotten is simply looked up again."""
HOME = 64
"""Bits of an IPv6 address that identify one household or building; its owner chooses the rest freely."""


class Budget:
    """The limits of one server, in its memory: they depend on nothing else, and are never wrong for long. If it is `of`
    several processes at one address, among which connections are spread evenly, an address has its share in each. A
    browser, which may have a single connection, has all of its budget in each.

    A browser with our cookie gets a bucket of its own once its cookie has been looked up and found. Until then its
    requests count against its address, whether they have no cookie or an invented one, and whatever they ask for.
    """

    def __init__(self, address: RateLimitItem = ADDRESS, work: Work | None = None, of: int = 1) -> None:
        limits = (address, PROBES, REFUSALS, OPEN)
        self.address, self._probes, self._refusals, self._open = (share(each, of) for each in limits)
        self.work, self._of = work or Work(), of
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

    async def allows_open(self, request: HTTPConnection) -> bool:
        """Whether an open page may be drawn for this address, and count it."""
        return await self._windows.hit(self._open, "open", address_of(request))

    async def allows_seat(self, request: HTTPConnection, meeting: str, most: int) -> bool:
        """Whether one more may take a seat at a meeting from this address, of at most so many in ten minutes; count it.
        Where strangers come, a full hall behind one address passes, and a script does not fill the meeting."""
        limit = share(RateLimitItemPerMinute(most, 10), self._of)
        return await self._windows.hit(limit, "seat", meeting, address_of(request))

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
