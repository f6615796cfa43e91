"""A person who writes, and sends again when no answer comes, now to one server and now to the other."""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Sequence

import httpx2

from tests.faults.history import History, Op
from tests.support.dom import Page
from tests.support.member import Member
from tests.support.stream import Stream

Attempt = Callable[[], Awaitable[httpx2.Response]]
IDEA = re.compile(r"^/ideas/([\w-]+)$")
LAST_TRY = 20.0
"""Seconds that somebody goes on trying for one thing."""


class Writer:
    """One member with an open page. `await step()` does one thing and returns when it is settled."""

    def __init__(self, member: Member, bases: Sequence[str], history: History, rng: random.Random) -> None:
        self.member, self.bases, self.history, self.rng = member, bases, history, rng
        self.stream = Stream(member, member.room)
        self.ideas: dict[str, str] = {}
        """title by key, of ideas that are kept"""
        self.phase_no = 1
        self.is_done = False
        self.round = ""
        self.ballot: dict[str, int] = {}
        self.version = 0
        self.choices: list[str] = []

    async def step(self) -> None:
        """Write, change or finish something, as fits the phase."""
        if self.choices:
            await (self.vote() if self.rng.random() < 0.8 else self.finish())
        else:
            await self.rng.choices([self.propose, self.edit, self.finish], [5, 4, 2])[0]()

    async def propose(self) -> None:
        """Write an idea, six at most."""
        if len(self.ideas) >= 6:
            await self.edit()
            return
        key = f"{self.rng.getrandbits(64):016x}"
        title = f"Idé {key}"
        op = self.history.begin(self.member.name, "idea", key=key, title=title)
        await self.insist(op, lambda: self.member.propose(title, "Tekst", key=key))
        if op.acked:
            self.ideas[key] = title

    async def edit(self) -> None:
        """Change the title of one of one's own ideas, from the version that is stored."""
        if not self.ideas:
            return
        key = self.rng.choice(list(self.ideas))
        found = own_idea(await self.read("/mine"), self.ideas[key])
        if found is None:
            self.history.note("own idea not on the page", who=self.member.name, key=key)
            return
        path, fields = found
        title = f"Idé {key} {self.rng.randrange(10**6)}"
        op = self.history.begin(self.member.name, "edit", key=key, title=title)
        await self.insist(op, lambda: self.member.post(path, {**fields, "title": title}))
        if not op.acked:  # what is stored is not known: let it be
            self.ideas.pop(key)
            return
        self.ideas[key] = title

    async def finish(self) -> None:
        """ "Jeg er færdig", or not after all. It has no version: never changed while an older try may be late."""
        op = self.history.begin(self.member.name, "done", value=not self.is_done, phase_no=self.phase_no)
        await self.insist(op, lambda: self.member.done(bool(op.about["value"])))
        self.is_done = self.is_done or bool(op.about["value"])
        if len(op.answers) == 1 and op.acked:
            self.is_done = bool(op.about["value"])

    async def vote(self) -> None:
        """Hand in another ballot, from the version that is known; 409 tells the stored one."""
        dots = {idea: self.rng.randint(1, 2) for idea in self.rng.sample(self.choices, min(2, len(self.choices)))}
        op = self.history.begin(self.member.name, "ballot", dots=dots)
        fields: dict[str, object] = {f"dots-{idea}": number for idea, number in dots.items()}
        path = f"/rounds/{self.round}/ballot"
        for _ in range(5):
            await self.insist(op, lambda: self.member.post(path, fields | {"version": self.version}))
            if op.acked:
                self.version += 1
                return
            if op.answers[-1] != "409":
                return
            self.version = stored_version(await self.read())

    async def enter_vote(self) -> None:
        """Find the ballot on the page."""
        page = await self.read()
        form = page.form("#ballot")
        self.round = form.action.split("/rounds/")[1].split("/")[0]
        self.choices = [name.removeprefix("dots-") for name, _ in form.form_values() if name.startswith("dots-")]
        self.phase_no, self.is_done = self.phase_no + 2, False

    async def insist(self, op: Op, attempt: Attempt) -> None:
        """Try until there is an answer, changing servers; what came of it stands in `op`."""
        end = asyncio.get_running_loop().time() + LAST_TRY
        while not op.acked and not op.refused:
            answer = await self._once(attempt)
            status = 0 if answer is None else answer.status_code
            if 0 < status < 500 and status != 429:
                # A "no" after a lost answer may speak of our own earlier try; 409 tells of another version.
                no = status >= 400 and status != 409 and all(told.isdigit() for told in op.answers)
                self.history.answer(op, str(status), acked=status < 400, refused=no)
                return
            self.history.answer(op, str(status or "lost"))
            if asyncio.get_running_loop().time() > end:
                return
            self.member.move(self.rng.choice(self.bases))
            await asyncio.sleep(self.rng.uniform(0.1, 0.4))

    async def read(self, part: str = "") -> Page:
        """A page of the member's own, however often it takes."""
        answer = None
        for _ in range(60):
            answer = await self._once(lambda: self.member.get(self.member.room + part))
            if answer is not None and answer.status_code == 200:
                return Page(answer.text, self.member.room + part)
            self.member.move(self.rng.choice(self.bases))
            await asyncio.sleep(self.rng.uniform(0.1, 0.4))
        raise AssertionError(f"{self.member.name} cannot read {part or 'the room'}: {answer}")

    async def _once(self, attempt: Attempt) -> httpx2.Response | None:
        try:
            return await attempt()
        except httpx2.HTTPError:
            return None


def own_idea(page: Page, title: str) -> tuple[str, dict[str, object]] | None:
    """The path and the fields of the form that changes one's own idea with this title."""
    for form in page.forms():
        fields = dict(form.form_values())
        if IDEA.match(form.action or "") and fields.get("title") == title:
            return form.action, fields
    return None


def stored_version(page: Page) -> int:
    """The version of the ballot that the server has."""
    return int(dict(page.form("#ballot").form_values()).get("version") or 0)
