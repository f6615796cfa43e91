"""An owner without an account: the link opens just their idea, and what they do there stands in its story."""

from schemas.flow import Status
from schemas.moment import MomentKind
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import stored
from tests.work.owners.scene import FIRST, day, moments, owners, steps, under_way, with_link


async def test_the_link_opens_the_idea_and_gives_no_cookie(cast: Cast, site: Site) -> None:
    idea = await under_way(cast)
    ida = await with_link(cast, site, idea)
    answer = await ida.get(ida.door)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    page = await ida.look()
    for words in (
        "Ro om aftenen",
        "Sluk lyset kl. 22",
        "Vi arbejder på idéen.",
        "Køb filt til vognene",
        "0 af 1 skridt",
    ):
        assert words in page.text
    assert "ida@firma.test" not in page.text
    assert (await ida.get(f"/ideas/{idea}")).status_code == 404, "it opens nothing else"
    assert (await ida.get(f"/b/{cast.board.public_id}/progress")).status_code == 404
    (owner,) = await owners(cast, idea)
    assert ida.door.removeprefix("/o/").encode() not in (owner.token_hash or b""), "only its hash is kept"
    assert len(ida.door.removeprefix("/o/")) >= 22, "128 bits or more"


async def test_looking_changes_nothing(cast: Cast, site: Site) -> None:
    idea = await under_way(cast)
    ida = await with_link(cast, site, idea)
    before = await rows(cast.database.url, "SELECT (SELECT count(*) FROM event), (SELECT max(id) FROM job)")
    for _ in range(2):
        await ida.look()
    await ida.get(f"{ida.door}/news")
    assert [*before[0]] == [
        *(await rows(cast.database.url, "SELECT (SELECT count(*) FROM event), (SELECT max(id) FROM job)"))[0]
    ]


async def test_one_line_tells_everybody_how_it_goes(cast: Cast, site: Site) -> None:
    idea = await under_way(cast)
    ida, ben = await with_link(cast, site, idea), await cast.ben()
    for _ in range(2):  # a second tap is the same line
        answer = await ida.do("news", text="Filten er bestilt.")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{ida.door}?told")
    assert "Tak. Det er gemt" in (await ida.follow(answer)).text
    assert [(told.name, told.text, told.seat_id) for told in await moments(cast, idea, MomentKind.NEWS)] == [
        ("Ida Lind", "Filten er bestilt.", None)
    ]
    story = await ben.page(f"/ideas/{idea}")
    assert "Filten er bestilt." in story.text
    assert "Ida Lind" in story.text


async def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, site: Site) -> None:
    idea = await under_way(cast)
    ida = await with_link(cast, site, idea)
    for text, sentence in (("", "Skriv et par ord"), ("x" * 301, "Der er plads til 300 tegn")):
        answer = await ida.do("news", text=text)
        assert answer.status_code == 422
        page = await ida.follow(answer)
        assert sentence in page.text
        assert page.element("text-news").text_content().strip("\n") == text
    warned = await ida.do("news", text="Ring 20 12 34 56")
    assert (warned.status_code, "telefonnummer" in warned.text) == (422, True)
    form = (await ida.follow(warned)).form(f"{ida.door}/news")
    assert took(await ida.submit(form)), "who means it may (promise P4)"


async def test_the_owner_moves_the_idea_as_flow_lets_owners(cast: Cast, site: Site) -> None:
    idea = await under_way(cast, status="agreed")
    ida = await with_link(cast, site, idea)
    assert (await ida.do("status", status="declined", text="Det kan vi slet ikke alligevel")).status_code == 403
    assert took(await ida.do("status", status="in_progress", **FIRST, step_date=day()))
    assert len(await steps(cast, idea)) == 1, "the first step is the one that was agreed"
    assert took(await ida.do("status", status="done", text="Alle vogne har filt."))
    assert (await stored(cast, idea)).status is Status.DONE
    line = await rows(cast.database.url, "SELECT name, seat_id FROM status_change WHERE status = 'done'")
    assert [tuple(row) for row in line] == [("Ida Lind", None)]
    page = await ida.look()
    assert "Der arbejdes ikke på idéen nu" in page.text
    assert (await ida.do("news", text="Og så dette")).status_code == 409


async def test_a_link_that_is_worth_nothing_opens_nothing(cast: Cast, site: Site) -> None:
    idea = await under_way(cast)
    ida = await with_link(cast, site, idea)
    other = ida.door
    ida.door = "/o/" + "x" * 24
    for answer in (await ida.get(ida.door), await ida.do("news", text="Hej")):
        assert answer.status_code == 404
        assert "Linket virker ikke længere." in answer.text, "who has it is told what to do, and nobody more than that"
    ida.door = other
    assert (await ida.post(f"{ida.door}/news", {"text": "Hej"}, Sec_Fetch_Site="cross-site")).status_code == 403
    leo = await cast.leo()
    assert took(await leo.post(f"/ideas/{idea}/owners", {"owner": "Leo Bach"}))
    assert (await ida.get(ida.door)).status_code == 404, "who has it no more has no link"


async def test_who_leaves_hands_the_idea_to_the_leader(cast: Cast, site: Site) -> None:
    idea = await under_way(cast)
    ida = await with_link(cast, site, idea)
    assert (await ida.do("leaving", text="")).status_code == 422
    answer = await ida.do("leaving", text="Jeg har fået nyt arbejde.")
    assert answer.status_code == 200
    assert "Tak for din tid" in answer.text
    assert [(owner.name, owner.person_id) for owner in await owners(cast, idea)] == [
        ("Leo Bach", cast.people["Leo"].id)
    ]
    (left,) = await moments(cast, idea, MomentKind.OWNER_LEFT)
    assert (left.name, left.text) == ("Ida Lind", "Jeg har fået nyt arbejde.")
    assert (await ida.get(ida.door)).status_code == 404
    assert "Ida Lind har ikke længere ansvaret for idéen." in (await (await cast.ben()).page(f"/ideas/{idea}")).text
