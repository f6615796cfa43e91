"""Where the board's ideas are: a column per status, live, and red only when a promise is broken."""

from datetime import timedelta

from sqlalchemy import text

from schemas.codes import new_public_id
from schemas.flow import FLOW, Status, statuses_that
from schemas.idea import Idea
from server.core import clock as now_of
from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.member import took
from tests.support.mirror import assert_mirrors
from tests.support.queries import asked
from tests.support.site import Site
from tests.work.answers.scene import REASON, SOON, agreed, put, sent, shown, stored


def path(cast: Cast) -> str:
    """The progress page of the cast's board."""
    return f"/b/{cast.board.public_id}/progress"


async def test_each_idea_stands_under_its_status(cast: Cast) -> None:
    idea = await shown(cast)
    ben = await cast.ben()
    for status in Status:
        await put(cast, idea, status)
        page = await ben.page(path(cast))
        column = page.element(f"column-{status}")
        assert "Ro om aftenen" in column.text_content()
        assert (column.tag == "section") == FLOW[status].open
        assert [one.get("id") for one in page.select("//section[@class='column']")] == [
            f"column-{s}" for s in statuses_that(open=True)
        ]
        assert page.select(f"//*[@id='idea-{idea}']//a[@href='/ideas/{idea}']")


async def test_who_may_see_it(cast: Cast, site: Site) -> None:
    for member in (await cast.ben(), await cast.olga()):
        page = await member.follow(await member.get(f"/b/{cast.board.public_id}"))
        assert (page.status, page.at("page")) == (200, "progress")
    for member in (await cast.ada(), await cast.leo()):
        assert (await member.page(path(cast))).at("page") == "progress"
    other = await Cast.gather(site.url, cast.database, site.settings.secret, mark=cast.board.public_id)
    for stranger in (await cast.cleo(), await other.ben(), await other.ada(), await other.leo()):
        assert (await stranger.get(path(cast))).status_code == 404
        assert (await stranger.get(f"/poll?page=progress&id={cast.board.public_id}&at=")).status_code == 404
    ben = await cast.ben()
    async with cast.database.begin() as session:
        gone = "UPDATE seat SET removed_at = joined_at WHERE board_id = :board AND name = 'Ben'"
        await session.execute(text(gone), {"board": cast.board.id})
    assert (await ben.get(path(cast))).status_code == 404
    await other.leave()


async def test_hidden_ideas_are_not_there(cast: Cast) -> None:
    ben = await cast.ben()
    assert took(await ben.propose("Skjult idé"))
    for member in (ben, await cast.ada()):
        assert "Skjult" not in (await member.page(path(cast))).text
    assert "Her kommer idéerne" in (await ben.page(path(cast))).text


async def test_it_changes_while_it_is_open(cast: Cast) -> None:
    """R4 for IdeasRevealed, StatusChanged and AnswerGiven."""
    rie, ada, leo = await cast.rie(), await cast.ada(), await cast.leo()
    stream = await rie.stream(path(cast))
    idea = await shown(cast)
    await stream.sees("Ro om aftenen")
    assert_mirrors(stream.page, await rie.page(path(cast)))
    assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, SOON))
    await stream.until(lambda page: "Ro om" in page.element("column-review").text_content())
    assert_mirrors(stream.page, await rie.page(path(cast)))
    assert took(await leo.answer(idea, "declined", text=REASON))
    await stream.until(lambda page: page.find("column-declined") is not None)
    assert_mirrors(stream.page, await rie.page(path(cast)))
    await stream.close()


async def test_the_room_changes_with_an_answer(cast: Cast) -> None:
    """R4 for StatusChanged and AnswerGiven in the room and at the desk."""
    rie, ada, leo = await cast.rie(), await cast.ada(), await cast.leo()
    idea = await sent(cast)
    streams = await rie.stream(), await ada.stream(f"{ada.room}/desk")
    assert took(await leo.answer(idea, "agreed", text="Ja.", owner="Leo Bach"))
    for stream in streams:
        await stream.sees("Besluttet")
        await settled(stream)  # who is here is told apart from the answer, and may come after it
        await stream.close()


async def test_days_are_counted_and_red_is_for_broken_promises(cast: Cast, clock: Clock) -> None:
    idea = await sent(cast)
    ben = await cast.ben()
    assert "ny i dag" in (await ben.page(path(cast))).text
    clock.ahead(timedelta(days=12))
    page = await ben.page(path(cast))
    assert "venter 12 dage" in page.text
    assert not page.select("//*[contains(@class, 'late')]")
    clock.ahead(timedelta(days=20))
    page = await ben.page(path(cast))
    assert page.select(f"//*[@id='idea-{idea}']//*[contains(@class, 'card-late')]")
    assert "Svaret er ikke kommet til tiden." in (await ben.page(f"/ideas/{idea}")).text


async def test_a_step_that_was_not_taken_is_red_too(cast: Cast, clock: Clock) -> None:
    idea = await agreed(cast)
    step = {"step": "Køb filt", "person": "Natholdet", "step_date": SOON}
    assert took(await (await cast.leo()).post(f"/ideas/{idea}/status", {"status": "in_progress", **step}))
    ben = await cast.ben()
    page = await ben.page(path(cast))
    assert "0 af 2 skridt" in page.text, "with the one that came with the answer"
    async with cast.database.begin() as session:
        await session.execute(text("UPDATE step SET done_at = now() WHERE text <> 'Køb filt'"))
    page = await ben.page(path(cast))
    assert "Køb filt: Natholdet, senest" in page.text
    assert "1 af 2 skridt" in page.text
    assert not page.select("//*[contains(@class, 'late')]")
    clock.ahead(timedelta(days=40))
    assert (await ben.page(path(cast))).select(f"//*[@id='idea-{idea}']//*[contains(@class, 'card-late')]")


async def test_it_asks_the_database_the_same_number_of_times_for_sixty_ideas(cast: Cast, site: Site) -> None:
    idea = await stored(cast, await shown(cast))
    ben = await cast.ben()
    with asked(site) as few:
        await ben.page(path(cast))
    now = now_of.now()
    async with cast.database.begin() as session:
        for number in range(60):
            session.add(
                Idea(
                    public_id=new_public_id(),
                    board_id=idea.board_id,
                    meeting_id=idea.meeting_id,
                    submission=f"many-{number}",
                    number=100 + number,
                    title=f"Idé nummer {number}",
                    status=list(Status)[number % len(Status)],
                    status_at=now,
                    created_at=now,
                    shown_at=now,
                )
            )
    with asked(site) as many:
        page = await ben.page(path(cast))
    assert "61 idéer." in page.text
    assert len(few) == len(many) == 10
