""" "Min idé" takes a fixed number of statements."""

from tests.house.counting import Counter, get, hold
from tests.support.cast import Cast


async def test_the_page(cast: Cast, counter: Counter) -> None:
    await hold("mine", get("/b/{B}/mine"), 13, cast, counter)
