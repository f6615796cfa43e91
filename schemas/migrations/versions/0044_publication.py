"""What a board shows to everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0044_publication"
down_revision = "0043_talk_of_cases"
branch_labels = None
depends_on = None


def _ref(name: str, target: str, *, primary: bool = False, none: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(f"{target}.id", ondelete="SET NULL" if none else "CASCADE")
    return sa.Column(name, sa.BigInteger(), key, primary_key=primary, nullable=none)


def upgrade() -> None:
    """No board is open to everybody yet."""
    op.add_column("board", sa.Column("published", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "publication",
        _ref("board_id", "board", primary=True),
        sa.Column("slug", sa.String(60), nullable=False, unique=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        _ref("opened_by", "seat", none=True),
        sa.Column("intro", sa.String(1000), nullable=False),
        sa.Column("shows_meetings", sa.Boolean(), nullable=False),
        sa.Column("embedded_in", sa.String(400), nullable=False),
    )
    op.create_table(
        "open_idea",
        _ref("idea_id", "idea", primary=True),
        _ref("board_id", "board"),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        _ref("shown_by", "seat", none=True),
        sa.Column("retold", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "open_words",
        _ref("idea_id", "idea", primary=True),
        _ref("seat_id", "seat"),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "open_minutes",
        _ref("meeting_id", "meeting", primary=True),
        _ref("board_id", "board"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("own_words", sa.String(200), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        _ref("shown_by", "seat", none=True),
        sa.UniqueConstraint("board_id", "number"),
    )
    wanted = {
        "publication": ["opened_by"],
        "open_idea": ["board_id", "shown_by"],
        "open_words": ["seat_id"],
        "open_minutes": ["board_id", "shown_by"],
    }
    for table, columns in wanted.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Back to the version before."""
    for table in ("open_minutes", "open_words", "open_idea", "publication"):
        op.drop_table(table)
    op.drop_column("board", "published")
