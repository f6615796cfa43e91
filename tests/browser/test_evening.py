"""A whole evening with seven people: all phases, two votes, one scribe, one coordinator who drops out, and a network
that is lost twice."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from schemas.answer import StatusChange
from schemas.board import Board
from schemas.codes import new_public_id
from schemas.flow import Status
from schemas.format import Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from server.core import clock
from tests.browser import evening as acts
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.browser.evening import CHOSEN, PAPER_IDEA, TWIN, Evening, come_in
from tests.support.after_the_end import hour_passes
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.scene import make_meeting

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)


async def last_time(cast: Cast) -> None:
    """There was a meeting a month ago, and Leo has answered one of its ideas since."""
    ago, now = clock.now() - timedelta(days=30), clock.now()
    async with cast.database.begin() as session:
        board = await session.get_one(Board, cast.board.id)
        before = await make_meeting(session, board, "Peerboard i oktober")
        before.starts_at = ago
        before.ended_at, before.door_open, before.phase = ago + timedelta(hours=2), False, Phase.RESULT
        board.last_number += 1
        idea = Idea(
            public_id=new_public_id(),
            board_id=board.id or 0,
            meeting_id=before.id,
            submission="x",
            number=board.last_number,
            title="Navneskilte, man kan læse",
            status=Status.AGREED,
            status_at=now,
            created_at=ago,
            shown_at=ago,
        )
        session.add(idea)
        await session.flush()
        session.add(StatusChange(idea_id=idea.id, status=Status.PROPOSED, at=ago))
        session.add(StatusChange(idea_id=idea.id, status=Status.AGREED, at=now - timedelta(days=3)))
        meeting = await session.get_one(Meeting, cast.meeting.id)
        meeting.phase = Phase.SINCE_LAST


async def gather(cast: Cast, device: New) -> Evening:
    """Everybody takes their place. The phones differ as phones do."""
    desk = await device(await cast.ada(), width=1440, height=900)
    leo = await device(await cast.leo(), width=1280, height=800)
    ben = await device(width=360, height=740, has_touch=True)
    birthe = await device(width=412, height=915, color_scheme="dark")
    rie = await device(width=390, height=844)
    finn = await device(width=768, height=1024, has_touch=True)
    wall = await device(width=1920, height=1080)
    for lost in (rie, birthe):
        lost.expects = "ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource"
    await desk.go(f"/m/{cast.meeting.public_id}/desk")
    await wall.go(f"/screen/{cast.meeting.screen_token}")
    await leo.go(f"/m/{cast.meeting.public_id}")
    for each, role, name in ((ben, "Patient", "Ben"), (birthe, "Patient", "Birthe"), (rie, "Pårørende", "Rie")):
        await each.go(f"/j/{cast.meeting.join_token}")
        await come_in(each.page, role, name)
    await finn.go(f"/j/{cast.meeting.join_token}")
    await come_in(finn.page, "Fagperson", "Finn")
    pages = (desk.page, leo.page, ben.page, birthe.page, rie.page, finn.page, wall.page)
    return Evening(*pages, devices={"Ada": desk, "Birthe": birthe, "Rie": rie})


@pytest.mark.slow
async def test_a_whole_evening(cast: Cast, device: New, database_url: str) -> None:
    await last_time(cast)
    evening = await gather(cast, device)
    for page in (*evening.phones, evening.wall):
        await expect(page.locator("#main")).to_contain_text("Navneskilte, man kan læse")
    await evening.enter("Skriv idéer", "Skriv idéer")
    await acts.write_ideas(evening)
    await acts.make_scribe(evening, "Finn")
    await acts.write_on_paper(evening)
    await acts.show_ideas(evening)
    await acts.gather(evening)
    await acts.talk(evening)
    await acts.vote(evening)

    # Ada's computer goes dark in the middle of the vote; Bo takes over at his own.
    await evening.devices["Ada"].context.close()
    bos = await device(await cast.bo(), width=1440, height=900)
    await bos.go(f"/m/{cast.meeting.public_id}/desk")
    evening.desk = bos.page
    await evening.enter("Resultat", "Resultat")
    for page in (*evening.phones, evening.wall):
        await expect(page.locator("#main")).to_contain_text("9 prikker")
    await acts.vote_again(evening)
    await acts.agree(evening)
    await acts.part(evening)
    await hour_passes(cast)
    await acts.heard(evening)
    await as_it_should_be(cast, database_url)


async def as_it_should_be(cast: Cast, database_url: str) -> None:
    """The right statuses, owners and votes in the end; nothing lost, nothing doubled."""
    query = "SELECT title, status, on_paper FROM idea WHERE meeting_id = $1"
    ideas = {row["title"]: row for row in await rows(database_url, query, cast.meeting.id)}
    assert len(ideas) == 5
    assert {title: row["status"] for title, row in ideas.items()} == {
        CHOSEN: "review",
        TWIN: "merged",
        "Kaffe, når pårørende kommer": "proposed",
        "Ring, når medicinen bliver ændret": "proposed",
        PAPER_IDEA: "proposed",
    }
    assert [title for title, row in ideas.items() if row["on_paper"]] == [PAPER_IDEA]
    owners = await rows(database_url, "SELECT owner.name, idea.title FROM owner JOIN idea ON idea.id = idea_id")
    assert [(row["name"], row["title"]) for row in owners] == [("Birthe", CHOSEN)]
    rounds = await rows(database_url, "SELECT * FROM round WHERE meeting_id = $1 ORDER BY id", cast.meeting.id)
    assert [(row["state"], row["method"], row["voters"], row["on_paper"]) for row in rounds] == [
        ("closed", "dots", 6, 1),
        ("closed", "approval", 5, 0),
    ]
    assert not await rows(database_url, "SELECT 1 FROM ballot")
    assert not await rows(database_url, "SELECT 1 FROM heard_answer")
