"""Somebody who is named by their address is called what was typed until they have been there: nobody learns so who has
an account, or what people of another organisation are called."""

import pytest
from sqlmodel import select

from schemas.agreement import Agreement
from schemas.flow import Status
from schemas.idea import Idea
from schemas.person import Person
from server.core import clock
from tests.organisation.units.test_leaving_office import an_idea, elsewhere, lead, units
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Staff, took
from tests.support.scene import make_person

OWN, TITLE, TYPED = "Lars Juhl", "Direktør", "Mille Skov"


async def pages(cast: Cast, idea: Idea) -> dict[str, str]:
    """What Ada sees wherever a leader or a colleague is named."""
    ada, ids, board = await cast.ada(), await units(cast), f"/b/{cast.board.public_id}"
    paths = [
        "/units",
        *(f"/units/{each}" for each in ids.values()),
        board,
        f"{board}/progress",
        "/answers",
        "/overview",
    ]
    paths += [f"/ideas/{idea.public_id}", f"/ideas/{idea.public_id}/answer", f"{board}/ideas.csv"]
    return {path: (await ada.get(path)).text for path in paths}


async def named(cast: Cast, mail: str, form: str) -> Idea:
    """Ada names an address; whoever leads has an idea to answer."""
    ids, ada = await units(cast), await cast.ada()
    idea = await an_idea(cast, answer_by=clock.now())
    if form == "staff":
        assert took(await ada.post(f"/b/{cast.board.public_id}/staff", {"mail": mail, "name": TYPED}))
    else:
        await lead(cast, ids["department"], mail, TYPED)
    return idea


@pytest.mark.parametrize("how", ["leads", "sits", "removed", "coordinator", "nothing"])
@pytest.mark.parametrize("form", ["leader", "staff"])
async def test_they_are_called_what_was_typed(form: str, how: str, cast: Cast) -> None:
    mail = await elsewhere(cast, how)
    idea = await named(cast, mail, form)
    for again in (False, True):  # and when they are named again, by another name
        typed = "Vera Lind" if again else TYPED
        if again and form == "leader":
            await lead(cast, (await units(cast))["department"], mail, typed)
        elif again:
            assert took(
                await (await cast.ada()).post(f"/b/{cast.board.public_id}/staff", {"mail": mail, "name": typed})
            )
        seen = await pages(cast, idea)
        assert [path for path, text in seen.items() if OWN in text or TITLE in text] == []
        shows = {path for path, text in seen.items() if typed in text}
        assert f"/b/{cast.board.public_id}" in shows
        assert form == "staff" or {f"/ideas/{idea.public_id}", "/units", "/answers"} <= shows


@pytest.mark.parametrize("form", ["leader", "staff"])
async def test_every_page_is_the_same_as_for_one_without_an_account(form: str, cast: Cast) -> None:
    mails = [await elsewhere(cast, "leads"), f"ingen-{cast.board.id}@region.test"]
    ada, ids = await cast.ada(), await units(cast)
    idea = await an_idea(cast, answer_by=clock.now())
    seen: list[tuple[str, list[str]]] = []
    path = f"/units/{ids['hospital']}/leader" if form == "leader" else f"/b/{cast.board.public_id}/staff"
    for mail in mails:
        for name in (TYPED, "Vera Lind"):
            assert took(await ada.post(path, {"mail": mail, "name": name, "title": "Chef"}))
        texts = await pages(cast, idea)
        words = (TYPED, "Vera Lind", OWN, TITLE)
        seen.extend((word, sorted(at for at, text in texts.items() if word in text)) for word in words)
        await rows(cast.database.url, "DELETE FROM seat USING person WHERE person_id = person.id AND mail = $1", mail)
        await rows(cast.database.url, "DELETE FROM unit_change")
        await rows(cast.database.url, "UPDATE unit SET leader_id = NULL WHERE public_id = $1", ids["hospital"])
    half = len(seen) // 2
    assert seen[:half] == seen[half:]
    assert dict(seen)["Vera Lind"], "it is shown at all"


@pytest.mark.parametrize("form", ["leader", "staff"])
async def test_once_they_have_come_they_are_called_by_their_own_name(form: str, cast: Cast) -> None:
    mail = await elsewhere(cast, "leads")
    idea = await named(cast, mail, form)
    stream = await (await cast.ada()).stream(f"/ideas/{idea.public_id}")
    lars = await staff(cast, mail)
    assert (await lars.get("/boards")).status_code == 200, "to sign in is not to come: they work elsewhere too"
    assert OWN not in "".join((await pages(cast, idea)).values())
    assert (await lars.get(f"/b/{cast.board.public_id}")).status_code == 200
    seen = await pages(cast, idea)
    assert OWN in seen[f"/b/{cast.board.public_id}"]
    if form == "leader":
        assert OWN in seen["/units"]
        assert OWN in seen[f"/ideas/{idea.public_id}"]
        await stream.sees(f"Lederen er {OWN}")
    ids = await units(cast)
    await lead(cast, ids["hospital"], mail, "Et Andet Navn")
    assert "Et Andet Navn" not in "".join((await pages(cast, idea)).values()), "they are known here now"
    await stream.close()


async def test_who_was_named_and_never_came_leaves_no_name(cast: Cast) -> None:
    """Where they were replaced before they came, ideas that are over do not go on naming them."""
    mail, ids = await elsewhere(cast, "leads"), await units(cast)
    await lead(cast, ids["department"], mail, TYPED)
    lars = (await rows(cast.database.url, "SELECT id FROM person WHERE mail = $1", mail))[0][0]
    ideas = [await an_idea(cast, status) for status in (Status.REVIEW, Status.DECLINED, Status.PRIORITISED)]
    async with cast.database.begin() as session:
        for idea in ideas:
            session.add(Agreement(idea_id=idea.id or 0, leader_id=lars))
            (await session.get_one(Idea, idea.id)).leader_id = lars
    await lead(cast, ids["department"], "", "")
    for idea in ideas:
        assert OWN not in "".join((await pages(cast, idea)).values())
    left = """SELECT count(*) FROM idea LEFT JOIN agreement ON idea_id = idea.id
    WHERE $1 IN (idea.leader_id, agreement.leader_id)"""
    assert (await rows(cast.database.url, left, lars))[0][0] == 0


async def test_the_version_before_may_choose_another_leader(cast: Cast) -> None:
    """It knows nothing of what somebody was called; nobody is called by another's name after that."""
    mail, ids = await elsewhere(cast, "leads"), await units(cast)
    await lead(cast, ids["department"], mail, TYPED)
    async with cast.database.begin() as session:
        nina = await make_person(session, f"nina-{cast.board.id}@region.test", "Nina Krog", "Chef")
    await rows(cast.database.url, "UPDATE unit SET leader_id = $1 WHERE public_id = $2", nina.id, ids["department"])
    page = await (await cast.ada()).page(f"/b/{cast.board.public_id}")
    assert "Nina Krog" in page.text
    assert TYPED not in page.text


async def staff(cast: Cast, mail: str) -> Staff:
    """Somebody who signs in by a mailed link."""
    async with cast.database.begin() as session:
        cast.people["Lars"] = (await session.execute(select(Person).where(Person.mail == mail))).scalar_one()
    device = cast.devices["Lars"] = Staff(cast.url)
    return await device.sign_in(await cast.link_for("Lars"))
