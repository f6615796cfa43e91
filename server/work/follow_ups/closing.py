"""Closing a question: one transaction counts it, deletes the answers and the secret, and does whatever follows."""

import random
from collections import Counter

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.answer import ANSWER_MAX
from schemas.disclosure import EXACT_FROM, whole_count
from schemas.flow import By, Status
from schemas.follow_up import (
    ANSWERS,
    DECIDED_FROM,
    Felt,
    FollowUp,
    FollowUpAnswer,
    FollowUpClosed,
    Question,
    felt,
)
from schemas.idea import Idea
from schemas.moment import MomentKind
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.secret import Secret
from server.core.change import Change
from server.core.days import danish_day
from server.core.errors import Invalid
from server.ideas.moments.commands import add_moment
from server.organisation.units.ladder import ladders
from server.work.answers.commands import move_idea
from server.work.deadlines.dates import new_date
from server.work.follow_ups.relevance import has_object

BETWEEN = "\n\n"
"""What separates the words of two people."""


async def close(change: Change, asked: FollowUp, idea: Idea) -> Counter[str] | None:
    """Close a question and do what follows from it. Returns the exact counts, which the caller must not pass on; None
    if the question no longer makes sense, and then nothing follows. Raises NotNow while the idea cannot be moved."""
    counts, words = await _taken(change, asked)
    asked.closed_at = change.now
    change.tell(FollowUpClosed(asked.id, asked.idea_id))
    if not await has_object(change, asked.question, asked.change_id, idea):
        return None
    asked.counts = whole_count({answer: counts[answer] for answer in ANSWERS[asked.question]})
    said = bundles(words) if counts.total() >= DECIDED_FROM else []
    kind = MomentKind.FELT if asked.question is Question.FELT else MomentKind.EFFECT
    if asked.question is not Question.FELT or not await _moved(change, idea, counts, said[:1]):
        number = counts.total() if counts.total() >= EXACT_FROM else None
        await add_moment(change, idea, kind, text=said[0] if said else "", number=number)
    for more in said[1:]:
        await add_moment(change, idea, kind, text=more)
    return counts


async def _taken(change: Change, asked: FollowUp) -> tuple[Counter[str], list[str]]:
    """How many gave each answer, and everybody's words, shuffled. Deletes them all."""
    mine = col(FollowUpAnswer.follow_up_id) == asked.id
    given = (await change.session.execute(select(FollowUpAnswer.answer, FollowUpAnswer.words).where(mine))).all()
    await change.session.execute(delete(FollowUpAnswer).where(mine))
    await change.session.execute(delete(Secret).where(col(Secret.follow_up_id) == asked.id))
    words = [said for _, said in given if said]
    random.SystemRandom().shuffle(words)
    return Counter(answer for answer, _ in given), words


def bundles(words: list[str], most: int = ANSWER_MAX) -> list[str]:
    """Join what people wrote, in order, into texts of at most `most` characters. Nobody's words are cut."""
    found: list[str] = []
    for said in words:
        if found and len(found[-1]) + len(BETWEEN) + len(said) <= most:
            found[-1] += BETWEEN + said
        else:
            found.append(said)
    return found


async def _moved(change: Change, idea: Idea, counts: Counter[str], said: list[str]) -> bool:
    """Move the idea as the members decided. False if they decided nothing, or there is no leader to look at it
    again."""
    decided = felt(counts[Felt.YES], counts[Felt.NO])
    text = said[0] if said else ""
    if decided is None:
        return False
    if decided:
        status, typed = Status.CONFIRMED, {"text": text}
    else:
        leader = await _leader(change, idea)
        if leader is None:
            return False
        day = danish_day(new_date(change.now, change.board))
        status, typed = Status.REVIEW, {"text": text, "leader": leader, "answer_by": day.isoformat()}
    await _move(change, idea, status, typed)
    return True


async def _move(change: Change, idea: Idea, status: Status, typed: dict[str, str]) -> None:
    by = frozenset({By.MEMBERS})
    try:
        await move_idea(change, idea, status, typed, by=by)
    except Invalid as problem:  # each was checked when it was written; joined, two may look like a phone number
        await move_idea(change, idea, status, typed | {"warned": problem.fields["warned"]}, by=by)


async def _leader(change: Change, idea: Idea) -> str | None:
    """The address of the idea's leader if they still lead here or above, else of the nearest leader; None without
    any."""
    ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
    leads = [rung for rung in ladder if rung.leader_id is not None]
    same = [rung for rung in leads if rung.leader_id == idea.leader_id]
    return next((rung.mail for rung in (*same, *leads)), None)


async def who_looks(change: Change, idea: Idea) -> list[Person]:
    """Who gets to see members' answers to "Hjalp det?": the idea's leader (or the nearest) and the coordinators."""
    mail = await _leader(change, idea)
    runs = select(Seat.person_id).where(
        Seat.board_id == change.board.id, Seat.role == Role.COORDINATOR, col(Seat.removed_at).is_(None)
    )
    them = select(Person).where(col(Person.id).in_(runs) | (col(Person.mail) == mail))
    return list((await change.session.execute(them.order_by(col(Person.id)))).scalars())
