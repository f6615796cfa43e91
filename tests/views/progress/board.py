"""Boards with ideas of every kind, written straight into the tables."""

import random
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from schemas.answer import Owner, StatusChange, Step
from schemas.codes import new_public_id
from schemas.flow import Status
from schemas.idea import Idea, Statement
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock
from server.core.days import DENMARK, danish_day
from tests.support.cast import Cast

WORDS = ("ro", "aftenen", "kaffe", "pårørende", "børnetelefon", "vognene", "kontaktperson", "medicin", "ånd", "Ærø")
THEMES = ("", "Overgange", "Stuegang", "Mad")
NAMES = ("Leo Bach", "Natholdet", "Mie Lund")


def address(cast: Cast, query: str = "", rest: str = "") -> str:
    """The progress page of the cast's board."""
    return f"/b/{cast.board.public_id}/progress{rest}{query}"


async def add(cast: Cast, title: str, status: Status = Status.PROPOSED, *, days: int = 0, **more: Any) -> Idea:
    """One idea that everybody has seen."""
    (made,) = await _write(cast, [{"title": title, "status": status, "days": days} | more])
    return made


async def many(cast: Cast, count: int, seed: int) -> list[Idea]:
    """Ideas of every status, with and without owners, steps and broken promises."""
    chance = random.Random(seed)
    return await _write(
        cast,
        [
            {
                "title": f"{chance.choice(WORDS).capitalize()} {chance.choice(WORDS)} {number}",
                "text": " ".join(chance.choices(WORDS, k=6)),
                "status": chance.choice(list(Status)),
                "theme": chance.choice(THEMES),
                "statement": chance.choice([None, *Statement]),
                "days": chance.randrange(90),
                "ahead": chance.randrange(-20, 20),
                "steps": chance.randrange(4),
                "owner": chance.choice(("", *NAMES)),
            }
            for number in range(count)
        ],
    )


async def _write(cast: Cast, told: list[dict[str, Any]]) -> list[Idea]:
    now, made = clock.now(), []
    async with cast.database.begin() as session:
        query = "UPDATE board SET last_number = last_number + :count WHERE id = :board RETURNING last_number - :count"
        last = (await session.execute(text(query), {"board": cast.board.id, "count": len(told)})).scalar_one()
        for number, each in enumerate(told, last + 1):
            day = now + timedelta(days=each.pop("ahead", 20))
            since = now.astimezone(DENMARK) - timedelta(days=each.pop("days", 0))  # so many days by the calendar
            steps, owner = each.pop("steps", 0), each.pop("owner", "")
            known: dict[str, Any] = {"board_id": cast.board.id, "meeting_id": cast.meeting.id, "shown_at": since}
            times = {"created_at": since, "status_at": since, "answer_by": day}
            idea = Idea(public_id=new_public_id(), submission=f"n{number}", number=number, **(known | times | each))
            session.add(idea)
            await session.flush()
            assert idea.id is not None
            session.add(StatusChange(idea_id=idea.id, status=idea.status, at=since, day=danish_day(day)))
            if owner:
                session.add(Owner(idea_id=idea.id, name=owner, named=True))
            for step in range(steps):
                session.add(
                    Step(
                        idea_id=idea.id,
                        text=f"Skridt {step}",
                        person="Natholdet",
                        named=True,
                        day=danish_day(day),
                        done_at=None if step else since,
                    )
                )
            made.append(idea)
    return made


async def proposed_by(
    cast: Cast, meeting: Meeting, roles: dict[Role, int], *, hidden: int = 0
) -> dict[Role, list[int]]:
    """One idea by each of so many people of each role, in a meeting; the ids of the ideas."""
    now, made = clock.now(), dict[Role, list[int]]()
    async with cast.database.begin() as session:
        for role, count in roles.items():
            for number in range(count):
                seat = Seat(
                    public_id=new_public_id(),
                    board_id=cast.board.id,
                    meeting_id=meeting.id,
                    role=role,
                    name="Gæst",
                    joined_at=now,
                )
                session.add(seat)
                await session.flush()
                idea = Idea(
                    public_id=new_public_id(),
                    board_id=cast.board.id,
                    meeting_id=meeting.id,
                    seat_id=seat.id,
                    submission="x",
                    title=f"Fra en {role} {number}",
                    created_at=now,
                    status_at=now,
                    shown_at=now,
                    hidden_at=now if number < hidden else None,
                )
                session.add(idea)
                await session.flush()
                made.setdefault(role, []).append(idea.id or 0)
    return made
