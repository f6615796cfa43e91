"""A seat counts when its cookie has come back; a browser has seen that the return code was used elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0013_who_sits_here"
down_revision = "0012_bounds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Seats that are here already count, and so do those that the version before still writes: nothing is awaited."""
    op.add_column("seat", sa.Column("awaited_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("session_seat", sa.Column("code_seen_at", sa.DateTime(timezone=True), nullable=True))
    here = sa.text("awaited_since IS NOT NULL")
    op.create_index("ix_seat_awaited_since", "seat", ["awaited_since"], unique=False, postgresql_where=here)


def downgrade() -> None:
    """Back to the version before."""
    op.drop_index("ix_seat_awaited_since", table_name="seat")
    op.drop_column("session_seat", "code_seen_at")
    op.drop_column("seat", "awaited_since")
