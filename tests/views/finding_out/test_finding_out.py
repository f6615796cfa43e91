"""An idea that went to somebody whom Peerboard asks nothing is on the coordinator's one list until they wrote down what
was said; on the way it waits, and its story says whose turn it is."""

from datetime import timedelta

from schemas.person import Person
from server.core.database import Database
from server.views.overview.queries import Asked, load_overview
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.dom import words
from tests.support.member import took
from tests.work.answers.scene import REASON, sent
from tests.work.referrals.scene import ask, referrals


async def test_until_it_is_written_down(cast: Cast, database: Database, clock: Clock) -> None:
    idea, ada, leo = await sent(cast), await cast.ada(), await cast.leo()
    page, board = f"/b/{cast.board.public_id}/finding-out", f"/b/{cast.board.public_id}/progress"
    assert "Der er ikke noget, du skal finde ud af." in (await ada.page(page)).text
    clock.ahead(timedelta(days=10))
    assert took(await ask(leo, idea, "Trafikselskabet", text="Kan bussen køre om ad hovedindgangen?"))
    (referral,) = await referrals(cast, idea)
    for told in (await ada.page(page), await ada.page("/waiting")):
        assert "Det skal du finde ud af" in told.text
        assert "Ro om aftenen" in told.text
    assert "Spørg Trafikselskabet." in (await ada.page(page)).text
    assert "Find ud af, hvad de siger om 1 idé" in (await ada.page(board)).text
    assert "Find ud af, hvad" not in (await leo.page(board)).text
    assert (await leo.get(page)).status_code in {403, 404}

    # A month later nobody has found out: it is late on the list and red on the board, and it waits since it was sent.
    clock.ahead(timedelta(days=25))
    assert "De skulle have svaret" in (await ada.page(page)).text
    assert "De, der er spurgt, skulle have svaret" in (await ada.page(board)).text
    async with database.snapshot() as session:
        view = await load_overview(session, await session.get_one(Person, cast.people["Leo"].id), Asked())
    assert (view.total.waiting, view.total.late, view.past.waits) == (1, 1, 35)
    assert [(each.asked, each.sent_on) for each in view.past.leaders] == [(1, 1)]
    overview = words((await leo.page("/overview")).element("main"))
    assert "Sendt videre: 1 af 1 spurgt" in overview

    answer = {"status": "declined", "text": REASON}
    assert took(await ada.post(f"/referrals/{referral['public_id']}/answer", answer))
    assert "Der er ikke noget, du skal finde ud af." in (await ada.page(page)).text
    story = words((await ada.page(f"/ideas/{idea}")).element("main"))
    assert "Idéen skal afgøres af Trafikselskabet." in story
    async with database.snapshot() as session:
        view = await load_overview(session, await session.get_one(Person, cast.people["Leo"].id), Asked())
    assert (view.total.waiting, view.past.answered[-1].days) == (0, 35), "from the first question"
