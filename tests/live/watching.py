"""Everyone who looks at a board, each on the page they have open, and what their pages must show in the end."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import select

from schemas.board import Board
from schemas.format import Format, Phase
from schemas.idea import Idea
from schemas.screening import Screening, Verdict
from server.core import clock
from server.live.pages import PAGES
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member
from tests.support.mirror import assert_mirrors, differences
from tests.support.poll import Poll
from tests.support.scene import make_meeting
from tests.support.stream import Stream
from tests.support.waiting import PATIENCE


@dataclass
class Watching:
    """Open pages by what they are called in a failure. `personal` pages belong to people who have done nothing."""

    cast: Cast
    streams: dict[str, Stream] = field(default_factory=dict)
    personal: set[str] = field(default_factory=set)

    async def open(self, name: str, browser: Browser, path: str, *, personal: bool = False, poll: bool = False) -> None:
        """Somebody opens a page and follows it."""
        self.streams[name] = await (Poll if poll else Stream)(browser, path).open()
        if personal:
            self.personal.add(name)

    async def events(self, after: int = 0) -> list[str]:
        """The kinds of the board's events after a number, in order."""
        query = "SELECT kind FROM event WHERE board_id = $1 AND seq > $2 ORDER BY seq"
        return [row["kind"] for row in await rows(self.cast.database.url, query, self.cast.board.id, after)]

    async def mirror(self) -> None:
        """AssertionError unless every page becomes what a fresh load shows, by itself and soon."""
        head = len(await self.events())
        for name, stream in self.streams.items():
            if not stream.ended:
                await stream.reaches(head)
                await settled(stream, personal=name in self.personal)

    async def close(self) -> None:
        """Everyone closes their page."""
        for stream in self.streams.values():
            await stream.close()


async def settled(stream: Stream, *, personal: bool = False) -> None:
    """Return when the page shows what a fresh load shows; AssertionError with the difference otherwise."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while True:
        await stream.until(lambda _: True)  # what went wrong in it is told at once
        if personal and (stream.page.body.get("data-acted") is not None or another_part(stream.page)):
            await stream.fetch_mine()  # as the page does: what is its own was not in the frame
        fresh = await stream.browser.page(stream.path)
        if not differences(stream.page, fresh, personal=personal):
            return
        if asyncio.get_running_loop().time() > end:
            assert_mirrors(stream.page, fresh, personal=personal)
        await asyncio.sleep(0.1)


async def looked_at(cast: Cast, idea: str) -> str:
    """An idea that those who moderate have looked at, by the public id of the page that is about that."""
    async with cast.database.begin() as session:
        about = (await session.execute(select(Idea).where(Idea.public_id == idea))).scalar_one()
        known = (await session.execute(select(Screening).where(Screening.idea_id == about.id))).scalar_one_or_none()
        if known is not None:
            return known.public_id
        row = Screening(board_id=about.board_id, meeting_id=about.meeting_id, idea_id=about.id, since=about.created_at)
        row.verdict = Verdict.SHOWN
        session.add(row)
        return row.public_id


def another_part(page: Page) -> bool:
    """Whether the frames have told that the page's own part is another now (`room.js`)."""
    parts, mine = page.find("table-parts"), page.find("table")
    told = parts.get("data-parts", "").split() if parts is not None else []
    return bool(told) and mine is not None and mine.get("data-part", told[0]) not in told


async def look_at_everything(cast: Cast, idea: str) -> Watching:
    """One page of each kind for each kind of person who sees it differently; none of them takes part."""
    watching = Watching(cast)
    rie, ada = await cast.member("Rie"), await cast.ada()
    eve = Member(cast.url, language="en")
    cast.devices["Eve"] = await eve.join(cast.meeting.join_token, "citizen", "Eve")
    async with cast.database.begin() as session:
        forum = await make_meeting(session, await session.get_one(Board, cast.board.id), "Et møde med dagsorden")
        forum.format, forum.phase = Format.REPRESENTATIVES, Phase.CLOSE
        # It is over, so that the board can be closed while somebody still reads its agenda.
        forum.starts_at = forum.ended_at = forum.settled_at = clock.now() - timedelta(days=40)
    agenda = f"/m/{forum.public_id}/agenda"
    pages: dict[str, list[tuple[Member, str]]] = {
        "meeting": [(rie, rie.room), (eve, eve.room), (await cast.olga(), rie.room), (await cast.leo(), rie.room)],
        "desk": [(ada, f"{ada.room}/desk")],
        "screen": [(await cast.cleo(), f"/screen/{cast.meeting.screen_token}")],
        "answer": [(ada, f"/answers/{idea}")],
        "idea": [(rie, f"/ideas/{idea}"), (ada, f"/ideas/{idea}")],
        "agenda": [(ada, agenda), (await cast.olga(), agenda)],
        "moderation": [(ada, f"/b/{cast.board.public_id}/moderation")],
        "screening": [(ada, f"/screenings/{await looked_at(cast, idea)}")],
        "progress": [(rie, f"/b/{cast.board.public_id}/progress")],
        "sifted": [(rie, f"/b/{cast.board.public_id}/progress?q=ro")],
    }
    missing = set(PAGES) - set(pages)
    assert not missing, f"say here who looks at {missing}, so that it is compared with a fresh load"
    for page, viewers in pages.items():
        for viewer, path in viewers:
            unacted = viewer in {rie, eve} and page != "idea"
            await watching.open(f"{page} of {viewer.name}", viewer, path, personal=unacted)
    return watching
