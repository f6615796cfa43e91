"""One address in place of another: what worked goes on until the new one says yes, and what waits goes with a no."""

from typing import Any

from schemas.follow import Follow
from schemas.mail import DigestLine
from server.ideas.follows.commands import row_of
from server.mail import links
from tests.ideas.follows.test_following import link
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, link_in, took
from tests.support.site import Site
from tests.views.mine.test_my_ideas import path
from tests.work.answers.scene import shown, stored

MAILS = """SELECT coalesce(mail, '') AS mail FROM follow JOIN idea ON idea.id = idea_id
WHERE public_id = $1 AND (mail IS NULL OR follow.confirmed_at IS NOT NULL) ORDER BY follow.id"""
"""What lasts of those who follow an idea."""


async def asked(cast: Cast, who: Member, idea: str, mail: str) -> str:
    """Ask, and the path of the link in the mail."""
    assert took(await who.post(f"/ideas/{idea}/follow", {"mail": mail}))
    kept = await rows(cast.database.url, "SELECT body FROM mail WHERE recipient = $1 ORDER BY id DESC LIMIT 1", mail)
    return link_in(kept[0]["body"], "/follow/").removeprefix(cast.url)


async def lasting(cast: Cast, idea: str) -> list[str]:
    return [row["mail"] for row in await rows(cast.database.url, MAILS, idea)]


async def test_a_mistyped_address_takes_nothing_away(cast: Cast) -> None:
    idea, rie = await shown(cast), await cast.rie()
    assert took(await rie.post(await asked(cast, rie, idea, "rie@home.test"), {"do": "yes"}))
    new = await asked(cast, rie, idea, "rie@hmoe.test")
    assert await lasting(cast, idea) == ["rie@home.test"], "until the new one says yes, the old one has it"
    assert "Vi skriver til rie@home.test" in (await rie.page(path(cast))).text
    assert took(await rie.post(new, {"do": "yes"}))
    assert await lasting(cast, idea) == ["rie@hmoe.test"], "then it is one address, not two"


async def test_who_never_says_yes_still_follows_it_here(cast: Cast) -> None:
    idea, finn = await shown(cast), await cast.finn()
    new = await asked(cast, finn, idea, "finn@home.test")
    told = (await finn.page(f"/ideas/{idea}")).element("follow-mine").text_content()
    assert "Tak. Tryk på linket i den mail, vi har sendt dig." in told
    assert "hvis du også vil have mail." not in told, "what was given is not asked for once more"
    assert await lasting(cast, idea) == [""], "the address goes in a month, and the wish does not go with it"
    assert took(await finn.post(new, {"do": "yes"}))
    assert await lasting(cast, idea) == ["finn@home.test"]
    assert "og du får mail om den." in (await finn.page(f"/ideas/{idea}")).element("follow-mine").text_content()


async def test_all_mail_is_stopped_on_my_idea_and_what_is_followed_stays(cast: Cast) -> None:
    idea, rie = await shown(cast), await cast.rie()
    assert took(await rie.post(await asked(cast, rie, idea, "rie@home.test"), {"do": "yes"}))
    await a_line_waits(cast, idea, "rie@home.test")
    answer = await rie.submit((await rie.page(path(cast))).form("#mail-stop"))
    page = await rie.follow(await rie.get(answer.headers["location"].split("#")[0]))
    assert "Vi skriver ikke til dig mere." in page.text
    assert page.find(f"mine-{idea}") is not None
    assert await lasting(cast, idea) == [""]
    assert await rows(cast.database.url, "SELECT 1 FROM digest_line") == []


async def test_what_waits_for_friday_goes_with_the_follow(cast: Cast) -> None:
    idea, rie = await shown(cast), await cast.rie()
    assert took(await rie.post(await asked(cast, rie, idea, "rie@home.test"), {"do": "yes"}))
    await a_line_waits(cast, idea, "rie@home.test")
    assert took(await rie.post(f"/ideas/{idea}/follow", {"do": "stop"}))
    assert await rows(cast.database.url, "SELECT 1 FROM digest_line") == []


async def test_the_weekly_letters_link_finds_the_yes_beside_an_older_question(cast: Cast, site: Site) -> None:
    """Somebody once asked for the same address about another idea, and it never said yes to that."""
    idea = await shown(cast)
    await link(cast, idea, "home@home.test", cast.database.url)
    assert took(await (await cast.ada()).phase("propose"))
    assert took(await (await cast.rie()).propose("Kaffe til alle"))
    other = await stored(cast, title="Kaffe til alle")
    async with cast.database.begin() as session:
        row = row_of(site.settings, other.id, "home@home.test")
        session.add(Follow(**row, weekly=True, created_at=other.status_at, confirmed_at=other.status_at))
    away = links.all_mail(site.settings, "home@home.test").removeprefix(site.settings.public_url)
    async with Browser(cast.url) as phone:
        assert "Ja, skriv til mig" not in (await phone.page(away)).text
        assert "Nu får du en mail, når der sker noget." in (await phone.post(away, {"do": "each"})).text


async def test_a_link_that_is_worth_nothing_says_so_kindly(cast: Cast) -> None:
    async with Browser(cast.url) as phone:
        for do in ("yes", "weekly", "each"):
            answer = await phone.post("/follow/made-up", {"do": do})
            assert answer.status_code == 404
            assert "Du får ingen mails om idéen" in answer.text


async def a_line_waits(cast: Cast, idea: str, mail: str) -> None:
    row = await stored(cast, idea)
    told: dict[str, Any] = {
        "sentence": "Et skridt er taget.",
        "link": "x",
        "unsubscribe": "y",
        "message_id": f"<{row.id}>",
    }
    async with cast.database.begin() as session:
        session.add(DigestLine(recipient=mail, idea_id=row.id, created_at=row.status_at, **told))


async def test_whose_seat_was_taken_away_is_told_the_truth_and_forgotten(cast: Cast) -> None:
    """Behind the link of a mail that came before; and what waits does not go."""
    idea, ben, rie, ada = await shown(cast), await cast.ben(), await cast.rie(), await cast.ada()
    link_of_ben = await asked(cast, ben, idea, "ben@home.test")
    assert took(await ben.post(link_of_ben, {"do": "yes"}))
    assert took(await rie.post(await asked(cast, rie, idea, "rie@home.test"), {"do": "yes"}))
    assert "Du får en mail" in (await ben.page(link_of_ben)).text
    waits = await asked(cast, ben, idea, "ben-ny@home.test")
    await ada.remove((await ben.look()).at("seat"))
    for dead in (link_of_ben, waits):
        for answer in (await ben.get(dead), await ben.post(dead, {"do": "yes"})):
            assert answer.status_code == 404
            assert "Du får ingen mails om idéen" in answer.text
            assert "Du får en mail" not in answer.text
    kept = "SELECT count(*) FROM follow WHERE mail LIKE 'ben%@home.test'"
    assert (await rows(cast.database.url, kept))[0][0] == 0
    assert await lasting(cast, idea) == ["rie@home.test"], "nobody else's goes"
