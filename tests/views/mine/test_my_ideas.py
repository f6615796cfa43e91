""" "Min idé": what became of it, what is new, and who sees it."""

from datetime import UTC, datetime, timedelta

from schemas.moment import MomentKind
from tests.ideas.moments.scene import add
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site
from tests.work.answers.scene import REASON, sent, shown, stored

START = datetime(2026, 11, 16, 18, tzinfo=UTC)


def path(cast: Cast) -> str:
    """The page of the board."""
    return f"/b/{cast.board.public_id}/mine"


async def over(cast: Cast) -> None:
    """The meeting has ended."""
    assert took(await (await cast.ada()).post(f"/m/{cast.meeting.public_id}/end"))


async def test_a_tired_person_sees_where_it_is_who_answered_and_what_comes_next(cast: Cast) -> None:
    idea = await sent(cast)
    ben = await cast.ben()
    page = await ben.page(path(cast))
    assert "Ro om aftenen" in page.element(f"mine-{idea}").text_content()
    assert "En leder ser på idéen. I får svar senest" in page.text
    assert took(await (await cast.leo()).answer(idea, "declined", text=REASON))
    said = (await ben.page(path(cast))).element(f"mine-{idea}").text_content()
    assert "Det kan ikke lade sig gøre, fordi der ikke er" in said or REASON.removeprefix("D") in said
    assert "Nyt til dig" in said


async def test_others_see_their_own_and_nobody_elses(cast: Cast) -> None:
    idea = await shown(cast)
    assert took(await (await cast.ben()).propose("Kun Bens endnu"))
    for other in (await cast.rie(), await cast.olga(), await cast.leo(), await cast.ada()):
        page = await other.page(path(cast))
        assert page.find(f"mine-{idea}") is None
        assert "Ro om aftenen" not in page.source
        assert "Kun Bens endnu" not in page.source
    assert (await (await cast.cleo()).get(path(cast))).status_code == 404
    assert "Kom efter tid. Koordinatoren kan tage den med." in (await (await cast.ben()).page(path(cast))).text


async def test_what_is_new_stays_new_for_a_visit_and_is_old_at_the_next(cast: Cast, site: Site, clock: Clock) -> None:
    clock.stop(START)
    idea = await shown(cast)
    ben = await cast.ben()
    clock.stop(START + timedelta(days=1))
    assert "Der er ikke noget nyt" in (await ben.page(path(cast))).text, "what they did themselves is no news"
    clock.stop(START + timedelta(days=2))
    await add(site, cast, idea, MomentKind.NEWS, text="Filten er købt.", name="Birthe")
    await add(site, cast, idea, MomentKind.ADDED, text="Mine egne ord")
    for minutes in (0, 20, 50):
        clock.stop(START + timedelta(days=3, minutes=minutes))
        page = await ben.page(path(cast))
        assert "Der er nyt om 1 idé." in page.text
        assert "Filten er købt." in page.element(f"mine-{idea}").text_content()
        assert "Mine egne ord" not in page.text
    clock.stop(START + timedelta(days=4))
    assert "Filten er købt." not in (await ben.page(path(cast))).text


async def test_whoever_follows_it_sees_it_there_without_mail_and_may_stop(cast: Cast, site: Site) -> None:
    idea = await shown(cast)
    rie = await cast.rie()
    form = (await rie.page(f"/ideas/{idea}")).form("/follow")
    for _ in range(2):
        assert took(await rie.submit(form, {"mail": ""}))
    assert "Du følger idéen." in (await rie.page(f"/ideas/{idea}")).text
    page = await rie.page(path(cast))
    assert "Du følger den." in page.element(f"mine-{idea}").text_content()
    assert page.find(f"add-form-{idea}") is None, "it is not theirs to add to"
    kept = await rows(cast.database.url, "SELECT mail FROM follow WHERE idea_id = $1", (await stored(cast, idea)).id)
    assert [row["mail"] for row in kept] == [None]
    assert took(await rie.submit(page.form(f"/ideas/{idea}/follow")))
    assert (await rie.page(path(cast))).find(f"mine-{idea}") is None


async def test_a_merged_idea_stands_with_the_one_it_became_part_of(cast: Cast) -> None:
    idea = await shown(cast)
    ada = await cast.ada()
    assert took(await ada.phase("propose"))
    assert took(await (await cast.rie()).propose("Filt under vognene"))
    assert took(await ada.phase("reveal"))
    survivor = (await stored(cast, title="Filt under vognene")).public_id
    assert took(await ada.post(f"/ideas/{idea}/merge", {"into": survivor}))
    assert took(await ada.post(f"/ideas/{survivor}/status", {"status": "prioritised", "from": "proposed"}))
    ben = await cast.ben()
    said = (await ben.page(path(cast))).element(f"mine-{idea}").text_content()
    assert "Din idé er lagt sammen med en anden." in said
    assert "Peerboardet har valgt idéen." in said
    assert took(await ben.post(f"/ideas/{idea}/additions", {"key": "k", "text": "Også i weekenden"}))
    kept = await rows(cast.database.url, "SELECT idea_id FROM moment WHERE kind = 'added'")
    assert (await stored(cast, survivor)).id in [row["idea_id"] for row in kept]


async def test_a_return_code_leads_there_when_the_meeting_is_over(cast: Cast) -> None:
    idea = await shown(cast)
    ben = await cast.ben()
    code = (await ben.land()).element("return-code").text_content().split("er ")[1].split(".")[0]
    await over(cast)
    cast.devices["at home"] = home = Member(cast.url)
    answer = await home.post("/return", {"code": code})
    page = await home.follow(await home.get(answer.headers["location"]))
    assert page.find(f"mine-{idea}") is not None
    assert f'href="{path(cast)}"' in (await ben.look()).source, "and so does the room that is over"


async def test_without_a_seat_the_short_address_leads_to_the_front_page(cast: Cast) -> None:
    answer = await (await cast.cleo()).get("/mine")
    assert answer.headers["location"] == "/#f-return"


async def test_a_link_in_mail_leads_a_new_screen_by_the_return_code_to_the_idea(cast: Cast) -> None:
    idea, ben = await shown(cast), await cast.ben()
    code = (await ben.land()).element("return-code").text_content().split("er ")[1].split(".")[0]
    await over(cast)
    cast.devices["library"] = library = Member(cast.url)
    for there in (f"/ideas/{idea}", path(cast), "/ideas/made-up"):
        asked = await library.get(there)
        assert asked.status_code == 404
        form = (await library.follow(asked)).form("/return")
        wrong = await library.submit(form, {"code": "AAAA-AAA-AAA"})
        assert wrong.status_code == 404
        form = (await library.follow(wrong)).form("/return")
        assert dict(form.form_values())["coming"] == there
    assert "Ro om aftenen" not in (await library.get(f"/ideas/{idea}")).text
    form = (await library.follow(await library.get(f"/ideas/{idea}"))).form("/return")
    assert (await library.submit(form, {"code": code})).headers["location"] == f"/ideas/{idea}"
    for elsewhere in ("https://evil.test/", "//evil.test", "/ideas/../login", "/ideas/x\n"):
        answer = await library.post("/return", {"code": code, "coming": elsewhere})
        assert answer.headers["location"] == "/mine"
