"""A line of the minutes can be corrected, and the correction hangs on the idea that the line is about."""

import sqlalchemy as sa
from alembic import op

revision = "0025_lines_of_minutes"
down_revision = "0024_names_with_a_yes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of their own, so that they go with their idea."""
    op.create_table(
        "minutes_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("meeting_id", "idea_id"):
        op.create_index(f"ix_minutes_line_{column}", "minutes_line", [column])


def downgrade() -> None:
    """Back to the version before."""
    op.drop_table("minutes_line")
