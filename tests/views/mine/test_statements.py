""" "Min idé" takes a fixed number of statements."""

from tests.house.counting import get, hold
from tests.support.cast import Cast
from tests.support.site import Site


async def test_the_page(cast: Cast, site: Site) -> None:
    await hold("mine", get("/b/{B}/mine"), 13, cast, site)
