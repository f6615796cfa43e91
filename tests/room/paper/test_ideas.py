"""Ideas that a scribe writes down for others: hidden, checked and counted like all, and put right by the scribe."""

import asyncio

import pytest

from tests.room.paper.writing import scribe, tell
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took

IDEAS = "SELECT * FROM idea WHERE meeting_id = $1 ORDER BY id"


async def test_an_idea_for_another_is_like_all_others(cast: Cast, database_url: str) -> None:
    finn, rie, ada = await scribe(cast), await cast.rie(), await cast.ada()
    stream = await rie.stream()
    desk = await ada.stream(f"{ada.room}/desk")
    assert took(await tell(finn, "Markant idé fra papir", "relative", text="Som Gerda sagde"))
    await stream.until(lambda page: "1" in page.element("count").text_content())
    row = (await rows(database_url, IDEAS, cast.meeting.id))[0]
    assert (row["on_paper"], row["paper_role"], row["shown_at"]) == (True, "relative", None)
    for page in ((await rie.look()).source, (await ada.desk()).source, (await ada.page(f"{ada.room}/paper")).source):
        assert "Markant" not in page, "hidden from everybody but the scribe"
    mine = await finn.look()
    assert "Markant" in mine.element("mine").text_content()
    assert "fra papir" in mine.element("mine").text_content()
    assert "Markant" in (await finn.page(f"{finn.room}/paper")).element("own").text_content()
    await ada.phase("reveal")
    await stream.until(lambda page: "Markant" in page.element("room").text_content())
    assert not any("Markant" in raw for raw in [*stream.raw[:1], *desk.raw[:1]])
    await stream.close()
    await desk.close()


async def test_the_coordinator_may_write_and_correct(cast: Cast, database_url: str) -> None:
    ada = await cast.ada()
    assert took(await tell(ada, "Skrevet af Ada", "citizen"))
    page = await ada.page(f"{ada.room}/paper")
    form = page.form("/paper")
    assert took(await ada.submit(form, {"title": "Rettet af Ada", "role": "patient"}))
    row = (await rows(database_url, IDEAS, cast.meeting.id))[0]
    assert (row["title"], row["paper_role"], row["version"]) == ("Rettet af Ada", "patient", 2)
    stale = await ada.submit(form, {"title": "Fra en gammel side", "role": "patient"})
    assert stale.status_code == 409
    assert "Fra en gammel side" in stale.text


async def test_sent_twice_is_one_idea_and_other_words_are_another(cast: Cast, database_url: str) -> None:
    finn = await scribe(cast)
    answers = await asyncio.gather(*(tell(finn, "Ro", key="same") for _ in range(5)))
    assert all(took(answer) for answer in answers)
    assert took(await tell(finn, "Kaffe", key="same"))
    assert [row["title"] for row in await rows(database_url, IDEAS, cast.meeting.id)] == ["Ro", "Kaffe"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "Ring til Gerda på 22 33 44 55"}, "telefonnummer"),
        ({"title": "Ro", "text": "gerda@home.test"}, "mailadresse"),
        ({"title": "Ro", "text": "010190-1231"}, "CPR-nummer"),
        ({"title": ""}, "Skriv en overskrift"),
        ({"title": "x" * 301}, "for lang"),
        ({"title": "Ro", "role": ""}, "Vælg, hvem sedlen er fra"),
        ({"title": "Ro", "role": "leader"}, "Vælg, hvem sedlen er fra"),
        ({"title": "Ro", "role": "observer"}, "Vælg, hvem sedlen er fra"),
    ],
)
async def test_what_cannot_be_kept_stays_in_the_form(
    fields: dict[str, str], sentence: str, cast: Cast, database_url: str
) -> None:
    finn = await scribe(cast)
    told = {"key": "k", "role": "patient"} | fields
    plain = await finn.post(f"{finn.room}/paper/ideas", told)
    live = await finn.post(f"{finn.room}/paper/ideas", told, HX_Request="true")
    for answer in (plain, live):
        assert answer.status_code == 422
        assert sentence in answer.text
        assert told["title"] in answer.text
    assert f"hx-target='#paper-{cast.meeting.public_id}'" in live.text
    assert not await rows(database_url, IDEAS, cast.meeting.id)


async def test_when_the_room_has_begun_to_choose_it_stands(cast: Cast, database_url: str) -> None:
    finn, ada = await scribe(cast), await cast.ada()
    assert took(await tell(finn, "Ro"))
    idea = (await rows(database_url, IDEAS, cast.meeting.id))[0]["public_id"]
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    told = {"version": "1", "title": "Uro", "role": "patient"}
    assert (await finn.post(f"/ideas/{idea}/paper", told)).status_code == 409
    assert took(await tell(finn, "For sent"))
    late = (await rows(database_url, IDEAS, cast.meeting.id))[1]
    assert late["late"]
    assert (await rows(database_url, IDEAS, cast.meeting.id))[0]["title"] == "Ro"


async def test_a_scribe_may_vote_on_what_they_wrote_for_another(cast: Cast) -> None:
    """With "not one's own" a scribe's own idea is barred, one that they wrote for somebody else is not."""
    finn, ada = await scribe(cast), await cast.ada()
    assert took(await tell(finn, "For Gerda"))
    assert took(await finn.propose("Finns egen"))
    assert took(await ada.voting(method="dots", dots=5, most=3, leaders=1))
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    found = await rows(cast.database.url, "SELECT title, public_id FROM idea WHERE meeting_id = $1", cast.meeting.id)
    ids = {row["title"]: row["public_id"] for row in found}
    assert took(await finn.vote({ids["For Gerda"]: 2}))
    assert (await finn.vote({ids["Finns egen"]: 2})).status_code == 422


async def test_only_the_one_who_wrote_it_corrects_it(cast: Cast, database_url: str) -> None:
    finn, other = await scribe(cast), await scribe(cast, "Rie")
    assert took(await tell(finn, "Ro"))
    assert took(await finn.propose("Finns egen"))
    paper, own = [row["public_id"] for row in await rows(database_url, IDEAS, cast.meeting.id)]
    told = {"version": "1", "title": "Andet", "role": "patient"}
    assert (await other.post(f"/ideas/{paper}/paper", told)).status_code == 404
    assert (await finn.post(f"/ideas/{own}/paper", told)).status_code == 404, "not from paper"
    assert took(await finn.post(f"/ideas/{paper}/paper", told))
    assert took(await finn.post(f"/ideas/{paper}", {"version": "2", "title": "Fra rummet"})), "as their own ideas"


async def test_nobody_else_may_write_for_others(cast: Cast) -> None:
    people: list[Member] = [await cast.ben(), await cast.olga(), await cast.leo(), await cast.cleo()]
    for member in people:
        member.meeting = cast.meeting.public_id
        assert (await tell(member, "Ro")).status_code == 404
        assert (await member.get(f"{member.room}/paper")).status_code == 404
        assert (await member.get(f"{member.room}/paper/cards")).status_code == 404
