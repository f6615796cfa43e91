"""A board's ideas as a file, with the same ideas and numbers as its progress page. It never says who proposed what."""

from collections.abc import Sequence
from datetime import date, datetime

from schemas.answer import Effect
from schemas.follow_up import Question
from server.core.days import danish_day
from server.core.translations import say
from server.views.export.extras import Extra
from server.views.progress.card import Card
from server.views.progress.queries import Progress
from server.web.files.sheet import Cell
from server.web.labels import EFFECTS, STATEMENTS, STATUSES

COLUMNS: tuple[str, ...] = (
    *("Nummer", "Titel", "Tekst", "Emne", "Hører til", "Trin", "Siden", "Dage", "Forsinket", "Svar senest"),
    *("Svar fra ledelsen", "Svaret af", "Svaret den", "Har ansvaret", "Næste skridt", "Gør det", "Skridt senest"),
    *("Skridt i alt", "Skridt taget", "Prikker eller krydser", "Fra personer", "Kan mærke det", "Kan ikke mærke det"),
    *("Hjalp det?", "Set på, om det hjalp"),
)
"""Danish whatever the reader's language, because other programs read them."""


def idea_rows(progress: Progress, extras: dict[int, Extra]) -> list[Sequence[Cell]]:
    """A row of headings, then one for each idea that the page shows, by number."""
    cards = sorted(progress.shown, key=lambda card: (card.number is None, card.number or 0, card.id))
    return [COLUMNS, *(_row(card, extras.get(card.id, Extra())) for card in cards)]


def _row(card: Card, extra: Extra) -> Sequence[Cell]:
    answer, felt = extra.answer, extra.counts.get(Question.FELT, {})
    dots, voters = extra.votes or (None, None)
    return (
        *(card.number, card.title, extra.text, card.theme),
        say("da", STATEMENTS[card.statement]) if card.statement else None,
        *(say("da", STATUSES[card.status]), _day(card.since), card.days, "ja" if card.broken else None),
        *(_day(card.answer_by), answer.text if answer else None),
        *(_by(answer.name, answer.title, answer.level) if answer else None, _day(answer.at) if answer else None),
        *(", ".join(card.carried_by) or None, card.step or None, card.person or None, _day(card.step_day)),
        *(card.steps, card.done),
        *(dots, voters, felt.get("yes"), felt.get("no")),
        *(_effect(extra), _day(extra.evaluated)),
    )


def _by(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _effect(extra: Extra) -> str | None:
    return say("da", EFFECTS[Effect(extra.effect)]) if extra.effect else None


def _day(when: datetime | date | None) -> str | None:
    """As 2026-05-03, in Danish time."""
    return (danish_day(when) if isinstance(when, datetime) else when).isoformat() if when else None
