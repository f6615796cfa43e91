"""Asking for news of an idea by mail: nothing before a yes, nothing after a no, and nobody learns who asked."""

import pytest

from schemas.seat import Seat
from server.ideas.follows.queries import followers
from server.web.wrong_codes import MAILS, WrongCodes
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import link_in, took
from tests.work.answers.scene import shown, stored

FOLLOWS = "SELECT mail, language, confirmed_at FROM follow JOIN idea ON idea.id = idea_id WHERE public_id = $1"
"""Who follows an idea."""


async def link(cast: Cast, idea: str, mail: str, database_url: str, who: str = "Ben") -> str:
    """Ask as Ben or another member, and the path of the link that the mail holds."""
    asks = await cast.member(who)
    page = await asks.page(f"/ideas/{idea}")
    answer = await asks.submit(page.form("/follow"), {"mail": mail})
    assert answer.headers["location"] == f"/ideas/{idea}#follow"
    kept = await rows(database_url, "SELECT body FROM mail WHERE recipient = $1 ORDER BY id DESC LIMIT 1", mail.lower())
    return link_in(kept[0]["body"], "/follow/").removeprefix(cast.url)


async def test_yes_and_then_no(cast: Cast, database_url: str) -> None:
    idea = await shown(cast)
    path = await link(cast, idea, "Ben@Home.test", database_url)
    assert [tuple(row) for row in await rows(database_url, FOLLOWS, idea)] == [("ben@home.test", "da", None)]
    async with Browser(cast.url) as phone:
        page = await phone.page(path)
        assert "Mails om idé 1" in page.text
        assert "Ro om aftenen" not in page.text, "mail is read by others: no idea is quoted behind its links"
        assert took(await phone.post(path, {"do": "yes"}))
        assert "Du får en mail, når der sker noget." in (await phone.page(path)).text
        first = (await rows(database_url, FOLLOWS, idea))[0]["confirmed_at"]
        assert first
        assert took(await phone.post(path, {"do": "yes"}))
        assert (await rows(database_url, FOLLOWS, idea))[0]["confirmed_at"] == first
        assert took(await phone.post(path, {"do": "no"}))
        assert await rows(database_url, FOLLOWS, idea) == []
        assert (await phone.get(path)).status_code == 404
        assert took(await phone.post(path, {"do": "no"})), "no is always no"
        assert (await phone.post(path, {"do": "yes"})).status_code == 404
        assert not phone.cookie


async def test_looking_changes_nothing(cast: Cast, database_url: str) -> None:
    idea = await shown(cast)
    path = await link(cast, idea, "ben@home.test", database_url)
    async with Browser(cast.url) as scanner:
        await scanner.page(path)
        assert (await scanner.post(path, {})).status_code == 303
    assert (await rows(database_url, FOLLOWS, idea))[0]["confirmed_at"] is None


async def test_a_mail_program_stops_it_with_one_click(cast: Cast, database_url: str) -> None:
    """RFC 8058: a POST with that one field, no cookie, and an origin of its own or none."""
    idea = await shown(cast)
    for origin in ("null", "https://mail.example"):
        path = await link(cast, idea, "ben@home.test", database_url)
        async with Browser(cast.url) as program:
            assert took(await program.post(path, {"do": "yes"}))
            answer = await program.http.post(
                path, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"}
            )
            assert answer.status_code == 200
        assert await rows(database_url, FOLLOWS, idea) == []


async def test_the_answer_is_the_same_for_every_address(cast: Cast, database_url: str) -> None:
    idea = await shown(cast)
    path = await link(cast, idea, "same@home.test", database_url)
    ben = await cast.ben()
    answers = []
    for step in ("new", "asked before", "has said yes"):
        if step == "has said yes":
            assert took(await ben.post(path, {"do": "yes"}))
        mail = "rie@home.test" if step == "new" else "same@home.test"
        answer = await ben.post(f"/ideas/{idea}/follow", {"mail": mail})
        answers.append((answer.status_code, answer.headers["location"], answer.text))
    assert len(set(answers)) == 1
    sent = await rows(database_url, "SELECT count(*) FROM mail WHERE recipient = 'same@home.test'")
    assert sent[0][0] == 1, "none for asking again on the same day, nor after a yes"


@pytest.mark.parametrize(
    "mail",
    [
        "ben",
        "ben@",
        "@home.test",
        "a@b",
        "a@b.dk,c@d.dk",
        "a b@c.dk",
        "a@b.dk\nBcc: c@d.dk",
        "x" * 255 + "@b.dk",
    ],
)
async def test_what_is_no_address_is_said_so_and_stays(cast: Cast, database_url: str, mail: str) -> None:
    idea = await shown(cast)
    ben = await cast.ben()
    answer = await ben.post(f"/ideas/{idea}/follow", {"mail": mail})
    assert answer.status_code == 422
    page = await ben.follow(answer)
    assert "Det ligner ikke en mailadresse" in page.text
    assert dict(page.form("/follow").form_values())["mail"].split() == mail.split()
    assert await rows(database_url, FOLLOWS, idea) == []


async def test_who_was_taken_off_the_board_hears_no_more_of_it(cast: Cast, database_url: str) -> None:
    idea = await shown(cast)
    path, ada, ben = await link(cast, idea, "ben@home.test", database_url), await cast.ada(), await cast.ben()
    assert took(await ben.post(path, {"do": "yes"}))
    idea_id = (await stored(cast, idea)).id
    async with cast.database.begin() as session:
        assert [follow.mail for follow in await followers(session, idea_id)] == ["ben@home.test"]
    assert took(await ada.remove((await ben.look()).at("seat")))
    async with cast.database.begin() as session:
        assert await followers(session, idea_id) == []


async def test_one_seat_writes_to_so_many_addresses_and_no_more(cast: Cast, database_url: str) -> None:
    """Nor does somebody fill the mailbox of a leader with links to sign in."""
    idea, ben = await shown(cast), await cast.ben()
    for number in range(MAILS.amount):
        assert took(await ben.post(f"/ideas/{idea}/follow", {"mail": f"nr{number}@home.test"}))
    refused = await ben.post(f"/ideas/{idea}/follow", {"mail": "en-til@home.test"})
    assert refused.status_code == 429
    assert dict((await ben.follow(refused)).form("/follow").form_values())["mail"] == "en-til@home.test"
    assert await rows(database_url, FOLLOWS, idea), "what was asked for before stands"
    leo = cast.people["Leo"].mail
    tried = WrongCodes("a secret of at least thirty-two characters")
    for number in range(MAILS.amount):
        await tried.was_wrong("login", f"10.7.0.{number}", leo)
    assert not await tried.may_try("login", "10.7.1.1", leo)


async def test_only_those_who_see_the_idea_may_ask(cast: Cast, database_url: str) -> None:
    idea = await shown(cast)
    assert (await (await cast.cleo()).post(f"/ideas/{idea}/follow", {"mail": "a@home.test"})).status_code == 404
    for member in (await cast.olga(), await cast.leo()):
        assert took(await member.post(f"/ideas/{idea}/follow", {"mail": "a@home.test"}))
    assert took(await (await cast.rie()).propose("Skjult idé"))
    hidden = (await stored(cast, title="Skjult idé")).public_id
    for member in (await cast.rie(), await cast.ben()):
        assert (await member.post(f"/ideas/{hidden}/follow", {"mail": "a@home.test"})).status_code == 404
    ben = await cast.ben()
    async with cast.database.begin() as session:
        seat = await session.get_one(Seat, (await stored(cast, idea)).seat_id)
        seat.removed_at = seat.joined_at
    assert (await ben.post(f"/ideas/{idea}/follow", {"mail": "b@home.test"})).status_code == 404
    assert [row["mail"] for row in await rows(database_url, FOLLOWS, idea) if row["mail"]] == ["a@home.test"]


async def test_a_made_up_link_says_nothing(cast: Cast) -> None:
    async with Browser(cast.url) as stranger:
        assert (await stranger.get("/follow/made-up")).status_code == 404
        assert (await stranger.post("/follow/made-up", {"do": "yes"})).status_code == 404


async def test_english_ears_are_remembered(cast: Cast, database_url: str) -> None:
    idea = await shown(cast)
    await link(cast, idea, "en@home.test", database_url)
    answer = await (await cast.ben()).post(f"/ideas/{idea}/follow?lang=en", {"mail": "en2@home.test"})
    assert took(answer)
    kept = await rows(database_url, "SELECT subject FROM mail WHERE recipient = 'en2@home.test'")
    assert kept[0]["subject"] == "Do you want news of the idea?"


async def test_the_address_is_asked_for_once(cast: Cast, database_url: str) -> None:
    one, two, three = [await another(cast, title) for title in ("Ro", "Lys", "Kaffe")]
    path = await link(cast, one, "once@home.test", database_url, "Rie")
    rie = await cast.rie()
    for idea, told in ((two, True), (three, False)):
        page = await rie.page(f"/ideas/{idea}")
        form = page.element("follow-known")
        assert "den adresse, du har givet os" in form.text_content()
        assert "once@home.test" not in page.text, "a screen may be shared"
        answer = await rie.submit(form)
        page = await rie.follow(answer)
        assert ("Tryk på linket i den mail" in page.text) == told, "until it is confirmed, they are told to look"
        if told:
            assert "Giv din mail her" not in page.text
            async with Browser(cast.url) as phone:
                assert took(await phone.post(path, {"do": "yes"}))
    for idea in (one, two, three):
        (row,) = await rows(database_url, FOLLOWS, idea)
        assert row["mail"] == "once@home.test"
        assert row["confirmed_at"], "one yes is for all that were asked for together, and for what comes after"
    asked = await rows(database_url, "SELECT subject FROM mail WHERE recipient = 'once@home.test'")
    assert len(asked) == 1, [row[0] for row in asked]
    assert not (await (await cast.finn()).page(f"/ideas/{two}")).select("//*[@id='follow-known']")


async def another(cast: Cast, title: str) -> str:
    """One more idea that everybody has seen."""
    ada = await cast.ada()
    assert took(await ada.phase("propose"))
    return await shown(cast, title)
