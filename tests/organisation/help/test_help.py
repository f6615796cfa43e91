"""The pages of help: there without a seat or an account, plain to read, with pictures of what is on the screen."""

import re

import pytest

from schemas.format import Phase
from server.core.translations import LANGUAGES
from server.organisation.colours.picture import picture_of
from server.organisation.help.advice import ADVICE, SPECIAL, USUAL
from server.organisation.help.pictures import FOLDER, PICTURES, SIZE_MOST, file_of
from server.organisation.help.routes import PAGES
from server.web.labels_of_meetings import FORMATS, PHASES
from tests.organisation.about.test_about import PLAIN
from tests.support.cast import Cast
from tests.support.dom import Page, words
from tests.support.lix import LEAST, read
from tests.support.member import Member

BLOCKS = "//main//*[self::h1 or self::h2 or self::h3 or self::p or self::th or self::td or self::figcaption"
BLOCKS += " or self::li[not(*)] or self::a[parent::li]]"


def blocks(page: Page) -> str:
    """What is read there, heading by heading and paragraph by paragraph."""
    return "\n\n".join(words(element) for element in page.select(BLOCKS))


@pytest.mark.parametrize("path", PAGES)
async def test_everybody_can_read_it(path: str, cast: Cast) -> None:
    async with Member(cast.url) as nobody:
        page = await nobody.page(path)
        told = read(blocks(page))
        print(f"{path}: {told.words} words, LIX {told.lix:.1f}")
        assert told.words > LEAST
        assert told.lix <= PLAIN
        sentences = re.split(r"\n\n|[.:?] ", blocks(page))
        assert not [sentence for sentence in sentences if len(sentence.split()) > 15]
        english = await nobody.page(f"{path}?lang=en")
        assert words(english.element("main")) != words(page.element("main"))
        assert not nobody.http.cookies, "reading it sets no cookie"
        for shown, language in ((page, "da"), (english, "en")):
            for picture in shown.select("//main//img"):
                assert picture.get("alt")
                assert str(picture.get("src")).endswith(f".{language}.webp")
                assert (await nobody.get(str(picture.get("src")))).headers["content-type"] == "image/webp"


async def test_the_start_leads_to_everybodys_page(cast: Cast) -> None:
    async with Member(cast.url) as nobody:
        page = await nobody.page("/hjaelp")
        for path in PAGES:
            assert path == "/hjaelp" or page.select(f"//main//a[@href='{path}']"), path
        for where in ("medlem", "leder", "koordinator"):
            assert page.find(where) is not None
        assert (await nobody.get("/hjaelp/nobody")).status_code == 404


async def test_every_phase_is_named_for_its_coordinator(cast: Cast) -> None:
    assert set(ADVICE) == set(Phase)
    page = await (await cast.ada()).page("/hjaelp/koordinator")
    assert len(page.select("//table//tbody/tr")) == len(USUAL)
    of_formats = (await (await cast.ada()).page("/hjaelp/moedeform")).text
    others = {phase for special in SPECIAL.values() for phase, _ in special}
    assert others | {phase for phase, _ in USUAL} == set(Phase)
    assert all(PHASES[phase] in of_formats and ADVICE[phase] in of_formats for phase in others)
    assert all(name in of_formats for name in FORMATS.values())
    for part in ("before", "during", "after"):
        assert page.find(part) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there_and_light(language: str) -> None:
    for name, size in PICTURES.items():
        data = (FOLDER / file_of(name, language)).read_bytes()
        assert len(data) <= SIZE_MOST, name
        drawn = picture_of(data)
        assert drawn is not None
        assert (drawn.width, drawn.height) == pytest.approx((size.width * size.scale, size.height * size.scale), abs=1)
    known = {file_of(name, language) for name in PICTURES}
    assert {path.name for path in FOLDER.glob(f"*.{language}.webp")} == known, "one that no page shows"
