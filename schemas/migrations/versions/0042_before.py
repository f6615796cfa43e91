"""Who was to answer an idea before somebody else was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0042_before"
down_revision = "0041_consultations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what went up before, nobody knows from whom."""
    op.add_column(
        "moment",
        sa.Column("before_id", sa.BigInteger(), sa.ForeignKey("person.id", ondelete="SET NULL"), nullable=True),
    )
    op.create_index("ix_moment_before_id", "moment", ["before_id"])


def downgrade() -> None:
    """Back to the version before."""
    op.drop_column("moment", "before_id")
