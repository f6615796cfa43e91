"""The official lines about ideas, as strangers read them. A row has what is read from it and no more: a board of five
hundred ideas has thousands, and whole entities would take three times as long."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ARRAY, BigInteger, any_, bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import Answer, StatusChange
from schemas.person import Person
from schemas.seat import Seat
from schemas.unit import Unit
from server.core.prepared import built_once
from server.views.public.shown import Told


async def load_told(session: AsyncSession, ideas: Iterable[int]) -> Mapping[int, list[Told]]:
    """The lines of each idea, oldest first. One query."""
    found: defaultdict[int, list[Told]] = defaultdict(list)
    for row in (await session.execute(_lines(), {"ideas": list(ideas)})).all():
        found[row[0]].append(_told(row))
    return found


@built_once
def _lines() -> Any:
    """Which ideas were put together is the room's own business."""
    change = ("idea_id", "status", "at", "day", "effect", "text", "place", "seat_id", "name")
    columns: list[Any] = [col(getattr(StatusChange, name)) for name in change]
    columns += [col(getattr(Answer, name)).label(f"answer_{name}") for name in ("id", "name", "title", "level", "text")]
    columns += [col(Unit.name).label("unit"), col(Seat.name).label("seat"), col(Person.title)]
    return (
        select(*columns)
        .select_from(StatusChange)
        .outerjoin(Seat, col(Seat.id) == StatusChange.seat_id)
        .outerjoin(Person, col(Person.id) == Seat.person_id)
        .outerjoin(Unit, col(Unit.id) == StatusChange.unit_id)
        .outerjoin(Answer, col(Answer.change_id) == StatusChange.id)
        .where(col(StatusChange.idea_id) == any_(bindparam("ideas", type_=ARRAY(BigInteger))))
        .where(col(StatusChange.other_id).is_(None))
        .order_by(col(StatusChange.id))
    )


def _told(row: Any) -> Told:
    """A line with words only if staff wrote them: by their seat, or as an answer with a name on it."""
    _, status, at, day, effect, text, place, seat_id, name, answer_id, *answered, answer_text, unit, seat, title = row
    if answer_id is None and seat_id is None:
        return Told(status=status, at=at, day=day, effect=effect)
    named = answered if answer_id is not None else (name if seat is None else seat, title)
    return Told(
        status=status,
        at=at,
        who=", ".join(part for part in named if part),
        words=answer_text or text,
        place=unit or place,
        day=day,
        effect=effect,
    )
