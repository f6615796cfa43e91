"""Who looks at an idea's page sees the work move, and what they may do about it follows."""

import pytest

from tests.support.cast import Cast
from tests.support.member import took
from tests.support.mirror import assert_mirrors
from tests.support.site import Site
from tests.work.owners.scene import day, steps, under_way, with_link


@pytest.mark.long
async def test_a_page_that_followed_is_as_a_fresh_one(cast: Cast, site: Site) -> None:
    idea = await under_way(cast)
    ida, leo, ben = await with_link(cast, site, idea), await cast.leo(), await cast.ben()
    path = f"/ideas/{idea}"
    streams = {who: await who.stream(path) for who in (leo, ben)}
    (step,) = await steps(cast, idea)
    for do, typed, words in (
        ("news", {"text": "Filten er bestilt."}, "Filten er bestilt."),
        ("steps", {"step": "Sæt filt på", "person": "Natholdet", "step_date": day(30)}, "0 af 2 skridt er taget"),
        (f"steps/{step.public_id}/taking", {}, "1 af 2 skridt er taget"),
        ("leaving", {"text": "Nyt arbejde."}, "Ansvaret har Leo Bach."),
    ):
        assert took(await ida.do(do, **typed))
        for who, stream in streams.items():
            await stream.sees(words)
            if who is leo:
                assert any("#work" in raw for raw in stream.raw), "the page is told that there is something to fetch"
                await stream.fetch_mine()
            assert_mirrors(stream.page, await who.page(path), personal=who is leo)
            assert "ida@firma.test" not in "".join(stream.raw)
            assert ida.door not in "".join(stream.raw)
    for stream in streams.values():
        await stream.close()
