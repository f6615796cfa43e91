"""One voter with a browser: cookies, the join form, the room, the ballot. Knows nothing a member does not know."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin, urlsplit

import httpx2

from schemas.roles import Role
from server.ops.replay.pages import form_in, kept_ballot

BUSY = frozenset({429, 502, 503, 504})
RESTS = (0.1, 0.3, 1.0, 2.0, 4.0)
"""Seconds between tries; sending any form again is harmless."""
ROLE = Role.CITIZEN.value
BROWSER = {"Accept": "text/html", "Accept-Language": "da", "User-Agent": "peerboard-replay"}


class Refused(Exception):
    """A voter could not join or vote; the text says at which step, and what the answer was."""


class Unreachable(Exception):
    """Nobody answers there."""


class Voter:
    """`base` is the product's address. Many voters may share a transport, as behind one proxy, but never a cookie."""

    def __init__(self, base: str, transport: httpx2.AsyncBaseTransport) -> None:
        parts = urlsplit(base)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._http = httpx2.AsyncClient(base_url=self._origin, transport=transport, headers=BROWSER, timeout=30)
        self._room = ""

    async def join(self, link: str) -> None:
        """Take a seat through the form at a join link's path, without a name. Raises Refused or Unreachable."""
        form = form_in((await self._get(link)).text, "action", link)
        if form is None or ROLE not in form.offers("role"):
            raise Refused("the join page has no form")
        answer = await self._post(form.action, form.hidden() | {"role": ROLE, "name": "", "organisation": ""})
        if answer.status_code != 303:
            raise Refused(f"joining was answered with {answer.status_code}")
        self._room = urlsplit(urljoin(str(answer.url), answer.headers["location"])).path
        await self._get(self._room)

    async def vote(self, dots: Mapping[str, int]) -> None:
        """Hand in a whole ballot, dots by idea's public id. Returns once the server says it has saved exactly that.

        Raises Refused or Unreachable."""
        form = form_in((await self._get(self._room)).text, "id", "ballot")
        if form is None:
            raise Refused("the room has no ballot")
        fields = form.hidden()
        for field in form.inputs:
            given = dots.get(field.get("name", "").removeprefix("dots-"), 0)
            if field.get("type") == "number" or (field.get("type") == "checkbox" and given):
                fields[field["name"]] = str(given)
        answer = await self._post(form.action, fields, **{"HX-Request": "true"})
        if answer.status_code != 200:
            raise Refused(f"the ballot was answered with {answer.status_code}")
        if kept_ballot(answer.text) != dict(dots):
            raise Refused("the ballot that was kept is not the one that was cast")

    @property
    def joined(self) -> bool:
        """Whether they have joined the meeting."""
        return bool(self._room)

    async def read(self, path: str, rests: Sequence[float] = RESTS) -> httpx2.Response:
        """Read a page, trying again after each of `rests`. Raises Unreachable."""
        return await self._send("GET", path, {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, rests=rests)

    async def _get(self, path: str) -> httpx2.Response:
        answer = await self.read(path)
        if answer.status_code != 200:
            raise Refused(f"a page was answered with {answer.status_code}")
        return answer

    async def _post(self, path: str, fields: Mapping[str, str], **more: str) -> httpx2.Response:
        ours = {"Origin": self._origin, "Sec-Fetch-Site": "same-origin", **more}
        return await self._send("POST", path, ours, fields)

    async def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        fields: Mapping[str, str] | None = None,
        rests: Sequence[float] = RESTS,
    ) -> httpx2.Response:
        answer = None
        for rest in (*rests, 0.0):
            try:
                answer = await self._http.request(method, path, headers=headers, data=fields)
            except httpx2.TransportError:
                answer = None
            if answer is not None and answer.status_code not in BUSY:
                return answer
            await asyncio.sleep(rest * random.uniform(0.5, 1))
        if answer is None:
            raise Unreachable
        return answer
