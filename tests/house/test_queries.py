"""How many SQL statements each page and each write takes: a fixed number, however many ideas and members there are.
Pages with tests of their own are counted there, with `tests/house/counting.py`."""

from datetime import timedelta
from typing import Any

import pytest

from server.core import clock
from server.core.database import Database
from tests.house.counting import FEW, MANY, Do, Scene, count, fill, gather, get, grouping, hold
from tests.room.votes.voting import round_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site

PAGES: dict[str, tuple[Do, int]] = {
    "room in groups": (grouping(get("/m/{M}")), 13),
    "desk in groups": (grouping(get("/m/{M}/desk", "ada")), 15),
    "screen in groups": (grouping(get("/screen/{S}")), 11),
    "places": (get("/ideas/{I}/group", "ada"), 11),
    "front": (get("/"), 1),
    "join": (get("/j/{J}"), 2),
    "room": (get("/m/{M}"), 10),
    "mine": (get("/m/{M}/mine"), 10),
    "desk": (get("/m/{M}/desk", "ada"), 13),  # two note in the trail who looked at whom
    "screen": (get("/screen/{S}"), 8),
    "idea": (get("/ideas/{I}"), 16),
    "idea of staff": (get("/ideas/{I}", "ada"), 20),
    "progress": (get("/b/{B}/progress"), 11),
    "open page from within": (get("/b/{B}/open", "ada"), 6),
    "before it goes out": (get("/ideas/{I}/open", "ada"), 6),
    "boards": (get("/boards", "ada"), 5),
    "belongings asked": (get("/b/{B}/mine/belongings"), 4),
    "belongings": (get("/account/belongings", "ada"), 56),  # one for each kind of thing on the map
    "waiting": (get("/waiting", "ada"), 2),
    "board": (get("/b/{B}", "ada"), 10),  # includes the jobs that were given up, and the units it may move to
    "setup": (get("/m/{M}/setup", "ada"), 3),
    "new meeting": (get("/b/{B}/meetings/new?copy=1", "ada"), 3),
    "units": (get("/units", "ada"), 5),
    "way in": (get("/start/meeting", "ada"), 8),
    "privacy": (get("/privatliv"), 3),
    "help": (get("/hjaelp"), 1),
    "answers": (get("/answers", "leo"), 8),
    "invitations": (get("/m/{M}/invitations", "ada"), 5),
    "members": (get("/b/{B}/members", "ada"), 6),
    "asking members": (get("/m/{M}/members", "ada"), 6),
    "member": (get("/b/{B}/mine/member"), 3),
    "paper": (get("/m/{M}/paper", "ada"), 7),
    "cards": (get("/m/{M}/paper/cards", "ada"), 5),
    "slips": (get("/m/{M}/paper/slips", "ada"), 6),
}
"""The most statements each may take; the exact number is the same for few and for many."""


async def propose(at: Scene) -> Any:
    return await at.ben.propose("En til")


async def edit(at: Scene) -> Any:
    return await at.ben.post(f"/ideas/{at.idea}", {"version": 1, "title": "Nyt", "text": ""})


async def withdraw(at: Scene) -> Any:
    return await at.ben.post(f"/ideas/{at.idea}/withdrawal")


async def reveal(at: Scene) -> Any:
    return await at.ada.post(f"{at.ben.room}/phase", {"phase": "reveal", "from": 1})


async def timer(at: Scene) -> Any:
    return await at.ada.post(f"{at.ben.room}/timer", {"do": "start", "minutes": 5})


async def done(at: Scene) -> Any:
    return await at.ben.done()


async def join(at: Scene) -> Any:
    at.cast.devices["Ny"] = new = Member(at.cast.url)
    told = {"role": "patient", "name": "Ny", "organisation": "", "nonce": "n"}
    return await new.post(f"/j/{at.cast.meeting.join_token}", told)


async def review(at: Scene) -> Any:
    by = (clock.now() + timedelta(days=9)).date().isoformat()
    return await at.ada.post(f"/ideas/{at.idea}/review", {"leader": at.cast.people["Leo"].mail, "answer_by": by})


async def tell(at: Scene) -> Any:
    return await at.ada.post(f"{at.ben.room}/paper/ideas", {"key": "k", "title": "Fra papir", "role": "patient"})


async def invite(at: Scene) -> Any:
    return await at.ada.post(f"{at.ben.room}/invitations/sheet", {"slips-any": "5"})


async def fresh(at: Scene) -> str:
    """The public id of another idea that everybody sees."""
    query = "SELECT public_id FROM idea WHERE meeting_id = $1 AND public_id <> $2 LIMIT 1"
    found = await rows(at.cast.database.url, query, at.cast.meeting.id, at.idea)
    return str(found[0]["public_id"])


async def put_together(at: Scene) -> Any:
    return await at.ada.post(f"/ideas/{at.idea}/group", {"to": f"with:{await fresh(at)}", "from": ""})


async def merge(at: Scene) -> Any:
    return await at.ada.post(f"/ideas/{at.idea}/merge", {"into": await fresh(at)})


WRITES: dict[str, tuple[Do, int]] = {
    "tell": (tell, 11),  # includes counting, for its bound
    "invite": (invite, 10),
    "propose": (propose, 10),
    "edit": (edit, 10),
    "withdraw": (withdraw, 15),
    "group": (put_together, 15),
    "merge": (merge, 17),
    "timer": (timer, 9),
    "done": (done, 7),
    "join": (join, 11),
    "review": (review, 18),  # two for the trail
}


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_takes_as_many_statements_for_many_as_for_few(name: str, cast: Cast, site: Site) -> None:
    await hold(name, *PAGES[name], cast, site)


@pytest.mark.parametrize("name", WRITES)
async def test_a_write_takes_as_many_statements_for_many_as_for_few(
    name: str, cast: Cast, database: Database, site: Site
) -> None:
    do, most = WRITES[name]
    seen = []
    for size in (FEW, MANY):
        other = await Cast.gather(site.url, database, cast.secret, mark=f"-{name}-{size}")
        at = await gather(other, database)
        await fill(database, other, size)
        seen.append(await count(site, do, at))
        await other.leave()
    few, many = seen
    print(f"{name}: {len(few)} statements")
    assert many == few, "the number grows"
    assert 0 < len(few) <= most, "\n".join(few)


async def test_leading_the_meeting_takes_no_statement_per_idea_or_member(
    cast: Cast, database: Database, site: Site
) -> None:
    """Reveal, vote and result write a row per idea, in one statement each; never one statement per row."""
    taken = []
    for size in (FEW, MANY):
        other = await Cast.gather(site.url, database, cast.secret, mark=f"-lead-{size}")
        at = await gather(other, database)
        await fill(database, other, size)
        for number in range(3):
            assert took(await at.ben.propose(f"Ny {number}"))
        steps = {}
        for no, phase in enumerate(("reveal", "vote", "result"), start=1):

            async def lead(at: Scene, no: int = no, phase: str = phase) -> Any:
                return await at.ada.post(f"{at.ben.room}/phase", {"phase": phase, "from": no})

            steps[phase] = len(await count(site, lead, at))
            if phase == "vote":
                round_ = await round_of(other)
                assert round_["eligible"] == size + 2
                assert took(await send(at.ben, round_["public_id"], {at.idea: 1}))
        taken.append(steps)
        await other.leave()
    print(taken)
    assert taken[0] == taken[1]
