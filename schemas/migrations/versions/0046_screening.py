"""What members write may be looked at by those who moderate, before or after others read it."""

import sqlalchemy as sa
from alembic import op

revision = "0046_screening"
down_revision = "0045_authors"
branch_labels = None
depends_on = None


def _ref(name: str, target: str, *, none: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(f"{target}.id", ondelete="SET NULL" if none else "CASCADE")
    return sa.Column(name, sa.BigInteger(), key, nullable=none)


def _one(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), sa.ForeignKey(f"{name[:-3]}.id", ondelete="CASCADE"), unique=True)


def upgrade() -> None:
    """Nobody moderates yet, and no meeting asks for it."""
    op.add_column("meeting", sa.Column("moderated", sa.String(20), nullable=True))
    op.add_column("seat", sa.Column("moderates", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "screening",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False, unique=True),
        _ref("board_id", "board"),
        _ref("meeting_id", "meeting"),
        _one("idea_id"),
        _one("comment_id"),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("looks", sa.String(20), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=True),
        sa.Column("message", sa.String(300), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.CheckConstraint("num_nonnulls(idea_id, comment_id) = 1", name="screening_of"),
    )
    op.create_table(
        "screening_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        _ref("board_id", "board"),
        _ref("meeting_id", "meeting"),
        _ref("screening_id", "screening", none=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _ref("seat_id", "seat", none=True),
        sa.Column("deed", sa.String(20), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=True),
    )
    wanted = {
        "screening": ["board_id", "meeting_id"],
        "screening_line": ["board_id", "meeting_id", "screening_id", "seat_id"],
    }
    for table, columns in wanted.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Back to the version before: what waits stays hidden."""
    op.drop_table("screening_line")
    op.drop_table("screening")
    op.drop_column("seat", "moderates")
    op.drop_column("meeting", "moderated")
