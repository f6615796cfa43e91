"""Units of more kinds: an address that answers for one, the days it has, and when it was merged into another."""

import sqlalchemy as sa
from alembic import op

revision = "0036_bodies"
down_revision = "0035_identities"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No unit has an address yet, and each has the board's days."""
    op.add_column("unit", sa.Column("answer_days", sa.Integer(), nullable=True))
    op.add_column("unit", sa.Column("answers_mail", sa.String(254), nullable=False, server_default=""))
    op.add_column("unit", sa.Column("answers_mail_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("unit", sa.Column("answers_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("unit", sa.Column("answers_token", sa.LargeBinary(), nullable=True))
    op.create_unique_constraint(None, "unit", ["answers_token"])
    op.add_column("unit", sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Back to the version before, which knows three kinds: the others are departments there."""
    op.execute("UPDATE unit SET kind = 'department' WHERE kind NOT IN ('region', 'hospital', 'department')")
    names = ("merged_at", "answers_token", "answers_asked_at", "answers_mail_at", "answers_mail", "answer_days")
    for name in names:
        op.drop_column("unit", name)
