"""Our own words in the minutes and around them are easy to read (LIX 30 at the most)."""

import pytest

from tests.room.minutes.scene import SAID, TITLES, WORDS, evening
from tests.support.cast import Cast
from tests.support.lix import LEAST, read

OURS = "//main//*[self::p or self::h1 or self::h2 or self::li or self::caption or self::dt]"


@pytest.mark.long
async def test_it_is_easy_to_read(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    pages = [await ada.page(at.path + path) for path in ("", "/edit", "/approval", "/letters")]
    await at.approve()
    pages += [await ada.page(at.path + path) for path in ("", "/letters")]
    ours = [
        " ".join(element.text_content().split())
        for page in pages
        for element in page.select(OURS)
        if not element.xpath("ancestor::blockquote") and element.get("class") != "minutes-said"
    ]
    users = {*TITLES, *SAID.split("\n\n"), *WORDS.split("\n"), cast.board.name}
    found = read("\n\n".join(words for words in dict.fromkeys(ours) if words and words not in users))
    print(found, found.lix)
    assert found.words >= LEAST
    assert found.lix <= 30, found
