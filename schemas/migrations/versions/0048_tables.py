"""People sit at tables with numbers, and an idea keeps the number of the table that it was written at."""

import sqlalchemy as sa
from alembic import op

revision = "0048_tables"
down_revision = "0047_question_time"
branch_labels = None
depends_on = None


def _to(table: str) -> sa.Column[int]:
    return sa.Column(f"{table}_id", sa.BigInteger(), sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=True)


def upgrade() -> None:
    """No meeting until now had tables."""
    op.add_column("meeting", sa.Column("tables", sa.Integer(), nullable=False, server_default="6"))
    op.add_column("idea", sa.Column("table_no", sa.Integer(), nullable=True))
    op.add_column("idea", sa.Column("held", sa.Boolean(), nullable=False, server_default="false"))
    for name in ("has", "has_too"):
        op.add_column("agreement", sa.Column(name, sa.String(length=200), nullable=False, server_default=""))
    op.create_table(
        "table_seat",
        _to("meeting"),
        _to("seat"),
        sa.Column("number", sa.Integer(), nullable=False),
    )
    op.create_table(
        "table_help",
        _to("meeting"),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Back to the version before, which knows no tables."""
    op.drop_table("table_help")
    op.drop_table("table_seat")
    for name in ("has_too", "has"):
        op.drop_column("agreement", name)
    op.drop_column("idea", "held")
    op.drop_column("idea", "table_no")
    op.drop_column("meeting", "tables")
