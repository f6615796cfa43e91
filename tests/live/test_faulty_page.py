"""One page that cannot be drawn is that page's trouble alone."""

from typing import Any

import pytest

from server.live import frames, seen
from server.live.frames import Audience
from tests.support.cast import Cast


async def test_a_page_that_cannot_be_drawn_holds_up_nobody_else(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    wall = await ben.stream(f"/screen/{cast.meeting.screen_token}", auto=False)
    phone = await ben.stream()
    real = frames.draw

    def broken(audience: Audience, *rest: Any) -> str:
        if audience.page == "screen":
            raise ZeroDivisionError
        return real(audience, *rest)

    monkeypatch.setattr(seen, "draw", broken)
    await ada.phase("reveal")
    await phone.until(lambda page: "Vis" in page.element("where").text_content())
    await wall.closed()
    assert wall.code == 1013
    await phone.close()
    await wall.close()
