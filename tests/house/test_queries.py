"""How many SQL statements each page and each write takes: a fixed number, however many ideas and members there are."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import select

from schemas.codes import new_public_id
from schemas.idea import Idea
from schemas.roles import Role
from schemas.seat import Seat
from server import clock
from server.database import Database
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site
from tests.votes.voting import round_of, send

FEW, MANY = 5, 60


@dataclass
class Counter:
    """Statements that the site sent by its engine. The ballot box has its own driver and is not counted."""

    engine: Any
    texts: list[str] = field(default_factory=list)

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """Those that are sent in the block; BEGIN and COMMIT are none."""
        texts: list[str] = []

        def sent(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            texts.append(" ".join(statement.split())[:100])

        event.listen(self.engine.sync_engine, "before_cursor_execute", sent)
        try:
            yield texts
        finally:
            event.remove(self.engine.sync_engine, "before_cursor_execute", sent)


async def fill(database: Database, cast: Cast, count: int) -> None:
    """Ideas and members up to `count`, written straight into the tables; all ideas are shown."""
    now = clock.now()
    told: dict[str, Any] = {"board_id": cast.board.id, "meeting_id": cast.meeting.id}
    async with database.begin() as session:
        for number in range(count):
            seat = Seat(public_id=new_public_id(), role=Role.PATIENT, name=f"Gæst {number}", joined_at=now, **told)
            session.add(seat)
            await session.flush()
            known: dict[str, Any] = {"status_at": now, "created_at": now, "shown_at": now, "seat_id": seat.id}
            session.add(
                Idea(
                    public_id=new_public_id(),
                    submission="x",
                    number=1000 + number,
                    title="Ro",
                    text="x",
                    **known,
                    **told,
                )
            )


@dataclass
class Scene:
    cast: Cast
    ada: Member
    ben: Member
    leo: Member
    idea: str = ""


Do = Callable[[Scene], Awaitable[Any]]


def get(path: str, who: str = "ben") -> Do:
    async def look(at: Scene) -> Any:
        told = {"M": at.cast.meeting.public_id, "S": at.cast.meeting.screen_token, "B": at.cast.board.public_id}
        real = path.format(**told, J=at.cast.meeting.join_token, I=at.idea)
        return await getattr(at, who).get(real)

    return look


def grouping(do: Do) -> Do:
    """The same in the phase in which ideas are put together."""

    async def look(at: Scene) -> Any:
        await rows(at.cast.database.url, "UPDATE meeting SET phase = 'group' WHERE id = $1", at.cast.meeting.id)
        return await do(at)

    return look


PAGES: dict[str, tuple[Do, int]] = {
    "room in groups": (grouping(get("/m/{M}")), 13),
    "desk in groups": (grouping(get("/m/{M}/desk", "ada")), 13),
    "screen in groups": (grouping(get("/screen/{S}")), 11),
    "places": (get("/ideas/{I}/group", "ada"), 11),
    "front": (get("/"), 1),
    "join": (get("/j/{J}"), 2),
    "room": (get("/m/{M}"), 10),
    "mine": (get("/m/{M}/mine"), 10),
    "desk": (get("/m/{M}/desk", "ada"), 11),
    "screen": (get("/screen/{S}"), 8),
    "idea": (get("/ideas/{I}"), 12),
    "idea of staff": (get("/ideas/{I}", "ada"), 16),
    "progress": (get("/b/{B}/progress"), 8),
    "boards": (get("/boards", "ada"), 5),
    "board": (get("/b/{B}", "ada"), 7),
    "setup": (get("/m/{M}/setup", "ada"), 3),
    "new meeting": (get("/b/{B}/meetings/new?copy=1", "ada"), 3),
    "units": (get("/units", "ada"), 5),
    "way in": (get("/start/meeting", "ada"), 7),
    "privacy": (get("/privatliv"), 3),
    "answers": (get("/answers", "leo"), 7),
    "invitations": (get("/m/{M}/invitations", "ada"), 5),
    "paper": (get("/m/{M}/paper", "ada"), 7),
    "cards": (get("/m/{M}/paper/cards", "ada"), 5),
    "slips": (get("/m/{M}/paper/slips", "ada"), 6),
}
"""At the most so many statements; the exact number is the same for few and for many."""


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
    "tell": (tell, 10),
    "invite": (invite, 10),
    "propose": (propose, 10),
    "edit": (edit, 10),
    "withdraw": (withdraw, 14),
    "group": (put_together, 15),
    "merge": (merge, 17),
    "timer": (timer, 9),
    "done": (done, 7),
    "join": (join, 10),
    "review": (review, 16),
}


@pytest.fixture
def counter(site: Site) -> Counter:
    """Counts what the module's site asks. Nobody follows a page here, so the hub asks nothing."""
    return Counter(site.app.state.parts.database.engine)


async def gather(cast: Cast, database: Database) -> Scene:
    ada, ben, leo = await cast.ada(), await cast.ben(), await cast.leo()
    leo.meeting = cast.meeting.public_id
    await leo.look()
    now = clock.now()
    async with database.begin() as session:
        seat = (await session.execute(select(Seat).where(Seat.meeting_id == cast.meeting.id))).scalars().one()
        idea = Idea(
            public_id=new_public_id(),
            board_id=cast.board.id,
            meeting_id=cast.meeting.id,
            seat_id=seat.id,
            submission="own",
            number=999,
            title="Ro",
            status_at=now,
            created_at=now,
            shown_at=now,
        )
        session.add(idea)
        public_id = idea.public_id
    return Scene(cast, ada, ben, leo, public_id)


async def count(counter: Counter, do: Do, at: Scene) -> list[str]:
    with counter.counting() as texts:
        answer = await do(at)
    assert took(answer), answer.text[:200]
    return texts


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_takes_as_many_statements_for_many_as_for_few(
    name: str, cast: Cast, database: Database, counter: Counter
) -> None:
    do, most = PAGES[name]
    at = await gather(cast, database)
    await fill(database, cast, FEW)
    await do(at)
    few = await count(counter, do, at)
    async with database.begin() as session:
        await session.execute(text("UPDATE idea SET number = -id WHERE number > 999"))
    await fill(database, cast, MANY - FEW)
    many = await count(counter, do, at)
    print(f"{name}: {len(few)} statements")
    assert many == few, "the number grows"
    assert 0 < len(few) <= most, "\n".join(few)


@pytest.mark.parametrize("name", WRITES)
async def test_a_write_takes_as_many_statements_for_many_as_for_few(
    name: str, cast: Cast, database: Database, counter: Counter, site: Site
) -> None:
    do, most = WRITES[name]
    seen = []
    for size in (FEW, MANY):
        other = await Cast.gather(site.url, database, cast.secret, mark=f"-{name}-{size}")
        at = await gather(other, database)
        await fill(database, other, size)
        seen.append(await count(counter, do, at))
        await other.leave()
    few, many = seen
    print(f"{name}: {len(few)} statements")
    assert many == few, "the number grows"
    assert 0 < len(few) <= most, "\n".join(few)


async def test_leading_the_meeting_takes_no_statement_per_idea_or_member(
    cast: Cast, database: Database, counter: Counter, site: Site
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

            steps[phase] = len(await count(counter, lead, at))
            if phase == "vote":
                round_ = await round_of(other)
                assert round_["eligible"] == size + 2
                assert took(await send(at.ben, round_["public_id"], {at.idea: 1}))
        taken.append(steps)
        await other.leave()
    print(taken)
    assert taken[0] == taken[1]
