"""R4 for a filtered board: it hears that something happened, fetches its part, and shows what a fresh load shows."""

from typing import Any

import pytest

from schemas.flow import Status
from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.stream import Stream
from tests.views.progress.board import add, address
from tests.work.answers.scene import REASON, SOON, sent, shown


async def followed(stream: Stream, events: int) -> None:
    """What the page does with a frame that says that its own part has changed."""
    await stream.reaches(events)
    await stream.fetch_mine()
    await settled(stream, personal=True)


async def head(cast: Cast) -> int:
    """The number of the board's last event."""
    query = "SELECT seq FROM board WHERE id = $1"
    return int((await rows(cast.database.url, query, cast.board.id))[0]["seq"])


@pytest.mark.long
@pytest.mark.parametrize("query", ["?q=ro", "?late=1", "?status=review", "?owner=Leo+Bach", "?theme=Mad&status=agreed"])
async def test_a_filtered_page_follows(cast: Cast, query: str) -> None:
    await add(cast, "Ro på stuen", Status.REVIEW, ahead=-3, theme="Mad")
    idea = await shown(cast)
    ada, leo, rie = await cast.ada(), await cast.leo(), await cast.rie()
    streams = [await who.stream(address(cast, query)) for who in (rie, ada, leo)]
    say: Any = {"text": "Ja.", "owner": "Leo Bach", "step": "Ring", "step_date": SOON}
    hide = ada.post(f"/ideas/{idea}/hiding", {"reason": "En test"})
    for act in (ada.send_to_leader(idea, cast.people["Leo"].mail, SOON), leo.answer(idea, "agreed", **say), hide):
        assert took(await act)
        for stream in streams:
            await followed(stream, await head(cast))
    for stream in streams:
        assert not any("Ro om aftenen" in raw or "Ro på stuen" in raw for raw in stream.raw), "frames are everybody's"
        await stream.close()


async def test_an_unfiltered_and_a_filtered_page_are_two_audiences(cast: Cast) -> None:
    idea = await sent(cast)
    rie = await cast.rie()
    whole, part = await rie.stream(address(cast)), await rie.stream(address(cast, "?status=declined"))
    assert took(await (await cast.leo()).answer(idea, "declined", text=REASON))
    await whole.until(lambda page: page.find("column-declined") is not None)
    await part.reaches(await head(cast))
    assert not any("column-declined" in raw for raw in part.raw)
    await part.fetch_mine()
    assert "1 af 1 idé." in part.page.text
    await whole.close()
    await part.close()
