"""Units have an address and a history, and boards know what their pages wear."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_units"
down_revision = "0005_settings"
branch_labels = None
depends_on = None

RANDOM = sa.text("replace(gen_random_uuid()::text, '-', '')")


def upgrade() -> None:
    """Make them."""
    op.add_column("unit", sa.Column("public_id", sa.String(length=32), nullable=False, server_default=RANDOM))
    op.create_unique_constraint(None, "unit", ["public_id"])
    op.add_column("board", sa.Column("look", postgresql.JSONB(), nullable=True))
    op.create_table(
        "unit_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=300), nullable=False),
        sa.Column("after", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_unit_change_by_id", "unit_change", ["by_id"], unique=False)
    op.create_index("ix_unit_change_unit_id", "unit_change", ["unit_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("unit_change")
    op.drop_column("board", "look")
    op.drop_column("unit", "public_id")
