"""Each board keeps its figures, and when it last moved."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008_overview"
down_revision = "0007_the_loop"
branch_labels = None
depends_on = None

LISTS = {
    "waiting_since": sa.Date(),
    "due": sa.DateTime(timezone=True),
    "on_the_way": sa.Text(),
    "answered_on": sa.Date(),
    "answered_after": sa.Integer(),
    "done_on": sa.Date(),
    "done_after": sa.Integer(),
    "done_for": sa.Text(),
}
NUMBERS = ("done", "confirmed", "better", "same", "worse", "unknown")
MOVED = """
UPDATE board SET moved_at = event.at FROM event WHERE event.board_id = board.id AND event.seq = board.seq
"""

COUNT = """
INSERT INTO board_figures (board_id, waiting_since, due, on_the_way, done, confirmed, better, same, worse, unknown,
    answered_on, answered_after, done_on, done_after, done_for)
SELECT board.id,
    coalesce(array_agg(sent ORDER BY sent) FILTER (WHERE status = 'review'), '{}'),
    coalesce(array_agg(due ORDER BY due) FILTER (WHERE due IS NOT NULL), '{}'),
    coalesce(array_agg(statement ORDER BY idea.id) FILTER (WHERE status IN ('agreed', 'trial', 'in_progress')), '{}'),
    count(*) FILTER (WHERE status IN ('done', 'confirmed', 'evaluated')),
    count(*) FILTER (WHERE status IN ('done', 'confirmed', 'evaluated') AND was_confirmed),
    count(*) FILTER (WHERE status = 'evaluated' AND effect = 'better'),
    count(*) FILTER (WHERE status = 'evaluated' AND effect = 'same'),
    count(*) FILTER (WHERE status = 'evaluated' AND effect = 'worse'),
    count(*) FILTER (WHERE status = 'evaluated' AND effect = 'unknown'),
    coalesce(array_agg(answered ORDER BY idea.id) FILTER (WHERE answered IS NOT NULL), '{}'),
    coalesce(array_agg(answered - proposed ORDER BY idea.id) FILTER (WHERE answered IS NOT NULL), '{}'),
    coalesce(array_agg(carried ORDER BY idea.id) FILTER (WHERE carried IS NOT NULL), '{}'),
    coalesce(array_agg(carried - proposed ORDER BY idea.id) FILTER (WHERE carried IS NOT NULL), '{}'),
    coalesce(array_agg(statement ORDER BY idea.id) FILTER (WHERE carried IS NOT NULL), '{}')
FROM board LEFT JOIN LATERAL (
    SELECT idea.id, idea.status, coalesce(idea.statement, '') AS statement, line.effect, was_confirmed,
        CAST(idea.created_at AT TIME ZONE 'Europe/Copenhagen' AS date) AS proposed,
        CAST(idea.status_at AT TIME ZONE 'Europe/Copenhagen' AS date) AS sent,
        CAST(line.answered_at AT TIME ZONE 'Europe/Copenhagen' AS date) AS answered,
        CASE WHEN idea.status IN ('done', 'confirmed', 'evaluated')
            THEN CAST(line.done_at AT TIME ZONE 'Europe/Copenhagen' AS date) END AS carried,
        CASE WHEN idea.status = 'review' THEN idea.answer_by ELSE least(
            CAST(promised.until + 1 AS timestamp) AT TIME ZONE 'Europe/Copenhagen' - interval '1 microsecond',
            CAST(promised.step + 1 AS timestamp) AT TIME ZONE 'Europe/Copenhagen' - interval '1 microsecond',
            promised.news + interval '30 days') END AS due
    FROM idea
    CROSS JOIN LATERAL (
        SELECT min(at) FILTER (
                WHERE status IN ('agreed', 'trial', 'on_hold', 'declined', 'elsewhere')) AS answered_at,
            max(at) FILTER (WHERE status = 'done') AS done_at,
            coalesce(bool_or(status = 'confirmed'), false) AS was_confirmed,
            (array_agg(effect ORDER BY id DESC) FILTER (WHERE effect IS NOT NULL))[1] AS effect,
            max(at) FILTER (WHERE status = idea.status) AS news,
            (array_agg(day ORDER BY id DESC) FILTER (WHERE day IS NOT NULL AND status = idea.status))[1] AS day
        FROM status_change WHERE idea_id = idea.id
    ) AS line
    CROSS JOIN LATERAL (
        SELECT CASE WHEN idea.status IN ('trial', 'on_hold') THEN line.day END AS until,
            CASE WHEN idea.status IN ('prioritised', 'agreed', 'trial', 'in_progress')
                THEN (SELECT min(day) FROM step WHERE idea_id = idea.id AND done_at IS NULL) END AS step,
            CASE WHEN idea.status = 'in_progress' THEN greatest(coalesce(line.news, idea.status_at),
                (SELECT max(at) FROM moment WHERE idea_id = idea.id)) END AS news
    ) AS promised
    WHERE idea.board_id = board.id AND idea.shown_at IS NOT NULL AND idea.hidden_at IS NULL
) AS idea ON true
GROUP BY board.id
"""


def upgrade() -> None:
    """Make them, and count what is there."""
    op.create_table(
        "board_figures",
        sa.Column("board_id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, postgresql.ARRAY(kind), nullable=False) for name, kind in LISTS.items()),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("board_id"),
    )
    op.add_column("board", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("event_at", "event", ["at"], postgresql_using="brin")
    op.execute(MOVED)
    op.execute(COUNT)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("event_at", "event")
    op.drop_column("board", "moved_at")
    op.drop_table("board_figures")
