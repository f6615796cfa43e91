"""Questions are called up and answered, under rules that a board chooses; others can say that they want to know too."""

import sqlalchemy as sa
from alembic import op

revision = "0047_question_time"
down_revision = "0046_screening"
branch_labels = None
depends_on = None


def _ref(name: str, target: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), sa.ForeignKey(target, ondelete="CASCADE"), nullable=False)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """No board has questions to call yet."""
    op.add_column("board", sa.Column("question_rules", sa.String(20), server_default="", nullable=False))
    op.add_column("board", sa.Column("election_on", sa.Date(), nullable=True))
    op.add_column("meeting", sa.Column("stream_url", sa.String(500), server_default="", nullable=False))
    op.add_column("meeting", _moment("stream_from"))
    op.create_table(
        "question_turn",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        _ref("meeting_id", "meeting.id"),
        _ref("idea_id", "idea.id"),
        _moment("called_at"),
        _moment("ended_at"),
        sa.Column("became", sa.String(20), nullable=True),
    )
    op.create_index("ix_question_turn_meeting_id", "question_turn", ["meeting_id"])
    op.create_index("ix_question_turn_idea_id", "question_turn", ["idea_id"])
    op.create_table(
        "asker",
        sa.Column("seat_id", sa.BigInteger(), sa.ForeignKey("seat.id", ondelete="CASCADE"), primary_key=True),
        _ref("board_id", "board.id"),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("adult", sa.Boolean(), nullable=False),
        _moment("at", nullable=False),
    )
    op.create_index("ix_asker_board_id", "asker", ["board_id"])
    op.create_table(
        "support",
        _ref("meeting_id", "meeting.id"),
        sa.Column("idea_id", sa.BigInteger(), sa.ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("voter", sa.LargeBinary(), primary_key=True),
    )
    op.create_index("ix_support_meeting_id", "support", ["meeting_id"])
    op.execute("ALTER TABLE support ALTER COLUMN voter SET STATISTICS 0")  # ANALYZE keeps no samples of it


def downgrade() -> None:
    """Back to the version before, which has no questions to call."""
    for table in ("support", "asker", "question_turn"):
        op.drop_table(table)
    for table, column in (
        *(("meeting", "stream_from"), ("meeting", "stream_url")),
        *(("board", "election_on"), ("board", "question_rules")),
    ):
        op.drop_column(table, column)
