"""How one reads is kept for the browser and the seat; before joining, the address alone remembers it (P7)."""

import pytest
from lxml.html import HtmlElement

from tests.access.test_cookies import cookie_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took

ALL = {"size": "3", "theme": "dark", "language": "en", "pause": "1"}


def root(page: Page) -> HtmlElement:
    """The html element."""
    return page.select("/html")[0]


def looks(page: Page) -> tuple[str | None, ...]:
    """Size, light and language of a page as it comes from the server."""
    return tuple(root(page).get(name) for name in ("data-size", "data-theme", "lang"))


async def test_a_page_comes_as_it_was_chosen(cast: Cast) -> None:
    ben = await cast.ben()
    assert looks(await ben.look()) == (None, None, "da")
    answer = await ben.post("/reading", {"size": "3", "theme": "dark", "language": "en", "back": ben.room})
    assert (answer.status_code, answer.headers["location"]) == (303, ben.room)
    assert looks(await ben.look()) == ("3", "dark", "en")
    assert looks(await ben.page("/")) == ("3", "dark", "en")
    await ben.post("/reading", {"size": "", "theme": ""})
    assert looks(await ben.look()) == (None, None, "en")


async def test_one_button_changes_one_thing(cast: Cast) -> None:
    ben = await cast.ben()
    await ben.post("/reading", ALL)
    assert took(await ben.post("/reading", {"theme": "light"}))
    page = await ben.look()
    assert looks(page) == ("3", "light", "en")
    assert page.find("held") is not None
    pressed = page.select("//form[@data-reading]//button[@aria-pressed='true']")
    assert [(button.get("name"), button.get("value")) for button in pressed] == [
        ("size", "3"),
        ("theme", "light"),
        ("language", "en"),
    ]


@pytest.mark.parametrize("typed", [{"size": "9"}, {"theme": "<b>"}, {"language": "de"}, {}])
async def test_strange_choices_change_nothing(cast: Cast, typed: dict[str, str]) -> None:
    ben = await cast.ben()
    await ben.post("/reading", ALL)
    assert took(await ben.post("/reading", typed))
    assert looks(await ben.look()) == ("3", "dark", "en")


async def test_who_comes_back_on_another_screen_reads_as_before(cast: Cast) -> None:
    ben = await cast.ben()
    shown = (await ben.land()).find("return-code")
    assert shown is not None
    code = next(word for word in shown.text_content().split() if "-" in word).rstrip(".")
    await ben.post("/reading", ALL)
    tablet = Member(cast.url)
    answer = await tablet.post("/return", {"code": code})
    page = await tablet.follow(answer)
    assert looks(page) == ("3", "dark", "en")
    assert page.find("held") is not None
    assert page.find("stream") is None
    # The first screen still has its own say.
    await tablet.post("/reading", {"size": "2"})
    assert looks(await ben.look())[0] == "3"
    await tablet.close()


async def test_before_joining_the_address_remembers_and_the_seat_is_told(cast: Cast) -> None:
    cleo = await cast.cleo()
    answer = await cleo.post("/reading", {"size": "2", "back": "/"})
    assert not answer.headers.get_list("set-cookie")
    answer = await cleo.post("/reading?" + answer.headers["location"].partition("?")[2], {"language": "en"})
    assert answer.headers["location"].startswith("/?")
    front = await cleo.page(answer.headers["location"])
    assert looks(front) == ("2", None, "en")
    answer = await cleo.submit(front.form("/code"), {"code": cast.meeting.code})
    join = await cleo.follow(answer)
    assert looks(join) == ("2", None, "en")
    wrong = await cleo.submit(join.form(f"/j/{cast.meeting.join_token}"), {"role": "nobody"})
    assert looks(Page(wrong.text)) == ("2", None, "en")
    assert not cleo.cookie
    answer = await cleo.submit(join.form(f"/j/{cast.meeting.join_token}"), {"role": "patient", "name": "Cleo"})
    assert cookie_of(answer)[0]
    room = await cleo.follow(answer)
    assert looks(room) == ("2", None, "en")
    kept = await rows(cast.database.url, "SELECT language, size, theme, paused FROM seat WHERE name = 'Cleo'")
    assert [tuple(row) for row in kept] == [("en", "2", "", False)]


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/\r\nX: y", ""]
)
async def test_the_way_back_is_ours(cast: Cast, back: str) -> None:
    ben = await cast.ben()
    assert (await ben.post("/reading", {"size": "2", "back": back})).headers["location"] == "/"


async def test_staff_keep_theirs_for_the_browser_alone(cast: Cast) -> None:
    ada = await cast.ada()
    await ada.post("/reading", ALL)
    assert looks(await ada.desk()) == ("3", "dark", "en")
    seats = await rows(
        cast.database.url, "SELECT size FROM seat WHERE board_id = $1 AND role = 'coordinator'", cast.board.id
    )
    assert [row[0] for row in seats] == [""]


async def test_signing_in_and_joining_again_keep_the_choices(cast: Cast) -> None:
    ben = await cast.ben()
    await ben.post("/reading", ALL)
    await ben.join(cast.meeting.join_token, "patient", "Ben")
    assert looks(await ben.look()) == ("3", "dark", "en")
    kept = await rows(cast.database.url, "SELECT paused FROM seat WHERE name = 'Ben' AND board_id = $1", cast.board.id)
    assert [row[0] for row in kept] == [True]


async def test_frames_and_letters_follow_the_language(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    await ben.post("/reading", {"language": "en"})
    stream = await ben.stream()
    await ada.phase("reveal")
    await stream.until(lambda page: "Show" in page.element("where").text_content())
    await stream.close()
    await ben.propose("Coffee for all")
    await ada.phase("propose")
    await ben.propose("Tea for all")
    await ada.phase("reveal")
    found = await rows(cast.database.url, "SELECT public_id FROM idea WHERE title = 'Tea for all'")
    assert took(await ben.post(f"/ideas/{found[0][0]}/follow", {"mail": "ida@example.org"}))
    asked = await rows(cast.database.url, "SELECT language FROM follow")
    assert {row[0] for row in asked} == {"en"}


async def test_a_page_on_pause_can_ask_where_the_meeting_is(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    before = (await ben.page(f"{ben.room}/where")).element("where").get("data-announce")
    await ada.phase("reveal")
    after = (await ben.page(f"{ben.room}/where")).element("where").get("data-announce")
    assert before != after


async def test_a_page_says_when_it_was_fetched_and_where_a_new_one_is(cast: Cast) -> None:
    ben = await cast.ben()
    refused = await ben.post(f"{ben.room}/ideas", {"title": "", "key": "k"})
    assert refused.status_code == 422
    held = Page(refused.text).select("//*[contains(@class, 'held')]")[0]
    assert "Hentet kl. " in held.text_content()
    assert held.xpath(".//a/@href") == [ben.room]
