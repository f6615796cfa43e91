"""What happens after the meeting: steps, follow-ups, news, minutes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_the_loop"
down_revision = "0006_units"
branch_labels = None
depends_on = None

WORDS = "to_tsvector('danish', title || ' ' || text)"
RANDOM = sa.text("replace(gen_random_uuid()::text, '-', '')")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "minutes",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parts", postgresql.JSONB(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_version", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_by", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["seat.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["edited_by"], ["seat.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id"),
        sa.UniqueConstraint("token"),
    )
    op.create_index("ix_minutes_approved_by", "minutes", ["approved_by"], unique=False)
    op.create_index("ix_minutes_edited_by", "minutes", ["edited_by"], unique=False)
    op.create_table(
        "minutes_version",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parts", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("meeting_id", "version"),
    )
    op.create_index("ix_minutes_version_seat_id", "minutes_version", ["seat_id"], unique=False)
    op.create_table(
        "digest_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("sentence", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("unsubscribe", sa.String(length=300), nullable=True),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index("ix_digest_line_created_at", "digest_line", ["created_at"], unique=False)
    op.create_index("ix_digest_line_idea_id", "digest_line", ["idea_id"], unique=False)
    op.create_index("ix_digest_line_recipient", "digest_line", ["recipient"], unique=False)
    op.create_table(
        "moment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("submission", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("idea_id", "submission"),
    )
    op.create_index("ix_moment_idea_id", "moment", ["idea_id"], unique=False)
    op.create_index("ix_moment_seat_id", "moment", ["seat_id"], unique=False)
    op.create_table(
        "staff_note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=True),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("seat_id", "submission"),
    )
    op.create_index("ix_staff_note_idea_id", "staff_note", ["idea_id"], unique=False)
    op.create_index("ix_staff_note_seat_id", "staff_note", ["seat_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.BigInteger(), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("counts", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["change_id"], ["status_change.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("change_id", "question"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_follow_up_board_id", "follow_up", ["board_id"], unique=False)
    op.create_index("ix_follow_up_change_id", "follow_up", ["change_id"], unique=False)
    op.create_index("ix_follow_up_idea_id", "follow_up", ["idea_id"], unique=False)
    op.create_table(
        "answer_version",
        sa.Column("answer_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("answer_id", "version"),
    )
    op.create_index("ix_answer_version_person_id", "answer_version", ["person_id"], unique=False)
    op.create_table(
        "follow_up_answer",
        sa.Column("follow_up_id", sa.BigInteger(), nullable=False),
        sa.Column("voter", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("follow_up_id", "voter"),
    )
    # ANALYZE would keep samples of what must be gone when a question is closed.
    for table, column in (
        *(("follow_up_answer", "voter"), ("follow_up_answer", "answer"), ("follow_up_answer", "words")),
        ("follow_up", "secret"),
    ):
        op.execute(f'ALTER TABLE "{table}" ALTER COLUMN {column} SET STATISTICS 0')
    op.add_column("answer", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("board", sa.Column("answer_days", sa.Integer(), nullable=False, server_default="30"))
    op.add_column("board", sa.Column("escalate_days", sa.Integer(), nullable=False, server_default="14"))
    op.add_column("follow", sa.Column("seat_id", sa.BigInteger(), nullable=True))
    op.add_column("follow", sa.Column("weekly", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("follow", "mail", existing_type=sa.VARCHAR(length=254), nullable=True)
    op.alter_column("follow", "token_hash", existing_type=postgresql.BYTEA(), nullable=True)
    op.add_column("follow", sa.Column("address_hash", sa.LargeBinary(), nullable=True))
    op.create_index("ix_follow_address_hash", "follow", ["address_hash"], unique=False)
    op.create_index("ix_follow_seat_id", "follow", ["seat_id"], unique=False)
    op.create_foreign_key(None, "follow", "seat", ["seat_id"], ["id"], ondelete="SET NULL")
    op.add_column("invitation", sa.Column("mail", sa.String(length=254), nullable=False, server_default=""))
    op.add_column("invitation", sa.Column("salt", sa.String(length=43), nullable=False, server_default=""))
    op.add_column("invitation", sa.Column("language", sa.String(length=2), nullable=False, server_default="da"))
    op.add_column("job", sa.Column("idea_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_job_idea_id", "job", ["idea_id"], unique=False)
    op.create_foreign_key(None, "job", "idea", ["idea_id"], ["id"], ondelete="SET NULL")
    op.add_column("job", sa.Column("again_by", sa.BigInteger(), nullable=True))
    op.create_index("ix_job_again_by", "job", ["again_by"], unique=False)
    op.create_foreign_key(None, "job", "seat", ["again_by"], ["id"], ondelete="SET NULL")
    op.add_column("mail", sa.Column("lines", postgresql.JSONB(), nullable=True))
    op.add_column("mail", sa.Column("calendar", sa.String(), nullable=True))
    op.add_column("mail", sa.Column("news", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("meeting", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("owner", sa.Column("mail", sa.String(length=254), nullable=False, server_default=""))
    op.add_column("owner", sa.Column("token_hash", sa.LargeBinary(), nullable=True))
    op.create_unique_constraint(None, "owner", ["token_hash"])
    op.add_column("seat", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("seat", sa.Column("looked_before", sa.DateTime(timezone=True), nullable=True))
    op.add_column("status_change", sa.Column("name", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("step", sa.Column("public_id", sa.String(length=32), nullable=False, server_default=RANDOM))
    op.create_unique_constraint(None, "step", ["public_id"])
    op.execute(f"CREATE INDEX ix_idea_words ON idea USING gin ({WORDS})")


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_idea_words", "idea")
    for table in (
        "follow_up_answer",
        "answer_version",
        "follow_up",
        "staff_note",
        "moment",
        "digest_line",
        "minutes_version",
        "minutes",
    ):
        op.drop_table(table)
    for table, columns in COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)
    op.execute("DELETE FROM follow WHERE mail IS NULL")
    op.alter_column("follow", "mail", nullable=False)
    op.alter_column("follow", "token_hash", nullable=False)


COLUMNS = {
    "answer": ["version"],
    "board": ["answer_days", "escalate_days"],
    "follow": ["seat_id", "weekly", "address_hash"],
    "seat": ["looked_at", "looked_before"],
    "invitation": ["mail", "language", "salt"],
    "job": ["idea_id", "again_by"],
    "mail": ["calendar", "news", "lines"],
    "meeting": ["ends_at", "cancelled_at", "sequence"],
    "owner": ["mail", "token_hash"],
    "status_change": ["name"],
    "step": ["public_id"],
}
