"""A meeting gathers in its lobby until its coordinator begins it, and may ask a question of its own."""

import runpy

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from server.checkout import CHECKOUT
from server.core import clock
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page, words
from tests.support.member import Member, Staff, took
from tests.support.scene import make_meeting

TODAY = {"title": "I aften", "day": "01.06.2026", "time": "19.00"}
GATHERS = "Mødet begynder om lidt."
QUESTION = "Hvad ville gøre natten roligere?"


async def open_new(cast: Cast, ada: Staff, **fields: str) -> Page:
    """A meeting made as coordinators make it, with its door open; Ada is at its desk."""
    form = (await ada.page(f"/b/{cast.board.public_id}/meetings/new")).form("/meetings")
    assert took(await ada.submit(form, TODAY | fields))
    query = "SELECT public_id FROM meeting WHERE board_id = $1 AND title = 'I aften'"
    ada.meeting = (await rows(cast.database.url, query, cast.board.id))[0]["public_id"]
    return await ada.desk()


async def stands(cast: Cast, ada: Staff) -> tuple[bool, int]:
    query = "SELECT in_lobby, phase_no FROM meeting WHERE public_id = $1"
    found = (await rows(cast.database.url, query, ada.meeting))[0]
    return found["in_lobby"], found["phase_no"]


async def test_people_gather_and_may_write_until_it_is_begun(cast: Cast) -> None:
    ada = await cast.ada()
    desk = await open_new(cast, ada, question=QUESTION)
    assert "Velkommen" in words(desk.element("where"))
    assert "Trin" not in words(desk.element("where"))
    token = (await rows(cast.database.url, "SELECT join_token FROM meeting WHERE public_id = $1", ada.meeting))[0]
    async with Member(cast.url) as ben:
        await ben.join(token["join_token"], name="Ben")
        lobby = await ben.look()
        assert words(lobby.element("question")) == QUESTION
        assert GATHERS in words(lobby.element("room"))
        assert took(await ben.propose("Ro om natten"))
        assert took(await ben.done())
        for _ in range(2):
            assert took(await ada.submit(desk.form("/begin")))
        assert await stands(cast, ada) == (False, 1)
        room = await ben.look()
        assert "Trin 2 af 9" in words(room.element("where"))
        assert GATHERS not in words(room.element("room"))
        assert "Du er færdig med dette trin." in words(room.element("done")), "what they did while they waited stays"
    told = "SELECT count(*) AS told FROM event WHERE kind = 'MeetingBegun' AND board_id = $1"
    assert (await rows(cast.database.url, told, cast.board.id))[0]["told"] == 1


async def test_to_lead_it_anywhere_begins_it(cast: Cast) -> None:
    ada = await cast.ada()
    await open_new(cast, ada)
    assert took(await ada.phase("discuss"))
    assert await stands(cast, ada) == (False, 2)


async def test_a_locked_door_comes_before_the_first_step(cast: Cast) -> None:
    """Until it is open nobody can come in, and the desk says so where its coordinator is about to begin."""
    ada = await cast.ada()
    await open_new(cast, ada)
    assert took(await ada.door(False))

    def row(page: Page) -> tuple[bool, list[str]]:
        """Whether it says that nobody can come in, and what comes first."""
        found = page.element("next")
        first = [words(each) for each in found.xpath(".//button[contains(@class, 'primary')]")]
        return "Ingen kan komme ind endnu." in words(found), first

    stream = await ada.stream(f"{ada.room}/desk")
    assert row(stream.page) == (True, ["Lås døren op"])
    assert words(stream.page.element("doing")) == "Ingen er kommet endnu", "no number where there is none"
    assert took(await ada.submit(stream.page.form("#unlock")))
    await stream.until(lambda page: row(page) == (False, ["Begynd: Skriv idéer"]))
    await stream.close()
    assert took(await ada.door(False))
    assert took(await ada.submit((await ada.desk()).form("/begin")))
    assert row(await ada.desk()) == (False, ["Gå til: Vis"]), "once it has begun, a locked door may be meant"


async def test_only_coordinators_begin_it(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    await open_new(cast, ada)
    assert (await ben.post(f"{ada.room}/begin")).status_code == 404
    assert await stands(cast, ada) == (True, 1)


async def test_its_question_is_kept_and_never_cut(cast: Cast) -> None:
    ada = await cast.ada()
    await open_new(cast, ada, question=QUESTION)
    form = (await ada.page(f"{ada.room}/setup")).form("/setup")
    assert dict(form.form_values())["question"] == QUESTION
    answer = await ada.submit(form, {"question": "x" * 121})
    assert answer.status_code == 422
    assert "x" * 121 in answer.text
    assert "Der er plads til 120 tegn." in answer.text
    query = "SELECT question FROM meeting WHERE public_id = $1"
    assert (await rows(cast.database.url, query, ada.meeting))[0]["question"] == QUESTION


async def test_meetings_of_the_version_before_have_begun_once_they_were_opened(cast: Cast) -> None:
    async with cast.database.begin() as session:
        before: dict[str, dict[str, object]] = {
            "never opened": {"door_open": False},
            "opened": {},
            "opened and led": {"door_open": False, "phase_no": 2},
            "over": {"door_open": False, "ended_at": clock.now()},
        }
        for title, values in before.items():
            await make_meeting(session, cast.board, title, **values)
    async with cast.database.engine.begin() as connection:
        await connection.run_sync(again)
    found = await rows(cast.database.url, "SELECT title FROM meeting WHERE in_lobby AND board_id = $1", cast.board.id)
    assert [row["title"] for row in found] == ["never opened"]


def again(connection: Connection) -> None:
    """Take the columns away and let the migration make them."""
    names = runpy.run_path(str(CHECKOUT / "schemas/migrations/versions/0026_lobby.py"))
    with Operations.context(MigrationContext.configure(connection)):
        names["downgrade"]()
        names["upgrade"]()
