"""A board has rules for what may be written, with numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0050_house_rules"
down_revision = "0049_agenda"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each board begins with the standard ones, which are not rows."""
    op.create_table(
        "house_rule",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("board_id", sa.BigInteger(), sa.ForeignKey("board.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_away_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("board_id", "number"),
    )
    op.create_index("ix_house_rule_board_id", "house_rule", ["board_id"])


def downgrade() -> None:
    """Back to the version before: old refusals keep their number."""
    op.drop_table("house_rule")
