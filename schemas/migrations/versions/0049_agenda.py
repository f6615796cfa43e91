"""Items of an agenda: what is wished, their order and time, and until when they are handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0049_agenda"
down_revision = "0048_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. Nothing has an agenda yet."""
    wish = sa.Enum("decision", "discussion", "information", name="wish", native_enum=False, length=20)
    op.add_column("idea", sa.Column("wish", wish, nullable=True))
    op.add_column("idea", sa.Column("turn", sa.Integer(), nullable=True))
    op.add_column("idea", sa.Column("minutes", sa.Integer(), nullable=True))
    op.add_column("meeting", sa.Column("hand_in_by", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("agenda_told_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop them."""
    for table, name in (
        *(("meeting", "agenda_told_at"), ("meeting", "hand_in_by")),
        *(("idea", "minutes"), ("idea", "turn"), ("idea", "wish")),
    ):
        op.drop_column(table, name)
