"""Each idea that is elsewhere gets a referral; figures are counted from the board's first question to a real answer."""

import sqlalchemy as sa
from alembic import op

revision = "0040_silence"
down_revision = "0039_referrals"
branch_labels = None
depends_on = None

# They were sent to a name, in words that somebody typed: nobody is written to, and the coordinator finds out.
SENT = """
WITH sent AS (
    INSERT INTO referral (public_id, idea_id, change_id, body, mail, note, sent_at, sent_by, first_sent_at, reply_by,
        state, state_at, answered_name, said, disputed_why)
    SELECT replace(CAST(gen_random_uuid() AS text), '-', ''), idea.id, line.id,
        left(coalesce(nullif(line.place, ''), unit.name, 'Et andet sted'), 200), '', '',
        coalesce(line.at, idea.status_at), line.seat_id, coalesce(line.at, idea.status_at),
        (CAST(now() AT TIME ZONE 'Europe/Copenhagen' AS date) + 30 + CAST('23h 59m 59s' AS interval))
            AT TIME ZONE 'Europe/Copenhagen',
        'sent', coalesce(line.at, idea.status_at), '', '', ''
    FROM idea LEFT JOIN LATERAL (
        SELECT * FROM status_change WHERE idea_id = idea.id AND status = 'elsewhere' ORDER BY id DESC LIMIT 1
    ) AS line ON true LEFT JOIN unit ON unit.id = line.unit_id
    WHERE idea.status = 'elsewhere' AND NOT EXISTS (SELECT FROM referral WHERE referral.idea_id = idea.id)
    RETURNING id, idea_id, change_id, reply_by
), dated AS (
    UPDATE idea SET answer_by = reply_by FROM sent WHERE idea.id = sent.idea_id
), said AS (
    UPDATE status_change SET day = CAST(reply_by AT TIME ZONE 'Europe/Copenhagen' AS date)
    FROM sent WHERE status_change.id = sent.change_id
)
INSERT INTO job (kind, board_id, idea_id, subject_id, dedupe, due_at, state, attempts)
SELECT kind, board.id, idea.id, sent.id,
    kind || ':' || sent.id || ':' || CAST(extract(epoch FROM reply_by) AS bigint), reply_by + ahead, 'due', 0
FROM sent JOIN idea ON idea.id = sent.idea_id JOIN board ON board.id = idea.board_id CROSS JOIN LATERAL (VALUES
    ('referral_due_soon', CAST('-3 days' AS interval)),
    ('referral_overdue', CAST('1 hour' AS interval)),
    ('referral_silent', make_interval(days => board.escalate_days))
) AS watched (kind, ahead)
"""
COUNT = """WITH told AS (
    SELECT board_id, person_id, count(*) AS asked, count(*) FILTER (WHERE sent_on) AS sent_on FROM (
        SELECT idea.board_id, person_id, bool_or(sent_on) AS sent_on FROM idea CROSS JOIN LATERAL (
            SELECT idea.leader_id AS person_id, false AS sent_on WHERE EXISTS (
                SELECT FROM status_change WHERE idea_id = idea.id AND status IN ('review', 'elsewhere'))
            UNION ALL SELECT answer.person_id, false FROM answer WHERE idea_id = idea.id
            UNION ALL SELECT seat.person_id, true FROM status_change AS line JOIN seat ON seat.id = line.seat_id
            WHERE line.idea_id = idea.id AND line.status IN ('elsewhere')
                AND (seat.role = 'leader' OR seat.person_id = idea.leader_id)
        ) AS each
        WHERE idea.shown_at IS NOT NULL AND idea.hidden_at IS NULL
            AND person_id IS NOT NULL
        GROUP BY idea.id, person_id
    ) AS idea GROUP BY board_id, person_id
), gone AS (
    DELETE FROM leader_figures AS old WHERE NOT EXISTS (SELECT FROM told WHERE (told.board_id, told.person_id) =
        (old.board_id, old.person_id))
), put AS (
    INSERT INTO leader_figures (board_id, person_id, asked, sent_on) SELECT * FROM told
    ON CONFLICT (board_id, person_id) DO UPDATE SET asked = excluded.asked, sent_on = excluded.sent_on
)

INSERT INTO board_figures (board_id, waiting_since, due, on_the_way, done, confirmed, better, same, worse, unknown,
    answered_on, answered_after, done_on, done_after, done_for)
SELECT board.id,
    coalesce(array_agg(sent ORDER BY sent) FILTER (WHERE status IN ('review', 'elsewhere')), '{}'),
    coalesce(array_agg(due ORDER BY due) FILTER (WHERE due IS NOT NULL), '{}'),
    coalesce(array_agg(statement ORDER BY idea.id) FILTER (WHERE status IN ('agreed', 'trial', 'in_progress')),
        '{}'),
    count(*) FILTER (WHERE status IN ('done', 'confirmed', 'evaluated')),
    count(*) FILTER (WHERE status IN ('done', 'confirmed', 'evaluated') AND was_confirmed),
    count(*) FILTER (WHERE status = 'evaluated' AND effect = 'better'),count(*) FILTER (WHERE status = 'evaluated'
        AND effect = 'same'),count(*) FILTER (WHERE status = 'evaluated' AND effect = 'worse'),count(*) FILTER
        (WHERE status = 'evaluated' AND effect = 'unknown'),
    coalesce(array_agg(answered ORDER BY idea.id) FILTER (WHERE answered >= CURRENT_DATE - 400), '{}'),
    coalesce(array_agg(answered - asked ORDER BY idea.id) FILTER (WHERE answered >= CURRENT_DATE - 400), '{}'),
    coalesce(array_agg(carried ORDER BY idea.id) FILTER (WHERE carried >= CURRENT_DATE - 400), '{}'),
    coalesce(array_agg(carried - proposed ORDER BY idea.id) FILTER (WHERE carried >= CURRENT_DATE - 400), '{}'),
    coalesce(array_agg(statement ORDER BY idea.id) FILTER (WHERE carried >= CURRENT_DATE - 400), '{}')
FROM board LEFT JOIN LATERAL (
    SELECT idea.id, idea.status, coalesce(idea.statement, '') AS statement, line.effect, was_confirmed,
        CAST(idea.created_at AT TIME ZONE 'Europe/Copenhagen' AS date) AS proposed,
        CAST(coalesce(line.asked_at, idea.created_at) AT TIME ZONE 'Europe/Copenhagen' AS date) AS asked,
        CASE WHEN idea.status IN ('review', 'elsewhere') THEN CAST(coalesce((
            SELECT min(at) FROM status_change WHERE idea_id = idea.id AND id > line.rested
        ), idea.status_at) AT TIME ZONE 'Europe/Copenhagen' AS date) END AS sent,
        CAST(line.answered_at AT TIME ZONE 'Europe/Copenhagen' AS date) AS answered,
        CASE WHEN idea.status IN ('done', 'confirmed', 'evaluated')
            THEN CAST(line.done_at AT TIME ZONE 'Europe/Copenhagen' AS date) END AS carried,
        least(CASE WHEN idea.status IN ('review') THEN idea.answer_by END, CASE WHEN idea.status IN ('elsewhere')
        THEN idea.answer_by END, CASE WHEN idea.status IN ('trial') THEN CAST((SELECT line.day FROM status_change AS
        line WHERE line.idea_id = idea.id AND line.status = idea.status
    AND line.day IS NOT NULL ORDER BY line.id DESC LIMIT 1) + 1 AS timestamp) AT TIME ZONE 'Europe/Copenhagen' -
        interval '1 microsecond' END, CASE WHEN idea.status IN ('on_hold') THEN CAST((SELECT line.day FROM
        status_change AS line WHERE line.idea_id = idea.id AND line.status = idea.status
    AND line.day IS NOT NULL ORDER BY line.id DESC LIMIT 1) + 1 AS timestamp) AT TIME ZONE 'Europe/Copenhagen' -
        interval '1 microsecond' END, CASE WHEN idea.status IN ('prioritised', 'agreed', 'trial', 'in_progress')
        THEN CAST((SELECT min(step.day) FROM step WHERE step.idea_id = idea.id AND step.done_at IS NULL) + 1 AS
        timestamp) AT TIME ZONE 'Europe/Copenhagen' - interval '1 microsecond' END, CASE WHEN idea.status IN
        ('in_progress') THEN greatest(idea.status_at, (SELECT max(moment.at) FROM moment WHERE moment.idea_id =
        idea.id)) + make_interval(hours => 720) END) AS due
    FROM idea
    CROSS JOIN LATERAL (
        SELECT min(at) FILTER (WHERE status IN ('review', 'elsewhere')) AS asked_at,
            min(at) FILTER (WHERE status IN ('agreed', 'trial', 'on_hold', 'declined')) AS answered_at,
            coalesce(max(id) FILTER (WHERE status NOT IN ('review', 'elsewhere')), 0) AS rested,
            max(at) FILTER (WHERE status = 'done') AS done_at,
            coalesce(bool_or(status = 'confirmed'), false) AS was_confirmed,
            (array_agg(effect ORDER BY id DESC) FILTER (WHERE effect IS NOT NULL))[1] AS effect
        FROM status_change WHERE idea_id = idea.id
    ) AS line
    WHERE idea.board_id = board.id AND idea.shown_at IS NOT NULL AND idea.hidden_at IS NULL
) AS idea ON true
GROUP BY board.id
ON CONFLICT (board_id) DO UPDATE SET waiting_since = excluded.waiting_since, due = excluded.due, on_the_way =
        excluded.on_the_way, done = excluded.done, confirmed = excluded.confirmed, better = excluded.better, same =
        excluded.same, worse = excluded.worse, unknown = excluded.unknown, answered_on = excluded.answered_on,
        answered_after = excluded.answered_after, done_on = excluded.done_on, done_after = excluded.done_after,
        done_for = excluded.done_for
"""
SAID = """
UPDATE installation SET recounted_on = CAST(now() AT TIME ZONE 'Europe/Copenhagen' AS date)
WHERE EXISTS (SELECT FROM board_figures)
"""


def upgrade() -> None:
    """Make referrals, count anew, and say from which day."""
    op.add_column("installation", sa.Column("recounted_on", sa.Date(), nullable=True))
    op.create_table(
        "leader_figures",
        sa.Column("board_id", sa.BigInteger(), sa.ForeignKey("board.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Integer(), nullable=False),
    )
    op.execute(SAID)
    op.execute(SENT)
    op.execute(COUNT)


def downgrade() -> None:
    """Back to the version before; the referrals stay."""
    op.execute("DELETE FROM job WHERE kind IN ('referral_due_soon', 'referral_overdue', 'referral_silent')")
    op.drop_table("leader_figures")
    op.drop_column("installation", "recounted_on")
