"""A leader who was replaced loses access with the office, at once, and what waited goes on. Nobody renames others'
people."""

from typing import Any

import pytest
from sqlmodel import col, func, select

from schemas.agreement import Agreement
from schemas.answer import Owner
from schemas.codes import new_public_id
from schemas.flow import Status
from schemas.idea import Idea
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.settings import Settings
from server.organisation.units.ladder import ladders
from server.room.minutes.sending import load_recipients
from server.work.answers.standing import staff_of
from server.work.owners.reaching import reach
from tests.room.votes.repeating import Voting
from tests.room.votes.voting import ballots, round_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Staff, took
from tests.support.scene import make_board, make_person, make_staff_seat

REMOVED = 4403


async def units(cast: Cast) -> dict[str, str]:
    """The public ids of the board's unit and those above, by kind."""
    query = """
    WITH RECURSIVE above AS (
        SELECT * FROM unit WHERE id = $1 UNION ALL SELECT unit.* FROM unit JOIN above ON unit.id = above.parent_id
    ) SELECT kind, public_id FROM above"""
    return {row["kind"]: row["public_id"] for row in await rows(cast.database.url, query, cast.board.unit_id)}


async def an_idea(cast: Cast, status: Status = Status.REVIEW, **more: Any) -> Idea:
    """An idea that Leo has been sent."""
    async with cast.database.begin() as session:
        taken = select(func.max(Idea.number)).where(Idea.board_id == cast.board.id)
        number = ((await session.execute(taken)).scalar_one() or 0) + 1
        idea = Idea(
            public_id=new_public_id(),
            board_id=cast.board.id or 0,
            meeting_id=cast.meeting.id or 0,
            submission=new_public_id(),
            title="Ro om natten",
            status=status,
            number=number,
            status_at=clock.now(),
            created_at=clock.now(),
            shown_at=clock.now(),
            leader_id=cast.people["Leo"].id,
            **more,
        )
        session.add(idea)
    return idea


async def lead(cast: Cast, unit: str, mail: str, name: str = "Nina Krog") -> Page:
    """Ada says who leads a unit."""
    ada = await cast.ada()
    answer = await ada.post(f"/units/{unit}/leader", {"mail": mail, "name": name})
    assert took(answer), answer.text[:300]
    return await ada.follow(answer)


async def replaced(cast: Cast, how: str) -> None:
    """Leo answers for the board no longer."""
    ids = await units(cast)
    if how == "moved":  # he leads the hospital, and the department goes elsewhere
        ada = await cast.ada()
        form = (await ada.page(f"/units/{ids['department']}")).form(f"/units/{ids['department']}")
        assert took(await ada.submit(form, {"parent": ids["region"]}))
    else:
        await lead(cast, ids["department"], "" if how == "nobody" else f"nina-{cast.board.id}@region.test")


async def at_hospital(cast: Cast) -> None:
    """Leo leads the hospital instead of the department."""
    async with cast.database.begin() as session:
        unit = await session.get_one(Unit, cast.board.unit_id)
        above = await session.get_one(Unit, unit.parent_id)
        unit.leader_id, above.leader_id = None, cast.people["Leo"].id


def pages(cast: Cast, idea: Idea) -> list[str]:
    board = f"/b/{cast.board.public_id}"
    return [
        *(board, f"{board}/progress", f"{board}/ideas.csv", f"/m/{cast.meeting.public_id}"),
        *(f"/ideas/{idea.public_id}", f"/poll?page=meeting&id={cast.meeting.public_id}&at="),
    ]


@pytest.mark.parametrize("visited", [True, False])
@pytest.mark.parametrize("how", ["replaced", "nobody", "moved"])
async def test_access_goes_with_the_office(how: str, visited: bool, cast: Cast) -> None:
    if how == "moved":
        await at_hospital(cast)
    idea, leo = await an_idea(cast, answer_by=clock.now()), await cast.leo()
    open_pages = [path for path in pages(cast, idea) if not path.startswith("/poll")]
    if visited:
        for path in open_pages:
            assert (await leo.get(path)).status_code == 200, path
    await replaced(cast, how)
    for path in pages(cast, idea):
        assert (await leo.get(path)).status_code == 404, path
    note = await leo.post(f"/ideas/{idea.public_id}/notes", {"key": "k", "text": "en note"})
    answer = await leo.post(f"/ideas/{idea.public_id}/answer", {"status": "declined", "text": "x" * 30})
    assert {note.status_code, answer.status_code} == {404}
    assert cast.board.name not in (await leo.page("/boards")).text
    assert "Ro om natten" not in (await leo.page("/answers")).text


async def test_open_sockets_are_closed(cast: Cast) -> None:
    leo, ada = await cast.leo(), await cast.ada()
    his = await leo.stream(f"/m/{cast.meeting.public_id}")
    hers = await ada.stream(f"/m/{cast.meeting.public_id}/desk")
    await replaced(cast, "replaced")
    assert await his.closed(seconds=10) == REMOVED
    assert hers.code is None
    for stream in (his, hers):
        await stream.close()


async def test_a_leaders_seat_counts_only_while_they_lead(cast: Cast) -> None:
    """Whatever stands in the table: the office is looked up, not remembered."""
    leo = await cast.leo()
    assert (await leo.get(f"/m/{cast.meeting.public_id}")).status_code == 200
    await rows(cast.database.url, "UPDATE unit SET leader_id = NULL WHERE id = $1", cast.board.unit_id)
    assert (await leo.get(f"/m/{cast.meeting.public_id}")).status_code == 404
    assert (await leo.post(f"/m/{cast.meeting.public_id}/ideas", {"key": "k", "title": "Ny"})).status_code == 404


async def test_a_seat_that_outlived_its_office_shows_nothing_and_gets_no_mail(cast: Cast) -> None:
    """As a version before left it, where a leader was replaced: the seat, and the idea that still names them."""
    idea, leo, board = await an_idea(cast, answer_by=clock.now()), await cast.leo(), cast.board
    assert (await leo.get(f"/b/{board.public_id}")).status_code == 200
    lists = [f"/overview?board={board.public_id}", "/boards", "/answers"]
    before = [await leo.get(path) for path in lists]
    assert all(board.name in page.text or idea.title in page.text for page in before)
    await rows(cast.database.url, "UPDATE unit SET leader_id = NULL WHERE id = $1", board.unit_id)
    for path in lists:
        page = await leo.get(path)
        assert board.name not in page.text, path
        assert idea.title not in page.text, path
    person = cast.people["Leo"]
    async with cast.database.snapshot() as session:
        ladder = (await ladders(session, [board.unit_id]))[board.unit_id]
        staff = (await staff_of(session, [board.id or 0]))[board.id or 0]
        letters = await load_recipients(session, cast.meeting)
        owner = Owner(id=1, idea_id=idea.id or 0, person_id=person.id, name=person.name)
        reached = await reach(session, Settings(secret=cast.secret), ladder, idea, owner)
    assert person.id not in [each.id for each in staff], "nor is their name offered"
    assert person.mail not in [each.mail for each in letters]
    assert reached is not None
    assert reached.own, "the page of the idea is closed to them"


async def test_nor_does_it_make_four_people_enough_to_vote(cast: Cast) -> None:
    leo, ada = await cast.leo(), await cast.ada()
    assert (await leo.get(f"/m/{cast.meeting.public_id}")).status_code == 200
    await cast.guests_join(4)
    assert took(await ada.phase("discuss"))
    few = "I er for få til en hemmelig afstemning."
    assert few not in (await ada.desk()).text, "he is the fifth"
    await rows(cast.database.url, "UPDATE unit SET leader_id = NULL WHERE id = $1", cast.board.unit_id)
    assert few in (await ada.desk()).text


@pytest.mark.parametrize("how", ["replaced", "nobody", "moved"])
async def test_who_loses_the_office_while_people_vote_is_told_at_the_desk(how: str, cast: Cast) -> None:
    """What they said in the vote stays, as that of any seat that is taken away."""
    if how == "moved":
        await at_hospital(cast)
    leo, ada = await cast.leo(), await cast.ada()
    assert (await leo.get(f"/m/{cast.meeting.public_id}")).status_code == 200
    at = await Voting.begin(cast, 2)
    round_ = await round_of(cast)
    assert took(await send(leo, round_["public_id"], {at.ideas[0]: 1}))
    desk = await ada.stream(f"/m/{cast.meeting.public_id}/desk")
    await replaced(cast, how)
    await desk.sees("En plads er fjernet, mens I stemte.")
    now = await round_of(cast)
    assert (now["eligible"], len(await ballots(cast))) == (round_["eligible"], 1)
    await desk.close()


@pytest.mark.parametrize(("how", "heir"), [("replaced", "Nina Krog"), ("nobody", None), ("moved", "Rita Lund")])
async def test_what_waited_goes_on(how: str, heir: str | None, cast: Cast) -> None:
    if how == "moved":
        await at_hospital(cast)
        await lead(cast, (await units(cast))["region"], f"rita-{cast.board.id}@region.test", "Rita Lund")
    waits, worked = await an_idea(cast, answer_by=clock.now()), await an_idea(cast, Status.IN_PROGRESS)
    done = await an_idea(cast, Status.EVALUATED)
    async with cast.database.begin() as session:
        session.add(Owner(idea_id=worked.id or 0, person_id=cast.people["Leo"].id, name="Leo Bach"))
        session.add(Agreement(idea_id=waits.id or 0, leader_id=cast.people["Leo"].id))
    await replaced(cast, how)
    query = select(Idea.id, Person.name).outerjoin(Person, col(Person.id) == Idea.leader_id)
    async with cast.database.snapshot() as session:
        found = {row[0]: row[1] for row in await session.execute(query.where(Idea.board_id == cast.board.id))}
        owners = (await session.execute(select(Owner.name).where(Owner.idea_id == worked.id))).scalars().all()
        agreed = (await session.execute(select(Agreement.leader_id).where(Agreement.idea_id == waits.id))).scalar_one()
    assert found[waits.id] == found[worked.id] == heir
    assert found[done.id] == "Leo Bach", "what is over stays as it was"
    assert list(owners) == [heir or "Leo Bach"], "somebody has it always"
    assert (agreed is None) == (heir is None)
    told = "SELECT name FROM moment WHERE idea_id = $1 AND kind = 'new_leader'"
    lines = [row["name"] for row in await rows(cast.database.url, told, waits.id)]
    assert [line.split(",")[0] for line in lines] == ([heir] if heir else [])
    due = "SELECT kind FROM job WHERE idea_id = $1 AND dedupe LIKE '%:to:%'"
    assert len(await rows(cast.database.url, due, waits.id)) == (1 if heir else 0), "the new leader hears of it"
    again = await (await cast.ada()).page(f"/ideas/{waits.public_id}")
    assert (f"Nu skal {heir}" in again.text) == (heir is not None)


async def test_who_leads_again_sees_again(cast: Cast) -> None:
    leo, ids = await cast.leo(), await units(cast)
    assert (await leo.get(f"/b/{cast.board.public_id}")).status_code == 200
    await replaced(cast, "replaced")
    assert (await leo.get(f"/b/{cast.board.public_id}")).status_code == 404
    await lead(cast, ids["department"], cast.people["Leo"].mail, "")
    assert (await leo.get(f"/b/{cast.board.public_id}")).status_code == 200


async def test_who_leads_higher_up_stays(cast: Cast) -> None:
    leo, ids = await cast.leo(), await units(cast)
    idea = await an_idea(cast, answer_by=clock.now())
    await lead(cast, ids["hospital"], cast.people["Leo"].mail)
    await replaced(cast, "replaced")
    assert (await leo.get(f"/ideas/{idea.public_id}")).status_code == 200


async def test_a_coordinator_who_led_coordinates_on(cast: Cast) -> None:
    leo = await cast.leo()
    ada = await cast.ada()
    assert took(await ada.post(f"/b/{cast.board.public_id}/staff", {"mail": cast.people["Leo"].mail, "name": "Leo"}))
    await replaced(cast, "replaced")
    assert (await leo.get(f"/m/{cast.meeting.public_id}/desk")).status_code == 200


async def elsewhere(cast: Cast, how: str) -> str:
    """The address of somebody of another organisation."""
    mail = f"lars-{how}-{cast.board.id}@region.test"
    async with cast.database.begin() as session:
        lars = await make_person(session, mail, "Lars Juhl", "Direktør", coordinator=how == "coordinator")
        unit = Unit(kind=UnitKind.REGION, name="Et andet sted", leader_id=lars.id if how == "leads" else None)
        session.add(unit)
        await session.flush()
        board = await make_board(session, unit)
        if how in {"sits", "removed"}:
            seat: Seat = await make_staff_seat(session, board, lars, Role.LEADER)
            seat.removed_at = clock.now() if how == "removed" else None
    return mail


@pytest.mark.parametrize("how", ["leads", "sits", "removed", "coordinator", "nothing"])
@pytest.mark.parametrize("form", ["leader", "staff"])
async def test_nobody_renames_others_people(form: str, how: str, cast: Cast) -> None:
    mail, ids, ada = await elsewhere(cast, how), await units(cast), await cast.ada()
    told = {"mail": mail, "name": "Noget Andet", "title": "Pedel"}
    for _ in range(2):  # and not the second time either, when they work here too
        path = f"/units/{ids['hospital']}/leader" if form == "leader" else f"/b/{cast.board.public_id}/staff"
        assert took(await ada.post(path, told))
        known = (await rows(cast.database.url, "SELECT name, title FROM person WHERE mail = $1", mail))[0]
        if how != "nothing":
            assert tuple(known) == ("Lars Juhl", "Direktør")


async def test_who_works_here_alone_may_be_corrected(cast: Cast) -> None:
    ids, mail = await units(cast), f"nina-{cast.board.id}@region.test"
    await lead(cast, ids["hospital"], mail, "Nina Kork")
    page = await lead(cast, ids["hospital"], mail, "Nina Krog")
    assert "Nina Krog" in page.text


@pytest.mark.parametrize("form", ["/units/{hospital}/leader"])
async def test_the_form_does_not_tell_who_has_an_account(form: str, cast: Cast) -> None:
    ids, ada = await units(cast), await cast.ada()
    mails = [await elsewhere(cast, "leads"), f"ingen-{cast.board.id}@region.test"]
    answers = [await ada.post(form.format(**ids), {"mail": mail, "name": ""}) for mail in mails]
    said = {(answer.status_code, answer.text.replace(mail, "…")) for answer, mail in zip(answers, mails, strict=True)}
    assert {status for status, _ in said} == {422}
    assert len(said) == 1


async def test_an_owners_address_is_shown_alike(cast: Cast) -> None:
    leo: Staff = await cast.leo()
    mails = [await elsewhere(cast, "leads"), f"ingen-{cast.board.id}@region.test"]
    shown = []
    for mail in mails:
        idea = await an_idea(cast, Status.AGREED)
        assert took(await leo.post(f"/ideas/{idea.public_id}/owners", {"owner": "Lars Juhl", "owner_mail": mail}))
        shown.append(mail in (await leo.page(f"/ideas/{idea.public_id}")).source)
    assert shown == [True, True]
