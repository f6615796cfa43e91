"""Open pages are drawn one at a time, and between two of them others come."""

import asyncio

import pytest

from server.views.public.turn import Turn


async def test_others_come_between_two_drawings() -> None:
    time, rests, told = [10.0], list[float](), list[str]()

    async def rest(seconds: float) -> None:
        rests.append(round(seconds, 3))
        time[0] += seconds
        for _ in range(5):
            await asyncio.sleep(0)

    turn = Turn(lambda: time[0], rest)

    def work(name: str) -> str:
        told.append(name)
        time[0] += 0.03
        return name

    def fails() -> str:
        time[0] += 0.01
        raise ValueError

    async def other() -> None:
        told.append("other")

    pages = [asyncio.ensure_future(turn.draw(lambda name=name: work(name))) for name in ("a", "b", "c")]  # type: ignore[misc]
    await asyncio.sleep(0)
    others = asyncio.ensure_future(other())
    assert await asyncio.gather(*pages) == ["a", "b", "c"]
    await others
    assert told[:2] == ["a", "other"], "whoever came while a was drawn does not wait for b"
    assert rests == [0.03, 0.03]
    with pytest.raises(ValueError):
        await turn.draw(fails)
    await turn.draw(lambda: work("d"))
    assert rests == [0.03, 0.03, 0.03, 0.01], "what failed took its time too"
    time[0] += 5
    await turn.draw(lambda: work("e"))
    assert len(rests) == 4, "nobody waits where nothing was drawn lately"
