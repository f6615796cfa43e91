"""A board's ideas as a file, with the same ideas and numbers as its progress page. It never says who proposed what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.answer import Answer, Effect, StatusChange
from schemas.disclosure import Detail
from schemas.flow import Status
from schemas.follow_up import FollowUp, Question
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.round import Round, RoundState, Tally, newest_counted
from server.core.days import danish_day
from server.core.errors import N_
from server.core.translations import say
from server.views.progress.card import Card
from server.views.progress.queries import Progress
from server.web.files.sheet import Cell
from server.web.labels import EFFECTS, STATEMENTS
from server.web.labels_of_statuses import STATUSES

COLUMNS: tuple[str, ...] = (
    *("Nummer", "Titel", "Tekst", "Emne", "Hører til", "Trin", "Siden", "Dage", "Forsinket", "Svar senest"),
    *("Svar fra ledelsen", "Svaret af", "Svaret den", "Har ansvaret", "Næste skridt", "Gør det", "Skridt senest"),
    *("Skridt i alt", "Skridt taget", "Prikker eller krydser", "Fra personer", "Kan mærke det", "Kan ikke mærke det"),
    *("Hjalp det?", "Set på, om det hjalp", "Bord", "Møde", "Mødedato"),
)
"""Danish whatever the reader's language, because other programs read them."""


BEHALF = N_("på vegne af %(name)s")


@dataclass
class Extra:
    """These for one idea. What may not be disclosed is None."""

    text: str = ""
    meeting: str = ""
    held: datetime | None = None
    """What the meeting is called at which it was written, and when that was."""
    answer: Answer | None = None
    votes: tuple[int, int] | None = None
    """Dots, and how many people gave them, in the newest result that may be disclosed exactly."""
    counts: dict[Question, Mapping[str, Any]] = field(default_factory=dict)
    """What members answered, where that may be disclosed."""
    effect: Effect | None = None
    evaluated: datetime | None = None


async def load_extras(session: AsyncSession, board_id: int) -> dict[int, Extra]:
    """The extras of all a board's ideas, hidden ones included: the caller picks those to show. Five queries."""
    found: dict[int, Extra] = defaultdict(Extra)
    here = select(Idea.id).where(Idea.board_id == board_id)
    words = select(Idea.id, Idea.text, Meeting.title, Meeting.starts_at)
    words = words.join(Meeting, col(Meeting.id) == Idea.meeting_id).where(Idea.board_id == board_id)
    for idea_id, text, meeting, held in (await session.execute(words)).all():
        extra = found[idea_id or 0]
        extra.text, extra.meeting, extra.held = text, meeting, held
    answers = select(Answer).where(col(Answer.idea_id).in_(here)).order_by(col(Answer.id))
    for answer in (await session.execute(answers)).scalars():
        found[answer.idea_id].answer = answer
    for tally in await _results(session, board_id):
        found[tally.idea_id].votes = tally.dots, tally.voters
    asked = select(FollowUp).where(FollowUp.board_id == board_id, col(FollowUp.closed_at).is_not(None))
    for each in (await session.execute(asked.order_by(col(FollowUp.id)))).scalars():
        found[each.idea_id].counts[each.question] = each.counts or {}
    effects = select(StatusChange.idea_id, StatusChange.effect, StatusChange.at).where(
        col(StatusChange.idea_id).in_(here), StatusChange.status == Status.EVALUATED
    )
    for idea_id, effect, at in (await session.execute(effects.order_by(col(StatusChange.id)))).all():
        found[idea_id].effect, found[idea_id].evaluated = effect, at
    return found


async def _results(session: AsyncSession, board_id: int) -> list[Tally]:
    """The lines of the results in force: the newest of each meeting, the oldest meeting first."""
    own = aliased(Round)
    query = select(Tally).join(own, col(own.id) == Tally.round_id)
    query = query.where(own.board_id == board_id, own.state == RoundState.CLOSED, own.detail == Detail.EXACT)
    query = query.where(own.id == newest_counted(own.meeting_id)).order_by(col(own.id))
    return list((await session.execute(query)).scalars())


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
        *(say("da", STATUSES[card.status]), day_of(card.since), card.days, "ja" if card.broken else None),
        *(day_of(card.answer_by), answer.text if answer else None),
        *(_by(answer) if answer else None, day_of(answer.at) if answer else None),
        *(", ".join(card.carried_by) or None, card.step or None, card.person or None, day_of(card.step_day)),
        *(card.steps, card.done),
        *(dots, voters, felt.get("yes"), felt.get("no")),
        *(_effect(extra), day_of(extra.evaluated), card.table_no, extra.meeting, day_of(extra.held)),
    )


def _by(answer: Answer) -> str:
    behalf = say("da", BEHALF, name=answer.behalf) if answer.behalf else ""
    return ", ".join(part for part in (answer.name, answer.title, answer.level, behalf) if part)


def _effect(extra: Extra) -> str | None:
    return say("da", EFFECTS[Effect(extra.effect)]) if extra.effect else None


def day_of(when: datetime | date | None) -> str | None:
    """As 2026-05-03, in Danish time."""
    return (danish_day(when) if isinstance(when, datetime) else when).isoformat() if when else None
