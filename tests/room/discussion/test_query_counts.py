"""How many SQL statements the talk takes: a fixed number, however many ideas, comments and waiting members."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from schemas.codes import new_public_id
from schemas.comment import Comment
from schemas.consultation import Consultation
from schemas.discussion import Hand
from schemas.format import Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from server.core import clock
from server.core.database import Database
from server.core.days import danish_day
from tests.house.counting import FEW, MANY, Do, Scene, count, fill, gather, get
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.site import Site


async def case(at: Scene) -> Any:
    query = "SELECT public_id FROM consultation WHERE board_id = $1"
    (found,) = await rows(at.cast.database.url, query, at.cast.board.id)
    return await at.ben.get(f"/consultations/{found['public_id']}")


PAGES: dict[str, tuple[Do, int]] = {
    "room": (get("/m/{M}"), 15),
    "mine": (get("/m/{M}/mine"), 14),
    "desk": (get("/m/{M}/desk", "ada"), 17),
    "screen": (get("/screen/{S}"), 12),
    "case": (case, 9),
    "idea": (get("/ideas/{I}"), 15),  # steps, moments and the question whether it helped
}


async def hand(at: Scene) -> Any:
    return await at.ben.post(f"{at.ben.room}/hand", {"up": "1"})


async def comment(at: Scene) -> Any:
    return await at.ben.post(f"/ideas/{at.idea}/comments", {"key": "k", "text": "Enig", "from": "room"})


async def focus(at: Scene) -> Any:
    return await at.ada.post(f"{at.ben.room}/focus", {"about": at.idea})


async def note(at: Scene) -> Any:
    return await at.ada.post(f"/ideas/{at.idea}/note", {"version": "0", "text": "Ja"})


async def hide(at: Scene) -> Any:
    return await at.ada.post(f"/ideas/{at.idea}/hiding", {"hidden": "1", "reason": "Et navn", "from": "desk"})


WRITES: dict[str, tuple[Do, int]] = {
    "hand": (hand, 9), "comment": (comment, 11), "focus": (focus, 8), "note": (note, 11), "hide": (hide, 15),
}  # fmt: skip
"""Hiding changes the board's figures too."""


async def talk(database: Database, cast: Cast, idea: str) -> None:
    """The meeting is in discuss, with an idea in focus; everybody has commented on everything and waits to speak."""
    now = clock.now()
    async with database.begin() as session:
        put = Consultation(board_id=cast.board.id, body="Rådet", title="Nyt", put_at=now, reply_by=danish_day(now))
        session.add(put)
        await session.flush()
        meeting = await session.get_one(Meeting, cast.meeting.id)
        meeting.phase = Phase.DISCUSS
        ideas = (
            await session.execute(select(Idea).where(Idea.meeting_id == meeting.id).order_by(col(Idea.id)))
        ).scalars()
        for each in list(ideas):
            meeting.focus_id = each.id if each.public_id == idea else meeting.focus_id
            told: dict[str, Any] = {"board_id": each.board_id, "meeting_id": each.meeting_id, "seat_id": each.seat_id}
            if each.public_id != idea:
                session.add(
                    Hand(public_id=new_public_id(), meeting_id=meeting.id, seat_id=each.seat_id or 0, raised_at=now)
                )
            about: dict[str, Any] = {"submission": f"case {each.id}", "text": "Enig", "written_at": now}
            session.add(Comment(public_id=new_public_id(), consultation_id=put.id, **about, **told))
            for number in range(3):
                ident, key = new_public_id(), f"{each.id}.{number}"
                session.add(
                    Comment(public_id=ident, idea_id=each.id, submission=key, text="Enig", written_at=now, **told)
                )


async def numbers(name: str, do: Do, database: Database, cast: Cast, site: Site) -> list[list[str]]:
    seen = []
    for size in (FEW, MANY):
        other = await Cast.gather(site.url, database, cast.secret, mark=f"-{name}-{size}")
        at = await gather(other, database)
        await fill(database, other, size)
        await talk(database, other, at.idea)
        seen.append(await count(site, do, at))
        await other.leave()
    return seen


@pytest.mark.parametrize("name", [*PAGES, *WRITES])
async def test_it_takes_as_many_statements_for_many_as_for_few(
    name: str, cast: Cast, database: Database, site: Site
) -> None:
    do, most = (PAGES | WRITES)[name]
    few, many = await numbers(name, do, database, cast, site)
    print(f"{name}: {len(few)} statements")
    assert many == few, "the number grows"
    assert 0 < len(few) <= most, "\n".join(few)
    async with database.begin() as session:
        assert (await session.execute(text("SELECT count(*) FROM comment"))).scalar_one() > 3 * MANY
