"""Figures are counted from the board's first question to a real answer, and each leader's share sent on is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0040_silence"
down_revision = "0035_identities"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count anew, and say from which day."""
    op.add_column("installation", sa.Column("recounted_on", sa.Date(), nullable=True))
    op.create_table(
        "leader_figures",
        sa.Column("board_id", sa.BigInteger(), sa.ForeignKey("board.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Back to the version before."""
    op.drop_table("leader_figures")
    op.drop_column("installation", "recounted_on")
