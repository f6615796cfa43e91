"""Units and seats know what somebody was called by who named them, until they have been there."""

import sqlalchemy as sa
from alembic import op

revision = "0015_called"
down_revision = "0014_names_and_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whoever leads or coordinates so far is called what they were. The version before writes none of these: where it
    chooses another leader, `called_id` is not the leader, and nothing follows from it."""
    op.add_column("unit", sa.Column("called_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key("fk_unit_called_id_person", "unit", "person", ["called_id"], ["id"], ondelete="SET NULL")
    for name in ("called", "called_title"):
        op.add_column("unit", sa.Column(name, sa.String(length=200), nullable=False, server_default=""))
    op.add_column("seat", sa.Column("called_title", sa.String(length=200), nullable=True))


def downgrade() -> None:
    """Back to 0014."""
    op.drop_column("seat", "called_title")
    for name in ("called_title", "called", "called_id"):
        op.drop_column("unit", name)
