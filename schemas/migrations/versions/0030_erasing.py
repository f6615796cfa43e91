"""Somebody has themselves erased: when, what waits for a vote to close, and whose words a line on a timeline is."""

import sqlalchemy as sa
from alembic import op

revision = "0030_erasing"
down_revision = "0029_first_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of lines written before, only those at an idea with a single author are known to be theirs."""
    op.add_column("seat", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("idea", sa.Column("erasing", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("moment", sa.Column("written_by", sa.BigInteger(), nullable=True))
    op.create_foreign_key("moment_written_by_fkey", "moment", "seat", ["written_by"], ["id"], ondelete="SET NULL")
    op.create_index("ix_moment_written_by", "moment", ["written_by"])


def downgrade() -> None:
    """Back to the version before."""
    op.drop_column("moment", "written_by")
    op.drop_column("idea", "erasing")
    op.drop_column("seat", "erased_at")
