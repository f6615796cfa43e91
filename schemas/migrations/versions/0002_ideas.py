"""Seats, ideas, rounds, events and jobs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_ideas"
down_revision = "0001_boards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cursor",
        sa.Column("board_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("board_id"),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("board_id", sa.BigInteger(), nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("dedupe", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state", sa.Enum("due", "done", "dead", name="jobstate", native_enum=False, length=20), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("last_error", sa.String(length=100), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dedupe"),
    )
    op.create_index("ix_job_board_id", "job", ["board_id"], unique=False)
    op.create_index("job_waiting", "job", ["due_at"], unique=False, postgresql_where=sa.text("state = 'due'"))
    op.create_table(
        "presence",
        sa.Column("server", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("server", "board_id"),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.BigInteger(), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "closed", "void", name="roundstate", native_enum=False, length=20), nullable=False
        ),
        sa.Column("method", sa.Enum("dots", "approval", name="method", native_enum=False, length=20), nullable=False),
        sa.Column("secrecy", sa.Enum("secret", "open", name="secrecy", native_enum=False, length=20), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("own_allowed", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=True),
        sa.Column("result_token", sa.String(length=43), nullable=False),
        sa.Column(
            "detail", sa.Enum("exact", "chosen", "nothing", name="detail", native_enum=False, length=20), nullable=False
        ),
        sa.Column("breakdown", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("result_token"),
    )
    op.create_index("ix_round_board_id", "round", ["board_id"], unique=False)
    op.create_index("ix_round_meeting_id", "round", ["meeting_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.BigInteger(), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "patient",
                "relative",
                "citizen",
                "professional",
                "leader",
                "coordinator",
                "observer",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("organisation", sa.String(length=80), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_hash", sa.LargeBinary(), nullable=True),
        sa.Column("return_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("board_id", "nonce"),
        sa.UniqueConstraint("board_id", "person_id"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("return_hash"),
    )
    op.create_index("ix_seat_board_id", "seat", ["board_id"], unique=False)
    op.create_index("ix_seat_meeting_id", "seat", ["meeting_id"], unique=False)
    op.create_index("ix_seat_person_id", "seat", ["person_id"], unique=False)
    op.create_table(
        "ballot",
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("voter", sa.LargeBinary(), nullable=False),
        sa.Column("dots", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "voter"),
    )
    # ANALYZE keeps samples of what it saw, and they would outlive the ballots and the secret.
    for table, column in (("ballot", "voter"), ("ballot", "dots"), ("round", "secret")):
        op.execute(f'ALTER TABLE "{table}" ALTER COLUMN {column} SET STATISTICS 0')
    op.create_table(
        "done",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("phase_no", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "phase_no", "seat_id"),
    )
    op.create_table(
        "event",
        sa.Column("board_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["seat.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("board_id", "seq"),
    )
    op.create_table(
        "idea",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("board_id", sa.BigInteger(), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=True),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("source_ref", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("theme", sa.String(length=80), nullable=False),
        sa.Column(
            "statement",
            sa.Enum("safety", "pathways", "dialogue", name="statement", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "prioritised",
                "review",
                "agreed",
                "trial",
                "in_progress",
                "done",
                "confirmed",
                "evaluated",
                "on_hold",
                "declined",
                "elsewhere",
                "merged",
                "withdrawn",
                name="status",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("leader_id", sa.BigInteger(), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["merged_into_id"], ["idea.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("board_id", "number"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("seat_id", "submission"),
    )
    op.create_index("ix_idea_board_id", "idea", ["board_id"], unique=False)
    op.create_index("ix_idea_leader_id", "idea", ["leader_id"], unique=False)
    op.create_index("ix_idea_meeting_id", "idea", ["meeting_id"], unique=False)
    op.create_index("ix_idea_merged_into_id", "idea", ["merged_into_id"], unique=False)
    op.create_index("ix_idea_seat_id", "idea", ["seat_id"], unique=False)
    op.create_index("ix_idea_status", "idea", ["status"], unique=False)
    op.create_table(
        "round_voter",
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "patient",
                "relative",
                "citizen",
                "professional",
                "leader",
                "coordinator",
                "observer",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "seat_id"),
    )
    op.create_table(
        "session_seat",
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("board_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["browser_session.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "board_id"),
    )
    op.create_index("ix_session_seat_seat_id", "session_seat", ["seat_id"], unique=False)
    op.create_table(
        "round_idea",
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "idea_id"),
    )
    op.create_table(
        "tally",
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "idea_id"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("tally")
    op.drop_table("round_idea")
    op.drop_table("session_seat")
    op.drop_table("round_voter")
    op.drop_table("idea")
    op.drop_table("event")
    op.drop_table("done")
    op.drop_table("ballot")
    op.drop_table("seat")
    op.drop_table("round")
    op.drop_table("presence")
    op.drop_table("job")
    op.drop_table("cursor")
