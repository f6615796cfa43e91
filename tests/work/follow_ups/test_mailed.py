"""The question by mail: a link of one's own, without a login; opening it answers nothing."""

import re

from schemas.follow_up import FollowUp
from server.work.follow_ups.voters import link_token
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site
from tests.work.answers.scene import agreed
from tests.work.follow_ups.scene import answer, follow, given, later, say_done, since_last, work

LINK = re.compile(r"/felt/[\w-]{46}")


async def letters(cast: Cast, to: str) -> list[dict[str, object]]:
    """What is about to be sent to an address about this board's question."""
    query = "SELECT * FROM mail WHERE recipient = $1 ORDER BY id"
    return [dict(row) for row in await rows(cast.database.url, query, to)]


async def link_to(cast: Cast, to: str) -> str:
    return str(LINK.findall(str((await letters(cast, to))[-1]["body"]))[0])


def address(cast: Cast, name: str) -> str:
    return f"{name}-{cast.board.public_id.lower()}@home.test"


async def test_followers_get_one_letter_with_their_own_link(cast: Cast, site: Site) -> None:
    idea = await agreed(cast)
    one, two = address(cast, "ida"), address(cast, "per")
    await follow(cast, idea, one)
    await follow(cast, idea, two, language="en")
    await say_done(cast, site, idea)
    await work(cast, site)
    for to, subject in ((one, "Kan du mærke det?"), (two, "Can you feel it?")):
        [letter] = [each for each in await letters(cast, to) if LINK.search(str(each["body"]))]
        assert letter["subject"] == subject
        assert letter["news"]
        assert "/follow/" in str(letter["unsubscribe"])
        for secret in ("Ro om aftenen", "Sluk lyset", "Alle vogne", "Ben", "Leo"):
            assert secret not in str(letter["body"]) + str(letter["subject"])
    assert await link_to(cast, one) != await link_to(cast, two)


async def test_a_link_answers_on_post_only_and_needs_no_cookie(cast: Cast, site: Site) -> None:
    idea = await agreed(cast)
    await follow(cast, idea, address(cast, "ida"))
    await say_done(cast, site, idea)
    path = await link_to(cast, address(cast, "ida"))
    phone = Member(cast.url)
    cast.devices["phone"] = phone
    page = await phone.page(path)
    assert "Ro om aftenen" in page.element("main").text_content()
    assert "Tak. Dit svar" not in page.text
    assert await given(cast) == []
    assert (await phone.submit(page.form(path), {"answer": ""})).status_code == 422
    assert took(await phone.submit(page.form(path), {"answer": "no", "words": "Det larmer."}))
    assert took(await phone.submit(page.form(path), {"answer": "yes", "words": ""}))
    assert await given(cast) == [("yes", "")]
    assert "Tak. Dit svar er gemt." in (await phone.page(path)).text
    assert not list(phone.http.cookies.jar)
    wrong = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert (await phone.get(wrong)).status_code == 404
    assert (await phone.post(wrong, {"answer": "yes"})).status_code == 404
    assert await given(cast) == [("yes", "")]


async def test_link_and_meeting_are_the_same_vote_where_the_seat_is_known(cast: Cast, site: Site) -> None:
    idea = await agreed(cast)
    ben, rie = await cast.ben(), await cast.rie()
    await follow(cast, idea, address(cast, "ben"), seat=ben)
    await follow(cast, idea, address(cast, "rie"))
    await say_done(cast, site, idea)
    await since_last(cast)
    for member in (ben, rie):
        assert took(await answer(member, cast, "no", "Ved mødet"))
        path = await link_to(cast, address(cast, member.name.lower()))
        page = await (await cast.cleo()).page(path)
        assert ("Ved mødet" in page.text) == (member is ben)
        assert took(await (await cast.cleo()).post(path, {"answer": "yes"}))
    assert await given(cast) == [("no", "Ved mødet"), ("yes", ""), ("yes", "")]


async def test_staff_observers_and_the_removed_are_not_asked_by_mail(cast: Cast, site: Site) -> None:
    idea = await agreed(cast)
    ben = await cast.ben()
    await follow(cast, idea, cast.people["Leo"].mail)
    await follow(cast, idea, address(cast, "olga"), seat=await cast.olga())
    await follow(cast, idea, address(cast, "ben"), seat=ben)
    assert took(await (await cast.ada()).remove((await ben.look()).body.get("data-seat") or ""))
    await say_done(cast, site, idea)
    for to in (cast.people["Leo"].mail, address(cast, "olga"), address(cast, "ben")):
        assert not [each for each in await letters(cast, to) if LINK.search(str(each["body"]))]


async def test_no_more_mail_is_no_more_link(cast: Cast, site: Site, clock: Clock) -> None:
    idea = await agreed(cast)
    await follow(cast, idea, address(cast, "ida"))
    await say_done(cast, site, idea)
    path, cleo = await link_to(cast, address(cast, "ida")), await cast.cleo()
    await rows(cast.database.url, "DELETE FROM follow WHERE mail = $1", address(cast, "ida"))
    assert (await cleo.get(path)).status_code == 404
    assert "Linket virker ikke længere" in (await cleo.get(path)).text
    late = await cleo.post(path, {"answer": "yes", "words": "Det er blevet roligt."})
    assert late.status_code == 404
    assert "Linket virker ikke længere" in late.text
    assert "Det er blevet roligt." in late.text, "what was typed is not lost"


async def test_a_closed_question_says_so_and_keeps_the_words_on_the_page(cast: Cast, site: Site, clock: Clock) -> None:
    idea = await agreed(cast)
    await follow(cast, idea, address(cast, "ida"))
    await say_done(cast, site, idea)
    path, cleo = await link_to(cast, address(cast, "ida")), await cast.cleo()
    await later(cast, site, clock, 181)
    assert "Spørgsmålet er lukket" in (await cleo.page(path)).text
    late = await cleo.post(path, {"answer": "yes", "words": "For sent"})
    assert late.status_code == 409
    assert "For sent" in late.text


async def test_each_question_and_each_follower_has_a_link_of_its_own(cast: Cast, site: Site) -> None:
    idea = await agreed(cast)
    one = await follow(cast, idea, address(cast, "ida"))
    two = await follow(cast, idea, address(cast, "per"))
    questions = [FollowUp(public_id=name * 22) for name in "ab"]
    tokens = {link_token(site.settings, asked, each) for asked in questions for each in (one, two)}
    assert len(tokens) == 4
