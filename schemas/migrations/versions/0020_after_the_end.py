"""Who came to a meeting, and as what; the hour in which it can be opened again; a role and a cookie that change."""

import sqlalchemy as sa
from alembic import op

revision = "0020_after_the_end"
down_revision = "0019_language_of_accounts"
branch_labels = None
depends_on = None

CAME = """INSERT INTO attendance (meeting_id, seat_id, role, at)
SELECT seat.meeting_id, seat.id, seat.role, seat.joined_at FROM seat JOIN meeting ON meeting.id = seat.meeting_id
WHERE meeting.ended_at IS NOT NULL AND seat.removed_at IS NULL AND seat.awaited_since IS NULL"""
SPOKE = """INSERT INTO attendance (meeting_id, seat_id, role, at)
SELECT DISTINCT idea.meeting_id, seat.id, seat.role, seat.joined_at FROM idea JOIN seat ON seat.id = idea.seat_id
JOIN meeting ON meeting.id = idea.meeting_id WHERE meeting.ended_at IS NOT NULL AND NOT idea.on_paper
AND seat.removed_at IS NULL AND seat.role NOT IN ('leader', 'coordinator') ON CONFLICT DO NOTHING"""
"""A member who wrote at a meeting was there, also where their seat has gone on to another one since."""


def upgrade() -> None:
    """Meetings that are over stay so."""
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.BigInteger(), sa.ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seat_id", sa.BigInteger(), sa.ForeignKey("seat.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_attendance_seat_id", "attendance", ["seat_id"])
    op.add_column("meeting", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("door_was_open", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("seat", sa.Column("role_was", sa.String(length=20), nullable=True))
    op.add_column("seat", sa.Column("role_doubted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("browser_session", sa.Column("renews", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("browser_session", sa.Column("former_hash", sa.LargeBinary(), nullable=True))
    op.add_column("browser_session", sa.Column("former_until", sa.DateTime(timezone=True), nullable=True))
    op.create_unique_constraint("browser_session_former_hash_key", "browser_session", ["former_hash"])
    op.execute("UPDATE meeting SET settled_at = ended_at WHERE ended_at IS NOT NULL")
    op.execute(CAME)
    op.execute(SPOKE)


def downgrade() -> None:
    """Back to the version before. What waits for its hour to pass stays uncounted."""
    op.drop_constraint("browser_session_former_hash_key", "browser_session")
    for column in ("former_until", "former_hash", "renews"):
        op.drop_column("browser_session", column)
    op.drop_column("seat", "role_doubted_at")
    op.drop_column("seat", "role_was")
    op.drop_column("meeting", "door_was_open")
    op.drop_column("meeting", "settled_at")
    op.drop_table("attendance")
