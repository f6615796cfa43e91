"""Answers, owners, steps and followers."""

import sqlalchemy as sa
from alembic import op

revision = "0003_answers"
down_revision = "0002_ideas"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "follow",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("idea_id", "mail"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_follow_idea_id", "follow", ["idea_id"], unique=False)
    op.create_table(
        "owner",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_owner_idea_id", "owner", ["idea_id"], unique=False)
    op.create_index("ix_owner_person_id", "owner", ["person_id"], unique=False)
    op.create_table(
        "status_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
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
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("other_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "effect",
            sa.Enum("better", "same", "worse", "unknown", name="effect", native_enum=False, length=20),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["idea.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_status_change_idea_id", "status_change", ["idea_id"], unique=False)
    op.create_index("ix_status_change_other_id", "status_change", ["other_id"], unique=False)
    op.create_index("ix_status_change_seat_id", "status_change", ["seat_id"], unique=False)
    op.create_index("ix_status_change_unit_id", "status_change", ["unit_id"], unique=False)
    op.create_table(
        "step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_step_idea_id", "step", ["idea_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["status_change.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_answer_change_id", "answer", ["change_id"], unique=False)
    op.create_index("ix_answer_idea_id", "answer", ["idea_id"], unique=False)
    op.create_index("ix_answer_person_id", "answer", ["person_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("answer")
    op.drop_table("step")
    op.drop_table("status_change")
    op.drop_table("owner")
    op.drop_table("follow")
