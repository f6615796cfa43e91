"""Members comment on a case, and the room talks of it, as of an idea."""

import sqlalchemy as sa
from alembic import op

revision = "0043_talk_of_cases"
down_revision = "0042_before"
branch_labels = None
depends_on = None

ABOUT = "num_nonnulls(idea_id, consultation_id) = 1"


def upgrade() -> None:
    """All that was said until now was said of ideas."""
    for table in ("comment", "note"):
        to_case = sa.ForeignKey("consultation.id", ondelete="CASCADE")
        op.add_column(table, sa.Column("consultation_id", sa.BigInteger(), to_case, nullable=True))
        op.create_index(f"ix_{table}_consultation_id", table, ["consultation_id"])
        op.alter_column(table, "idea_id", nullable=True)
        op.create_check_constraint(f"{table}_about", table, ABOUT)
    op.create_unique_constraint("note_meeting_id_consultation_id_key", "note", ["meeting_id", "consultation_id"])
    op.add_column("meeting", sa.Column("focus_case_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Back to the version before, which has no place for what was said of a case."""
    op.drop_column("meeting", "focus_case_id")
    op.drop_constraint("note_meeting_id_consultation_id_key", "note")
    for table in ("note", "comment"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE idea_id IS NULL"))  # noqa: S608 - our own words
        op.drop_constraint(f"{table}_about", table)
        op.alter_column(table, "idea_id", nullable=False)
        op.drop_column(table, "consultation_id")
