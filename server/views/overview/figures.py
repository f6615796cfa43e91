"""Keeping each board's figures: they are recomputed in full in every transaction that moves one of its ideas.

One statement per such change, over the board's own ideas alone. Nothing is incremented, so nothing can drift.

An idea's time runs from the board's first question, which is the first line that asks somebody, to the first answer.
Sending it on asks somebody else, so that it answers nothing, and the idea waits all the while.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.answer import Effect
from schemas.event import EventBase
from schemas.flow import statuses_that
from schemas.promises import DUE_SQL
from schemas.stages import Stage
from server.core import clock
from server.core.days import danish_day

KNOWN = {
    "asks": statuses_that(answer_dated=True),
    "answers": statuses_that(answer=True),
    "sends_on": statuses_that(away=True),
    "on_the_way": statuses_that(stage=Stage.WORK),
    "carried_out": statuses_that(stage=Stage.DONE),
}
STILL = frozenset(
    {"IdeaProposed", "CommentWritten", "CommentHidden", "NoteWritten", "StaffNoteWritten", "FollowUpAsked"}
)
"""Events with an `idea_id` that move no figure; all others do."""
REMEMBERED = timedelta(days=400)
"""How far back the days of answers and of finished ideas are kept: the page looks back twelve months."""
OF_MANY = frozenset({"IdeasRevealed"})

LEADERS = """WITH told AS (
    SELECT board_id, person_id, count(*) AS asked, count(*) FILTER (WHERE sent_on) AS sent_on FROM (
        SELECT idea.board_id, person_id, bool_or(sent_on) AS sent_on FROM idea CROSS JOIN LATERAL (
            SELECT idea.leader_id AS person_id, false AS sent_on WHERE EXISTS (
                SELECT FROM status_change WHERE idea_id = idea.id AND status = ANY (:asks))
            UNION ALL SELECT answer.person_id, false FROM answer WHERE idea_id = idea.id AND referral_id IS NULL
            UNION ALL SELECT moment.before_id, false FROM moment WHERE idea_id = idea.id AND before_id IS NOT NULL
            UNION ALL SELECT seat.person_id, true FROM status_change AS line JOIN seat ON seat.id = line.seat_id
            WHERE line.idea_id = idea.id AND line.status = ANY (:sends_on)
                AND (seat.role = 'leader' OR seat.person_id = idea.leader_id)
        ) AS each
        WHERE (:every OR idea.board_id = ANY (:boards)) AND idea.shown_at IS NOT NULL AND idea.hidden_at IS NULL
            AND person_id IS NOT NULL
        GROUP BY idea.id, person_id
    ) AS idea GROUP BY board_id, person_id
), gone AS (
    DELETE FROM leader_figures AS old WHERE (:every OR old.board_id = ANY (:boards))
        AND NOT EXISTS (SELECT FROM told WHERE (told.board_id, told.person_id) = (old.board_id, old.person_id))
), put AS (
    INSERT INTO leader_figures (board_id, person_id, asked, sent_on) SELECT * FROM told
    ON CONFLICT (board_id, person_id) DO UPDATE SET asked = excluded.asked, sent_on = excluded.sent_on
)
"""
"""Terms that keep how many ideas each leader of the board's own was asked about: those that were sent to them, went on
from them to another leader, or that they answered or sent on; and how many they sent on. A leader of another body, who
answers what was sent there, is not counted: they can send nothing on in the board's name."""

# An idea is overdue when schemas/promises.py calls its promise broken; DUE is that rule as SQL.
COUNT = """
INSERT INTO board_figures (board_id, waiting_since, due, on_the_way, done, confirmed, better, same, worse, unknown,
    answered_on, answered_after, done_on, done_after, done_for)
SELECT board.id,
    coalesce(array_agg(sent ORDER BY sent) FILTER (WHERE status = ANY (:asks)), '{}'),
    coalesce(array_agg(due ORDER BY due) FILTER (WHERE due IS NOT NULL), '{}'),
    coalesce(array_agg(statement ORDER BY idea.id) FILTER (WHERE status = ANY (:on_the_way)), '{}'),
    count(*) FILTER (WHERE status = ANY (:carried_out)),
    count(*) FILTER (WHERE status = ANY (:carried_out) AND was_confirmed),
    EFFECTS
    coalesce(array_agg(answered ORDER BY idea.id) FILTER (WHERE answered >= :since), '{}'),
    coalesce(array_agg(answered - asked ORDER BY idea.id) FILTER (WHERE answered >= :since), '{}'),
    coalesce(array_agg(carried ORDER BY idea.id) FILTER (WHERE carried >= :since), '{}'),
    coalesce(array_agg(carried - proposed ORDER BY idea.id) FILTER (WHERE carried >= :since), '{}'),
    coalesce(array_agg(statement ORDER BY idea.id) FILTER (WHERE carried >= :since), '{}')
FROM board LEFT JOIN LATERAL (
    SELECT idea.id, idea.status, coalesce(idea.statement, '') AS statement, line.effect, was_confirmed,
        CAST(idea.created_at AT TIME ZONE 'Europe/Copenhagen' AS date) AS proposed,
        CAST(coalesce(line.asked_at, idea.created_at) AT TIME ZONE 'Europe/Copenhagen' AS date) AS asked,
        CASE WHEN idea.status = ANY (:asks) THEN CAST(coalesce((
            SELECT min(at) FROM status_change WHERE idea_id = idea.id AND id > line.rested
        ), idea.status_at) AT TIME ZONE 'Europe/Copenhagen' AS date) END AS sent,
        CAST(line.answered_at AT TIME ZONE 'Europe/Copenhagen' AS date) AS answered,
        CASE WHEN idea.status = ANY (:carried_out)
            THEN CAST(line.done_at AT TIME ZONE 'Europe/Copenhagen' AS date) END AS carried,
        DUE AS due
    FROM idea
    CROSS JOIN LATERAL (
        SELECT min(at) FILTER (WHERE status = ANY (:asks)) AS asked_at,
            min(at) FILTER (WHERE status = ANY (:answers)) AS answered_at,
            coalesce(max(id) FILTER (WHERE status <> ALL (:asks)), 0) AS rested,
            max(at) FILTER (WHERE status = 'done') AS done_at,
            coalesce(bool_or(status = 'confirmed'), false) AS was_confirmed,
            (array_agg(effect ORDER BY id DESC) FILTER (WHERE effect IS NOT NULL))[1] AS effect
        FROM status_change WHERE idea_id = idea.id
    ) AS line
    WHERE idea.board_id = board.id AND idea.shown_at IS NOT NULL AND idea.hidden_at IS NULL
) AS idea ON true
WHERE :every OR board.id = ANY (:boards)
GROUP BY board.id
ON CONFLICT (board_id) DO UPDATE SET SETS
"""
COLUMNS = (
    *("waiting_since", "due", "on_the_way", "done", "confirmed", "better", "same", "worse", "unknown"),
    *("answered_on", "answered_after", "done_on", "done_after", "done_for"),
)
STATEMENT = text(
    f"{LEADERS}{COUNT}".replace(
        "EFFECTS", "".join(f"count(*) FILTER (WHERE status = 'evaluated' AND effect = '{word}')," for word in Effect)
    )
    .replace("DUE", DUE_SQL)
    .replace("SETS", ", ".join(f"{column} = excluded.{column}" for column in COLUMNS))
)


def moves_figures(events: Iterable[EventBase]) -> bool:
    """Whether any of these events may move a board's figures."""
    names = {type(event).__name__: hasattr(event, "idea_id") for event in events}
    return any(name in OF_MANY or (of_idea and name not in STILL) for name, of_idea in names.items())


async def count(session: AsyncSession, *boards: int | None, every: bool = False) -> None:
    """Recompute the figures of these boards (or with `every` of all) from their ideas, in the caller's transaction."""
    values: dict[str, Any] = {name: [status.value for status in found] for name, found in KNOWN.items()}
    values |= {"boards": list(boards), "every": every, "since": danish_day(clock.now() - REMEMBERED)}
    await session.execute(STATEMENT, values)
