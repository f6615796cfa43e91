"""What an open board says, as values, without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.answer import Effect
from schemas.flow import Status
from server.views.public.content import OpenBoard, Shown, ToCome, Told, Words

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
WAY = (Status.PROPOSED, Status.PRIORITISED, Status.REVIEW, Status.AGREED, Status.IN_PROGRESS, Status.DONE)


def told_to(status: Status, said: str, who: str = "Leo Bach, Afdelingschef, Afdeling A") -> tuple[Told, ...]:
    """The lines of an idea that came so far, with the same official words in each of them."""
    way = WAY[: WAY.index(status) + 1] if status in WAY else (*WAY[:3], status)
    if status is Status.EVALUATED:
        way = (*WAY, Status.CONFIRMED, status)
    return tuple(
        Told(
            each,
            NOW - timedelta(days=len(way) - place),
            who if place > 1 else "",
            said if place > 1 else "",
            place=said[:300] if each in {Status.TRIAL, Status.ELSEWHERE} else "",
            effect=Effect.BETTER if each is Status.EVALUATED else None,
        )
        for place, each in enumerate(way)
    )


def shown(number: int, status: Status, title: str, text: str, said: str, **told: Any) -> Shown:
    """An idea that came so far."""
    known: dict[str, Any] = {
        "retold": number % 3 == 0,
        "also": (),
        "theme": "",
        "said_at": NOW - timedelta(days=90),
    } | told
    return Shown(number, Words(title, text), status=status, lines=told_to(status, said), **known)


def shown_board(**told: Any) -> OpenBoard:
    """A board with one idea, or with whatever is `told`."""
    known: dict[str, Any] = {
        "slug": "afdeling-a",
        "name": "Peerboard på Afdeling A",
        "unit": "Afdeling A",
        "intro": "",
        "look": {},
        "embedded_in": (),
        "opened_at": NOW,
        "ideas": (shown(1, Status.DONE, "Spil i dagligstuen", "Noget at lave.", "Det har vi gjort."),),
        "to_come": (ToCome("Mødet", "Stuen", NOW + timedelta(days=9), NOW + timedelta(days=9, hours=2)),),
        "minutes": (),
        "gone": frozenset(),
        "gone_minutes": frozenset(),
    }
    return OpenBoard(**(known | told))
