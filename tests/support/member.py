"""A person in a meeting, or a member of staff, with a browser in hand."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from http.cookiejar import Cookie
from typing import Self
from urllib.parse import urlsplit

import httpx2

from schemas.roles import Role
from server.core import clock
from tests.support.browser import Browser
from tests.support.dom import Page
from tests.support.stream import Stream

CONFLICT = 409
CODE_COOKIE = "return_code"
"""As in server/meeting/seats/pages.py, which we do not load for one word."""


class Member(Browser):
    """A member who knows their room. Methods return the server's answer as it is; `took` says whether it was a yes."""

    meeting: str = ""
    """The meeting's public id, once joined."""
    name: str = ""
    _arrival: httpx2.Response | None = None
    """The answer to joining."""
    _shown_once: Sequence[Cookie] = ()

    @property
    def room(self) -> str:
        """The path of the member's room."""
        return f"/m/{self.meeting}"

    async def join(self, token: str, role: Role | str = Role.PATIENT, name: str = "", organisation: str = "") -> Self:
        """Take a seat at a join link; AssertionError unless it leads into a room. A browser that nobody sits at knows
        what the form would hold, and drawing it is the dearest part; it is read where it asks more (`try_join`)."""
        if self.cookie:
            answer = await self.try_join(token, role, name, organisation)
        else:
            fields = {"role": str(role), "name": name, "organisation": organisation, "nonce": secrets.token_hex(12)}
            answer = await self.post(f"/j/{token}", fields)
        assert answer.status_code == 303, f"join: {answer.status_code} {answer.text[:300]}"
        self.meeting = urlsplit(answer.headers["location"]).path.removeprefix("/m/").split("/")[0]
        self.name = name
        self._arrival = answer
        self._shown_once = [cookie for cookie in self.http.cookies.jar if cookie.name == CODE_COOKIE]
        for cookie in self._shown_once:
            self.http.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)
        await self.arrive()
        return self

    async def arrive(self) -> None:
        """Ask for the smallest thing in the room, so that the cookie has come back and the seat counts."""
        answer = await self.post(f"{self.room}/return-code/seen")
        assert answer.status_code == 303, f"arrive: {answer.status_code} {answer.text[:300]}"

    async def land(self) -> Page:
        """The first page after joining, the only one to show the return code. Loaded when asked for: most tests need a
        seat and never look at it."""
        assert self._arrival is not None, "join() first"
        for cookie in self._shown_once:
            self.http.cookies.jar.set_cookie(cookie)
        self._shown_once = ()
        return await self.follow(self._arrival)

    async def try_join(
        self, token: str, role: Role | str = Role.PATIENT, name: str = "", organisation: str = "", nonce: str = ""
    ) -> httpx2.Response:
        """Fill in and send the join form. Returns the answer, whatever it is."""
        page = await self.page(f"/j/{token}")
        fields = {"role": str(role), "name": name, "organisation": organisation}
        return await self.submit(page.form(f"/j/{token}"), fields | ({"nonce": nonce} if nonce else {}))

    async def look(self) -> Page:
        """Load the room afresh."""
        return await self.page(self.room)

    async def mine(self) -> Page:
        """The member's own personal elements."""
        return await self.page(f"{self.room}/mine")

    async def propose(
        self, title: str, text: str = "", *, key: str = "", theme: str = "", statement: str = ""
    ) -> httpx2.Response:
        """Write an idea; the same `key` again is the same submission."""
        fields = {"title": title, "text": text, "theme": theme, "statement": statement}
        return await self.post(f"{self.room}/ideas", {"key": key or secrets.token_hex(16), **fields})

    async def done(self, done: bool = True) -> httpx2.Response:
        """ "Jeg er færdig", or not."""
        return await self.post(f"{self.room}/done", {"done": int(done)})

    async def vote(
        self, dots: Mapping[str, int], *, version: int | None = None, page: Page | None = None
    ) -> httpx2.Response:
        """Hand in the whole ballot: dots by the idea's public id. Reads the form afresh unless `page` has it."""
        form = (page or await self.look()).form("#ballot")
        fields: dict[str, object] = {f"dots-{idea}": number for idea, number in dots.items()}
        return await self.submit(form, fields if version is None else fields | {"version": version})

    async def leave(self) -> httpx2.Response:
        """ "Forlad mødet og ryd denne skærm"."""
        return await self.post(f"{self.room}/leave")

    async def stream(self, path: str = "", *, auto: bool = True) -> Stream:
        """Open a page (the room by default) and follow it; close it with `await stream.close()`."""
        return await Stream(self, path or self.room, auto=auto).open()


class Staff(Member):
    """A coordinator or leader."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self._numbers: dict[str, int] = {}
        """By room: the number of the phase this person last moved it to."""

    async def sign_in(self, link: str) -> Self:
        """Use a sign-in link the way a person does: open it, press the button."""
        path = urlsplit(link).path
        page = await self.page(path)
        form = next(form for form in page.forms() if urlsplit(form.action or path).path == path)
        assert not form.form_values(), "press() must send the same"
        return await self.press(path)

    async def press(self, link: str) -> Self:
        """Press the button behind a sign-in link without a look at its page, which holds nothing else."""
        answer = await self.post(urlsplit(link).path)
        assert answer.status_code == 303, f"sign in: {answer.status_code} {answer.text[:300]}"
        return self

    async def desk(self) -> Page:
        """The coordinator's page of the meeting."""
        return await self.page(f"{self.room}/desk")

    async def phase(self, phase: str) -> httpx2.Response:
        """Move the meeting into a phase, from the phase that the desk shows now. Drawing the desk is the slower half of
        it: when nobody else leads, we know the phase's number without it."""
        answer = await self._lead(phase, self._numbers.get(self.room, 1))
        if answer.status_code == CONFLICT:
            forms = [
                form for form in (await self.desk()).forms() if urlsplit(form.action or "").path.endswith("/phase")
            ]
            assert forms, "the desk has no form for the phase"
            answer = await self._lead(phase, int(dict(forms[0].form_values())["from"]))
        return answer

    async def _lead(self, phase: str, number: int) -> httpx2.Response:
        answer = await self.post(f"{self.room}/phase", {"from": number, "phase": phase})
        if took(answer):
            self._numbers[self.room] = number + 1
        return answer

    async def timer(self, do: str, minutes: int = 5) -> httpx2.Response:
        """Change the timer: start, add, take, pause, resume or stop."""
        return await self.post(f"{self.room}/timer", {"do": do, "minutes": minutes})

    async def door(self, is_open: bool) -> httpx2.Response:
        """Open the door to newcomers, or lock it."""
        return await self.post(f"{self.room}/door", {"open": int(is_open)})

    async def voting(self, **rules: object) -> httpx2.Response:
        """Choose method, dots, most and own for the next round."""
        return await self.post(f"{self.room}/voting", rules)

    async def remove(self, seat: str) -> httpx2.Response:
        """Remove a seat."""
        return await self.post(f"/seats/{seat}/removal")

    async def send_to_leader(self, idea: str, leader: str, answer_by: str) -> httpx2.Response:
        """Give an idea to a leader, with a date (YYYY-MM-DD)."""
        return await self.post(f"/ideas/{idea}/review", {"leader": leader, "answer_by": answer_by})

    async def answer(self, idea: str, status: str, **fields: object) -> httpx2.Response:
        """Give the leader's official answer. A yes has a first step, unless `step` says otherwise."""
        if status == "agreed" and "step" not in fields:
            day = (clock.now() + timedelta(days=20)).date().isoformat()
            fields |= {"step": "Find en dag", "person": "Natholdet", "step_date": day}
        return await self.post(f"/ideas/{idea}/answer", {"status": status, **fields})


def took(answer: httpx2.Response) -> bool:
    """Whether a form was accepted: 2xx or a redirect."""
    return answer.status_code < 400


def link_in(text: str, path: str = "/login/") -> str:
    """The first link in a mail whose path starts with `path`; AssertionError when there is none."""
    found = re.search(rf"https?://[^\s<>\"]+{re.escape(path)}[\w\-.~]+(?:\?[\w\-=&/]+)?", text)
    assert found, f"no link to {path} in: {text[:200]}"
    return found.group()
