"""A meeting knows how many may come, which bounds somebody has met, and which its coordinator has lifted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012_bounds"
down_revision = "0011_votes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None is met and none lifted in any meeting so far; the version before writes neither."""
    op.add_column("meeting", sa.Column("seats_most", sa.Integer(), nullable=True))
    for name in ("asked", "lifted"):
        op.add_column("meeting", sa.Column(name, postgresql.JSONB(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Back to 0009."""
    for name in ("lifted", "asked", "seats_most"):
        op.drop_column("meeting", name)
