"""A person can change the address of their account."""

import sqlalchemy as sa
from alembic import op

revision = "0023_address_change"
down_revision = "0022_closed_boards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has asked for a new address yet."""
    op.create_table(
        "address_change",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id"),
        sa.UniqueConstraint("token_hash"),
    )


def downgrade() -> None:
    """Back to the version before."""
    op.drop_table("address_change")
