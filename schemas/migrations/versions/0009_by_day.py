"""A mail may be one that goes in open hours only."""

import sqlalchemy as sa
from alembic import op

revision = "0009_by_day"
down_revision = "0008_overview"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What nobody asked for at that moment goes by day, however long it had to wait for a mail server."""
    op.add_column("mail", sa.Column("by_day", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE mail SET by_day = news")
    op.alter_column("mail", "by_day", server_default=None)


def downgrade() -> None:
    """Back to 0008."""
    op.drop_column("mail", "by_day")
