"""A board can be closed and opened again."""

import sqlalchemy as sa
from alembic import op

revision = "0022_closed_boards"
down_revision = "0020_after_the_end"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The boards there are stay open."""
    op.add_column("board", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Back to the version before."""
    op.drop_column("board", "closed_at")
