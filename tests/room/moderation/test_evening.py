"""Comments like three under an article about citizens' part in health care, by people with invented names: one passes,
one corrects and moves her own, one is rude and is sent back with a rule. Two look at them at once."""

import asyncio

import pytest

from schemas.screening import Screening
from server.core.close_codes import Close
from tests.room.moderation.test_gate import deeds, moderated, on_comment
from tests.room.moderation.test_queue import decide, entrust, queue_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took

FREE = "Giv os ret til selv at vælge behandling, også når den er omstridt! mærke-fri"
ASTRAY = "Rettelse! Jeg skrev under et forkert emne. Kommunerne lægger mere over på de voksne børn. mærke-børn"
RUDE = "REND mig! Er I rigtig kloge? mærke-rend"
ANEW = "Pårørende skal ikke overtage det offentliges arbejde. mærke-ro"
MARKS = ("mærke-fri", "mærke-børn", "mærke-rend", "mærke-ro")


async def say(member: Member, idea: str, text: str) -> None:
    assert took(await member.post(f"/ideas/{idea}/comments", {"key": text[:9], "text": text}))


async def ideas_of(cast: Cast) -> list[str]:
    query = "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY id"
    return [row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)]


async def own(member: Member, screening: Screening) -> str:
    return str((await member.page(f"/screenings/{screening.public_id}/mine")).element("main").text_content())


@pytest.mark.long
async def test_three_comments_and_two_who_look_at_them(cast: Cast) -> None:
    ada, ben, rie, finn = await cast.ada(), await cast.ben(), await cast.rie(), await cast.finn()
    for title in ("Frit valg", "Hjælp i hjemmet"):
        assert took(await rie.propose(title))
    assert took(await ada.phase("discuss"))
    await moderated(cast)
    await entrust(cast, "Finn")
    choice, home = await ideas_of(cast)
    looking = await rie.stream(f"/ideas/{choice}")
    wall = await (await cast.cleo()).stream(f"/screen/{cast.meeting.screen_token}")
    here, queue = await rie.stream(), await finn.stream(queue_of(cast))
    await say(ben, choice, FREE)
    await say(ben, choice, ASTRAY)
    await say(ben, choice, RUDE)
    await queue.until(lambda page: all(mark in page.text for mark in MARKS[:3]))
    page = await finn.stream(f"/screenings/{(await on_comment(cast, FREE)).public_id}")
    # Both decide at once about the same: one is told what the other decided. About different ones both are heard.
    free, astray, rude = [await on_comment(cast, text) for text in (FREE, ASTRAY, RUDE)]
    both = await asyncio.gather(decide(ada, free, "show"), decide(finn, free, "refuse", rule="4", message="nej"))
    assert sorted(both) == [303, 409]
    await page.until(lambda page: page.element("looked-now").xpath(".//strong")[-1].text in ("Vist", "Ikke vist"))
    assert "Venter på at blive set på" not in page.page.element("looked-now").text_content()
    # She moves hers herself, while nobody has answered it; others cannot.
    comment = (await rows(cast.database.url, "SELECT public_id FROM comment WHERE text = $1", ASTRAY))[0]["public_id"]
    for nobody in (rie, await cast.olga()):
        assert (await nobody.get(f"/comments/{comment}/place")).status_code == 404
    assert took(await ben.submit((await ben.page(f"/comments/{comment}/place")).form("/place"), {"to": home}))
    astray = await on_comment(cast, ASTRAY)
    asked = decide(ada, astray, "ask", message="Hvor hører den til?")
    each = await asyncio.gather(asked, decide(finn, rude, "refuse", rule="1"))
    assert list(each) == [303, 303]
    now = await on_comment(cast, FREE)
    if now.verdict == "refused":
        assert await decide(ada, now, "show") == 303
    # What is said about something else is no answer to hers: when a moderator has moved it back, she may move it again.
    await say(rie, home, "Vi ringer sammen hver aften")
    assert await decide(ada, await on_comment(cast, "Vi ringer sammen hver aften"), "show") == 303
    assert took(await ada.post(f"/comments/{comment}/place", {"to": choice}))
    assert took(await ben.post(f"/comments/{comment}/place", {"to": home}))
    # Whoever is entrusted does not decide about their own.
    await say(finn, choice, "Mit eget")
    assert await decide(finn, await on_comment(cast, "Mit eget"), "show") == 409
    assert "(1)" in (await finn.look()).element("moderates").text_content()  # his own waits for another
    assert "(" not in (await rie.look()).element("moderates").text_content()
    # Once somebody else has written about the same, only those who moderate move one. She writes hers anew.
    free_one = (await rows(cast.database.url, "SELECT public_id FROM comment WHERE text = $1", FREE))[0]["public_id"]
    assert (await ben.post(f"/comments/{free_one}/place", {"to": home})).status_code == 409
    assert "Hvor hører den til?" in await own(ben, astray)
    assert took(await ben.post(f"/screenings/{astray.public_id}/words", {"text": ASTRAY.removeprefix("Rettelse! ")}))
    # The rude one is told the rule, and writes it anew; too empty first, and what was typed is kept.
    assert "regel 1" in await own(ben, rude)
    assert (await ben.post(f"/screenings/{rude.public_id}/words", {"text": " "})).status_code == 422
    named = await ben.post(f"/screenings/{rude.public_id}/words", {"text": "Overlæge Hansen er ikke klog"})
    assert named.status_code == 422
    assert "Send alligevel" in named.text
    assert took(await ben.post(f"/screenings/{rude.public_id}/words", {"text": ANEW}))
    for text in (ASTRAY.removeprefix("Rettelse! "), ANEW):
        assert await decide(ada, await on_comment(cast, text), "show") == 303
    assert MARKS[1] in (await rie.page(f"/ideas/{home}")).text
    await looking.until(lambda page: MARKS[0] in page.text and MARKS[3] in page.text)
    assert not any(MARKS[2] in frame for stream in (looking, wall, here) for frame in (*stream.raw, *stream.states))
    done = [deed for deed, _ in await deeds(cast)]
    assert done.count("moved") == 3
    assert "refused" in done
    # A coordinator who shows something where it was hidden has looked at it.
    query = "SELECT public_id FROM comment WHERE text = 'Mit eget' AND board_id = $1"
    waits = (await rows(cast.database.url, query, cast.board.id))[0]["public_id"]
    assert waits not in (await ada.page(f"{ada.room}/desk")).text
    assert took(await ada.post(f"/comments/{waits}/hiding", {"hidden": "0"}))
    assert (await on_comment(cast, "Mit eget")).verdict == "shown"
    log = (await ada.page(f"{queue_of(cast)}/log")).text
    assert not any(mark in log for mark in MARKS)
    file = (await ada.get(f"{queue_of(cast)}/log.csv")).text
    assert "ikke vist;1;" in file
    assert not any(mark in file for mark in MARKS)


@pytest.mark.long
async def test_whoever_moderates_no_longer_follows_nothing(cast: Cast) -> None:
    await cast.finn()
    await entrust(cast, "Finn")
    finn = await cast.finn()
    queue = await finn.stream(queue_of(cast))
    query = "SELECT public_id FROM seat WHERE board_id = $1 AND name = 'Finn'"
    seat = (await rows(cast.database.url, query, cast.board.id))[0]
    assert took(await (await cast.ada()).post(f"/seats/{seat['public_id']}/moderator", {"moderates": "0"}))
    assert await queue.closed() == Close.REMOVED
    assert (await finn.get(queue_of(cast))).status_code == 404
