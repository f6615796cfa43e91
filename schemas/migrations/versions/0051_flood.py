"""The same words are looked at once, and somebody may be closed for."""

import sqlalchemy as sa
from alembic import op

revision = "0051_flood"
down_revision = "0050_house_rules"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What waits already is like nothing else."""
    op.add_column("screening", sa.Column("likeness", sa.LargeBinary(), nullable=False, server_default=""))
    op.add_column("seat", sa.Column("muted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Back to the version before: everybody may write."""
    op.drop_column("seat", "muted_at")
    op.drop_column("screening", "likeness")
