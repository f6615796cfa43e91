"""What an open board says, as values, without a database."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from schemas.answer import Effect
from schemas.flow import Status
from schemas.stages import Stage
from server.core.errors import NotFound
from server.views.public import drawing
from server.views.public.content import OpenBoard, Shown, ToCome, Told, Words
from server.views.public.spots import GROUPS

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


def pages_of(content: OpenBoard, language: str = "da", *, ideas: int | None = None) -> Iterator[tuple[str, str]]:
    """Every page of a board, each with its name."""
    yield "board", drawing.board_html(content, language)
    yield "frame", drawing.frame_html(content, language)
    for size in ("a4", "a3"):
        yield f"poster {size}", drawing.poster_html(content, size, language)
    for group in GROUPS:
        yield from turned(f"group {group.key}", partial(drawing.group_html, content, group.key, language))
    for idea in content.ideas[:ideas]:
        yield from turned(f"idea {idea.number}", partial(drawing.idea_html, content, idea.number, language))
        if idea.rule.stage is Stage.DONE:
            yield f"story {idea.number}", drawing.story_html(content, idea.number, language)


def turned(name: str, draw: Callable[[int], str]) -> Iterator[tuple[str, str]]:
    for page in count(1):
        try:
            yield f"{name} page {page}", draw(page)
        except NotFound:
            assert page > 1, name
            return
