"""What one change takes, for a room of any size: statements, renders, and the elements of the answer. A page that shows
what was not read, or was read too long ago, is found by test_mirror.py; this holds that no more is read than it shows.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from schemas.roles import Role
from server.live import frames
from server.live.feed import Subscriber
from server.live.frames import NOWHERE, Audience
from server.live.hub import Hub
from server.web import html
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, Staff, took
from tests.support.queries import asked, by_sqlalchemy
from tests.support.site import Site
from tests.support.waiting import until

IDEAS = 12
WHERE = "SELECT board.epoch, board.seq"
"""Where the board is: asked once more if the ring that comes back through Valkey is quicker than the change."""


@dataclass
class Room:
    """Members, a desk and a projector that follow a meeting, and who was told how often."""

    site: Site
    cast: Cast
    ada: Staff
    ben: Member
    ideas: list[str] = field(default_factory=list)
    told: int = 0
    number: int = 0

    async def follow(self) -> None:
        """Everybody opens their page."""
        meeting, board = self.cast.meeting.public_id, self.cast.board.id or 0
        pages = [("meeting", Role.PATIENT, "da")] * 5 + [("meeting", Role.PATIENT, "en")]
        pages += [("desk", Role.COORDINATOR, "da"), ("screen", Role.OBSERVER, "da")]
        self.pages = len(pages)
        for page, role, language in pages:
            member = Subscriber(Audience(page, meeting, role, language), None, self._offer, self._closed)
            await self.site.app.state.runtime.the(Hub).join(board, member, NOWHERE)

    async def everybody(self) -> None:
        """Until everybody was told, and nothing more is on its way."""
        feed = self.site.app.state.runtime.the(Hub)._feeds[self.cast.board.id]
        await until(lambda: self.told >= self.pages and feed.told == feed.at and not feed.stirred.is_set())

    def _offer(self, text: str) -> bool:
        self.told += text.startswith('{"after"')
        return True

    def _closed(self, code: int) -> None:
        """The site goes; a page that was dropped before that is not told."""


async def timer(at: Room) -> Any:
    return await at.ada.timer("start", 1 + at.number)


async def idea(at: Room) -> Any:
    fields = {"key": f"k{at.number}", "title": f"Ro {at.number}", "text": "", "theme": "", "statement": ""}
    return await at.ben.post(f"{at.ben.room}/ideas", fields, HX_Request="true")


async def focus(at: Room) -> Any:
    return await at.ada.post(f"{at.ada.room}/focus", {"about": at.ideas[at.number]})


async def comment(at: Room) -> Any:
    fields = {"key": f"k{at.number}", "text": f"Ja {at.number}", "from": "room"}
    return await at.ben.post(f"/ideas/{at.ideas[-1]}/comments", fields, HX_Request="true")


async def hand(at: Room) -> Any:
    return await at.ben.post(f"{at.ben.room}/hand", {"up": at.number % 2}, HX_Request="true")


@pytest.fixture
def nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub asks nothing but what the change makes it ask."""

    async def rest(*_: object, **__: object) -> None:
        pass

    for name in ("_sweep", "_tell_presence"):
        monkeypatch.setattr(Hub, name, rest)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The templates that the stream has drawn."""
    found, real = Counter[str](), html.render

    def render(language: str, template: str, **context: Any) -> str:
        found[template] += 1
        return real(language, template, **context)

    monkeypatch.setattr(frames, "render", render)
    return found


CHANGES: dict[str, tuple[str, Callable[[Room], Awaitable[Any]], int, int, int, set[str]]] = {
    "timer": ("propose", timer, 8, 5, 5, set()),
    "idea": ("propose", idea, 14, 8, 5, {"write", "mine"}),
    "focus": ("discuss", focus, 11, 6, 25, set()),
    "comment": ("discuss", comment, 14, 9, 20, {"comment-", "my-comments"}),
    "hand": ("discuss", hand, 12, 7, 4, {"hand"}),
}
"""The phase, what happens, the most statements, the most of them by SQLAlchemy (those of transactions that may
write), the most renders for four audiences, and the elements of the answer."""


@pytest.mark.usefixtures("nothing_else")
@pytest.mark.parametrize("kind", CHANGES)
async def test_a_change_reads_and_draws_what_it_touched(kind: str, cast: Cast, site: Site, drawn: Counter[str]) -> None:
    phase, do, statements, written, renders, elements = CHANGES[kind]
    at = Room(site, cast, await cast.ada(), await cast.ben())
    for number in range(IDEAS):
        assert took(await at.ben.propose(f"Idé {number}"))
    if phase != "propose":
        assert took(await at.ada.phase("reveal"))
        await rows(cast.database.url, "UPDATE meeting SET phase = $2 WHERE id = $1", cast.meeting.id, phase)
    found = await rows(cast.database.url, "SELECT public_id FROM idea WHERE meeting_id = $1", cast.meeting.id)
    at.ideas = [row["public_id"] for row in found]
    await at.follow()
    for at.number in (1, 2, 3):  # first it is learned what the templates ask for
        at.told = 0
        drawn.clear()
        with asked(site) as told, by_sqlalchemy(site) as slow:
            answer = await do(at)
            await at.everybody()
    assert took(answer), answer.text[:300]
    told = [statement for statement in told if not statement.startswith(WHERE)]
    print(f"{kind}: {len(told)} statements, {len(slow)} by SQLAlchemy, {drawn.total()} renders")
    assert len(told) <= statements, "\n".join(told)
    assert len(slow) <= written, "\n".join(slow)
    assert drawn.total() <= renders, drawn
    partials = [each.split("'")[0] for each in answer.text.split("hx-target='#")[1:]]
    assert len(partials) == len(elements), partials
    assert all(any(each.startswith(one) for one in elements) for each in partials), partials
