"""The page itself: who gets it, what leads where, and charts that can be read without seeing them."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from schemas.answer import StatusChange
from schemas.codes import keyed_hash, new_token
from schemas.flow import Status
from schemas.session import BrowserSession
from server.core import clock
from server.core.database import Database
from server.views.overview.charts import bars, month_chart
from server.views.overview.figures import count
from server.views.overview.months import Month, twelve_months
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.dom import words
from tests.support.many import Many, make_many
from tests.support.queries import asked
from tests.support.site import SECRET, Site
from tests.views.progress.board import add, many
from tests.work.answers.scene import agreed, sent


async def signed_in(site: Site, database: Database, made: Many) -> Browser:
    """The browser of the one who leads them all."""
    token = new_token()
    async with database.begin() as session:
        session.add(
            BrowserSession(token_hash=keyed_hash(SECRET, token), person_id=made.leader_id, created_at=clock.now())
        )
    browser = Browser(site.url)
    browser.http.cookies.set("peerboard", token)
    return browser


async def test_staff_see_their_own_boards_alone(cast: Cast, site: Site) -> None:
    await agreed(cast)
    other = await Cast.gather(site.url, cast.database, site.settings.secret, mark=cast.board.public_id)
    for person in (await cast.ada(), await cast.leo()):
        page = await person.page("/overview")
        assert "Afdelingens Peerboard" in page.element("table").text_content()
        assert page.select("//*[@class='figure-number']")[2].text_content() == "1"
        assert (await person.get(f"/overview?board={other.board.public_id}")).status_code == 404
        assert (await person.get("/overview?unit=nobody")).status_code == 404
    theirs = await (await other.ada()).page("/overview")
    assert theirs.select("//*[@class='figure-number']")[2].text_content() == "0"
    assert (await (await cast.ben()).get("/overview")).status_code == 404
    assert (await (await cast.cleo()).get("/overview")).headers["location"] == "/login?coming=/overview"
    await other.leave()


async def test_each_number_leads_on(cast: Cast) -> None:
    await sent(cast)
    ada, base = await cast.ada(), f"/b/{cast.board.public_id}/progress"
    page = await ada.page("/overview")
    assert page.select(f"//section[@id='table']//th//a[@href='{base}']")
    numbers = "//a[starts-with(@href, '/overview')]"
    (link,) = (await ada.page(base)).select(numbers)
    assert not (await (await cast.rie()).page(base)).select(numbers)
    one = await ada.page(str(link.get("href")))
    assert one.find("quiet-name") is None, "one board is not compared with others"
    shown = [str(link.get("href")) for link in one.select("//*[contains(@class, 'overview-figures')]//a")]
    assert shown[:2] == [f"{base}?status=asked", f"{base}?late=1"]


async def test_a_number_leads_to_as_many_ideas_on_the_board_and_in_the_file(cast: Cast) -> None:
    made = await many(cast, 60, 4)
    async with cast.database.begin() as session:
        for idea in [idea for idea in made if idea.status is Status.EVALUATED][::2]:
            felt = StatusChange(idea_id=idea.id or 0, status=Status.CONFIRMED, at=idea.status_at - timedelta(days=9))
            session.add(felt)
        await count(session, cast.board.id)
    ada = await cast.ada()
    one = await ada.page(f"/overview?board={cast.board.public_id}")
    for link in one.select("//*[contains(@class, 'overview-figures')]//a"):
        address, number = str(link.get("href")), int(words(link.find_class("figure-number")[0]))
        told = words((await ada.page(address)).element("board-told"))
        assert number
        assert told.startswith(f"{number} af 60 idéer"), (address, told)
        lines = (await ada.get(address.replace("/progress", "/ideas.csv"))).text.count("\r\n")
        assert lines == number + 1, address


async def test_one_day_is_said_as_one_and_today_as_today(cast: Cast) -> None:
    ada = await cast.ada()
    for days, told, short in (
        (0, "De er sendt i dag.", "siden i dag"),
        (1, "Den ældste har ventet 1 dag. Det har mindst halvdelen.", "op til 1 dag"),
        (9, "Den har ventet 9 dage.", "op til 9 dage"),
    ):
        if days == 9:
            async with cast.database.begin() as session:
                await session.execute(text("DELETE FROM idea WHERE board_id = :board"), {"board": cast.board.id})
        await add(cast, "Ro", Status.REVIEW, days=days)
        async with cast.database.begin() as session:
            await count(session, cast.board.id)
        page = words((await ada.page("/overview")).element("main"))
        assert told in page
        assert f"{short} " in page


@pytest.mark.parametrize("odd", ["page=0", "page=-1", "page=x", "page=99999999", "sort=;", "by=x", "page=٣", "unit="])
async def test_an_odd_address_is_an_ordinary_page(cast: Cast, odd: str) -> None:
    assert "Overblik" in (await (await cast.ada()).page(f"/overview?{odd}")).text


async def test_the_same_statements_for_few_boards_and_for_many(site: Site, database: Database) -> None:
    told = []
    for boards, ideas in ((40, 200), (90, 900)):
        async with database.begin() as session:
            made = await make_many(session, boards, ideas, seed=boards / 1000)
        browser = await signed_in(site, database, made)
        await browser.get("/overview")
        with asked(site) as statements:
            assert (await browser.get("/overview")).status_code == 200
        told.append(len(statements))
        await browser.close()
    print(f"overview: {told[0]} statements")
    assert told[0] == told[1] <= 7


async def test_pages_and_orders_of_the_table(site: Site, database: Database) -> None:
    async with database.begin() as session:
        made = await make_many(session, 60, 600)
    browser = await signed_in(site, database, made)
    seen = []
    for number in (1, 2, 3):
        page = await browser.page(f"/overview?by=boards&sort=waiting&page={number}")
        seen += [row.text_content() for row in page.select("//table[contains(@class, 'overview-table')]/tbody/tr/th")]
    assert len(seen) == len(set(seen)) == 60
    quiet = await browser.page("/overview?by=boards&sort=quiet")
    assert "stille i" in quiet.select("//table[contains(@class, 'overview-table')]/tbody/tr/th")[0].text_content()
    units = await browser.page("/overview")
    first = units.select("//table[contains(@class, 'overview-table')]/tbody/tr/th//a")[0]
    below = await browser.page(str(first.get("href")))
    assert first.text_content() in below.element("main").text_content()
    await browser.close()


async def test_a_chart_says_every_value_in_words_and_no_more(cast: Cast) -> None:
    await agreed(cast)
    page = await (await cast.ada()).page("/overview")
    chart = page.element("to-answer")
    assert "Et svar i " in words(chart)
    assert not chart.find_class("chart-lead"), "half of one answer is no headline"
    rows = page.select("//section[@id='to-answer']//tbody/tr")
    assert [words(cell) for cell in rows[0]][2:] == ["0", "1"]
    assert len(rows) == 1, "months without an answer are left out"
    assert page.select("//section[@id='to-answer']//table/caption")


def test_a_month_without_anything_is_left_out_and_leaves_a_gap() -> None:
    months = [Month(date(2026, number, 1), days, 2) for number, days in ((1, 10), (2, None), (3, 20), (4, 5))]
    chart = month_chart(months)
    assert [(month.days, month.share, month.gap) for month in chart.months] == [
        (5, 25.0, False),
        (20, 100.0, False),
        (10, 50.0, True),
    ]
    assert (chart.head, chart.single) == (chart.months[0], None)
    nothing = month_chart([Month(month.first) for month in months])
    assert (nothing.months, nothing.head, nothing.single) == ([], None, None)
    assert [month.share for month in month_chart([Month(date(2026, 1, 1), 0, 3)]).months] == [0]


def test_a_headline_speaks_of_several() -> None:
    chart = month_chart([Month(date(2026, number, 1), 9, count) for number, count in ((1, 3), (2, 2), (3, 1))])
    assert (chart.head and chart.head.first.month, chart.single and chart.single.first.month) == (2, 3)
    alone = month_chart([Month(date(2026, 3, 1), 9, 1)])
    assert (alone.head, alone.single) == (None, alone.months[0])


async def test_half_is_said_as_people_say_it_and_is_true(cast: Cast) -> None:
    ada = await cast.ada()
    for days in (160, 52, 52, 52):
        await add(cast, "Ro", Status.REVIEW, days=days)
    async with cast.database.begin() as session:
        await count(session, cast.board.id)
    page = await ada.page("/overview")
    assert "Den ældste har ventet 160 dage. Halvdelen har ventet mere end 51." in words(page.element("main"))
    assert "Det siger ledelsen. De bekræftede er talt med." in words(page.element("main"))
    assert "De samme tal for hvert peerboard. Vælg en overskrift for at sortere." in page.text
    assert re.search(r"Tallene er fra i dag kl\. \d\d\.\d\d\.", page.text)


def test_twelve_months_end_with_this_one() -> None:
    assert twelve_months(date(2026, 2, 28))[0] == date(2025, 3, 1)
    assert twelve_months(date(2026, 12, 31))[0] == date(2026, 1, 1)
    assert len(twelve_months(date(2026, 1, 1))) == 12


def test_bars_of_nothing() -> None:
    assert [bar.share for bar in bars([("a", 0), ("b", 0)])] == [0, 0]
    assert [(bar.share, bar.of_all) for bar in bars([("a", 3), ("b", 1)])] == [(100.0, 75), (33.3, 25)]


async def test_the_boards_page_leads_here_from_two_boards_on(cast: Cast, database: Database) -> None:
    ada = await cast.ada()
    assert not (await ada.page("/boards")).select("//a[@href='/overview']")
    async with database.begin() as session:
        await session.execute(
            text(
                "INSERT INTO board (public_id, unit_id, name, format, epoch, seq, last_number, last_guest, answer_days,"
                " escalate_days) SELECT md5(random()::text), unit_id, 'Nummer to', format, 'e', 0, 0, 0, 30, 14"
                " FROM board WHERE id = :board"
            ),
            {"board": cast.board.id},
        )
    leo = await (await cast.leo()).page("/boards")
    assert leo.select("//a[@href='/overview']")
