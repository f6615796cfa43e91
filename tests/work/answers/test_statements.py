"""How many SQL statements the page of an answer takes: as many for a long story as for a short one."""

from tests.house.counting import get, hold
from tests.support.cast import Cast
from tests.support.queries import asked
from tests.support.site import Site
from tests.work.answers.scene import sent


async def test_the_page_of_an_answer(cast: Cast, site: Site) -> None:
    await hold("answer", get("/answers/{I}", "leo"), 26, cast, site)


async def test_the_preview_of_an_answer_reads_little(cast: Cast, site: Site) -> None:
    """It is asked for at every word that is written: who asks, the ladder, and the names that members do not read."""
    idea, leo = await sent(cast), await cast.leo()
    await leo.page(f"/answers/{idea}")
    with asked(site) as texts:
        await leo.post(f"/ideas/{idea}/answer/preview", {"status": "trial"}, HX_Request="true")
    assert len(texts) <= 5, texts
