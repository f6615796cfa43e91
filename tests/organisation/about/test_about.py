"""The pages at the foot of every page: there without a cookie, plain to read, and saying who is responsible."""

import pytest
from lxml.html import HtmlElement

from tests.organisation.units.test_units import ids_of, send
from tests.support.cast import Cast
from tests.support.dom import Page, words
from tests.support.lix import LEAST, read
from tests.support.member import Member
from tests.support.site import Site

PAGES = ("/was", "/privatliv")
BLOCKS = "//main//*[self::h1 or self::h2 or self::p or self::li][not(@hidden)]"
PLAIN = 30


def blocks(page: Page) -> str:
    """What a member reads, heading by heading and paragraph by paragraph."""
    found: list[HtmlElement] = page.select(BLOCKS)
    return "\n\n".join(" ".join(element.text_content().split()) for element in found)


@pytest.mark.parametrize("path", PAGES)
async def test_everybody_can_read_it(path: str, cast: Cast) -> None:
    async with Member(cast.url) as nobody:
        page = await nobody.page(path)
        told = read(blocks(page))
        print(f"{path}: {told.words} words, LIX {told.lix:.1f}")
        assert told.words > LEAST
        assert told.lix <= PLAIN
        assert not nobody.http.cookies, "reading it sets no cookie"
        sentences = [part for block in blocks(page).split("\n\n") for part in block.split(". ")]
        assert max(len(sentence.split()) for sentence in sentences) <= 18


@pytest.mark.parametrize("path", PAGES)
async def test_it_stands_at_the_foot_of_every_page(path: str, cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    room = f"/m/{cast.meeting.public_id}"
    for who, where in ((ben, "/"), (ben, room), (ada, f"{room}/desk"), (ada, "/boards"), (ada, "/units"), (ben, path)):
        assert (await who.page(where)).select(f"//footer//a[starts-with(@href, '{path}')]"), where


async def test_it_says_who_is_responsible_where_one_came_from(cast: Cast) -> None:
    ada, ben, units = await cast.ada(), await cast.ben(), await ids_of(cast)
    await send(ada, f"/units/{units['region']}", f"/units/{units['region']}", {"responsible": "Skriv til os i Nord."})
    await send(ada, f"/units/{units['region']}/colours", "/colours", {"brand": "#0A3D62"})
    (link,) = (await ben.look()).select("//footer//a[starts-with(@href, '/privatliv')]")
    page = await ben.page(str(link.get("href")))
    assert "Skriv til os i Nord." in page.text
    assert "Region Nord" in page.text
    await send(
        ada, f"/units/{units['hospital']}", f"/units/{units['hospital']}", {"responsible": "Ring til Hospitalet."}
    )
    page = await ben.page(str(link.get("href")))
    assert "Ring til Hospitalet." in page.text, "the nearest says it"
    assert "Hospitalet under Region Nord" in page.text


async def test_an_unknown_unit_tells_nothing(cast: Cast) -> None:
    async with Member(cast.url) as nobody:
        page = await nobody.page("/privatliv?unit=nobody-has-this")
        assert "Spørg koordinatoren" in page.text
        assert "Region Nord" not in page.text


async def test_whose_it_is_stands_there_once(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    (link,) = (await ada.page("/units")).select("//footer//a[starts-with(@href, '/was')]")
    await send(ada, f"/units/{units['region']}", f"/units/{units['region']}", {"responsible": "Region Nord. Skriv!"})
    await send(ada, f"/units/{units['region']}/colours", "/colours", {"brand": "#0A3D62"})
    page = await ada.page(f"{link.get('href')}?unit={units['region']}")
    assert words(page.element("main")).endswith("Hvem er ansvarlig? Region Nord. Skriv!")


async def test_how_long_copies_are_kept_is_said_by_those_who_keep_them(cast: Cast, site: Site) -> None:
    """Nothing here deletes them: of our own accord we promise nothing."""
    async with Member(cast.url) as nobody:
        assert "Spørg dem, der er ansvarlige, hvor længe." in (await nobody.page("/privatliv")).text
        object.__setattr__(site.settings, "copies_days", 30)  # nobody else may
        try:
            for language, told in (("da", "slettes efter højst 30 dage."), ("en", "after at most 30 days.")):
                assert told in (await nobody.page(f"/privatliv?lang={language}")).text
        finally:
            object.__setattr__(site.settings, "copies_days", 0)
