"""How many SQL statements the page of an answer takes: as many for a long story as for a short one."""

from tests.house.counting import Counter, get, hold
from tests.support.cast import Cast
from tests.support.site import Site


async def test_the_page_of_an_answer(cast: Cast, site: Site) -> None:
    counter = Counter(site.app.state.parts.database.engine)
    await hold("answer", get("/answers/{I}", "leo"), 26, cast, counter)
