"""Whoever gave an address is told by mail what was decided about their words, unless they sit in the room; and no mail
says a word of them."""

from datetime import timedelta

from server.core import clock
from server.live.presence import write_presence
from server.room.moderation import commands
from tests.room.moderation.test_evening import say
from tests.room.moderation.test_gate import moderated, on_comment, runtime_of, screening_of, seat_of
from tests.room.moderation.test_queue import decide
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.due import do_due
from tests.support.member import Member, link_in, took
from tests.support.site import Site
from tests.views.mine.test_my_ideas import path

MAIL = "ben@home.test"
SECRET = ("Larmevers", "Skriv pænere", "regel 4")
"""The words, what those who moderate wrote about them, and the rule: a mail may be read by others."""


async def letters(cast: Cast) -> list[str]:
    query = "SELECT subject || chr(10) || body AS said FROM mail WHERE recipient = $1 ORDER BY id"
    return [row["said"] for row in await rows(cast.database.url, query, MAIL)]


async def gives_address(cast: Cast, who: Member) -> None:
    """On "Min idé", while nobody has looked at what they wrote."""
    assert took(await who.submit((await who.page(path(cast))).form("#mail-form"), {"mail": MAIL}))
    link = link_in((await letters(cast))[-1], "/follow/").removeprefix(cast.url)
    page = await who.page(link)
    assert "Mails om det, du skrev" in page.text
    assert took(await who.submit(page.form(link), {"do": "yes"}))


async def test_a_writer_with_an_address_is_told_once_and_not_in_the_room(cast: Cast, site: Site) -> None:
    await moderated(cast)
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Larmevers"))
    await gives_address(cast, ben)
    found = await screening_of(cast, "Larmevers")
    assert await decide(ada, found, "ask", message="Skriv pænere") == 303
    for _ in range(2):
        await do_due(cast.database, site.settings)
    told = (await letters(cast))[1:]
    assert len(told) == 1
    assert "Vil du skrive det med andre ord?" in told[0]
    link = f"{link_in(told[0], '/screenings/')}/mine"
    assert link in told[0]
    assert "Skriv pænere" in (await ben.page(link.removeprefix(cast.url))).text
    stranger = await (await cast.cleo()).get(link.removeprefix(cast.url))
    assert "returkode" in stranger.text, "opened on another device, it says how to come back"
    # Decided again before the letter is sent: it says the newest too. Moved, or reminded of: nothing.
    found = await screening_of(cast, "Larmevers")
    assert await decide(ada, found, "refuse", rule="4") == 303
    await do_due(cast.database, site.settings)
    await rows(cast.database.url, "UPDATE meeting SET themes = '[\"food\"]' WHERE id = $1", cast.meeting.id)
    found = await screening_of(cast, "Larmevers")
    assert await decide(ada, found, "theme", theme="food") == 303
    await do_due(cast.database, site.settings)
    told = (await letters(cast))[1:]
    assert sum(letter.count("bliver ikke vist") for letter in told) == 1
    # In the room, with the phone open, they see it there.
    await rows(cast.database.url, "UPDATE meeting SET in_lobby = false, starts_at = $2 WHERE id = $1", *_begun(cast))
    seat, again = await seat_of(cast, "Ben"), await screening_of(cast, "Larmevers")
    await write_presence(cast.database, "another server", {cast.board.id or 0: {seat.id or 0}})
    me = await seat_of(cast, "Ada Holm")
    await commands.correct(runtime_of(site), me, again, again.version, "Ro", "Om natten", "")
    await do_due(cast.database, site.settings)
    assert (await letters(cast))[1:] == told
    # At home again they get a letter; a comment is told of in the same way, and what is shown is no news.
    await rows(cast.database.url, "DELETE FROM presence")
    again = await screening_of(cast, "Larmevers")
    await commands.show(runtime_of(site), me, again, again.version)
    assert took(await ada.phase("discuss"))
    idea = (await rows(cast.database.url, "SELECT public_id FROM idea WHERE board_id = $1", cast.board.id))[0]
    await say(ben, idea["public_id"], "Larmevers igen")
    await do_due(cast.database, site.settings)
    assert (await letters(cast))[1:] == told
    comment = await on_comment(cast, "Larmevers igen")
    await commands.correct(runtime_of(site), me, comment, comment.version, "", "Noget andet", "")
    await do_due(cast.database, site.settings)
    now = "\n".join((await letters(cast))[1:])
    assert now.count("Sig ja eller nej") == 1
    assert f"/screenings/{comment.public_id}/mine" in now
    assert not [word for word in SECRET if word.lower() in now.lower()]


def _begun(cast: Cast) -> tuple[object, object]:
    return cast.meeting.id, clock.now() - timedelta(minutes=1)
