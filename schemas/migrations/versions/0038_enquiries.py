"""Enquiries of citizens, and who may pass them on."""

import sqlalchemy as sa
from alembic import op

revision = "0038_enquiries"
down_revision = "0037_members"
branch_labels = None
depends_on = None


def _ref(name: str, target: str, *, kept: bool = False, primary: bool = False) -> sa.Column[int]:
    gone = "SET NULL" if kept else "CASCADE"
    return sa.Column(
        name, sa.BigInteger(), sa.ForeignKey(f"{target}.id", ondelete=gone), nullable=kept, primary_key=primary
    )


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Nobody may yet, and there are none."""
    op.create_table(
        "listener",
        _ref("unit_id", "unit", primary=True),
        _ref("person_id", "person", primary=True),
        sa.Column("called", sa.String(200), nullable=True),
        _ref("by_id", "person", kept=True),
        _moment("since", nullable=False),
    )
    op.create_index("ix_listener_person_id", "listener", ["person_id"])
    op.create_table(
        "enquiry",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False, unique=True),
        _ref("unit_id", "unit"),
        _ref("level_id", "unit"),
        _ref("written_by", "person", kept=True),
        sa.Column("submission", sa.String(64), nullable=False, unique=True),
        sa.Column("matter", sa.String(20), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("reply", sa.String(20), nullable=False),
        sa.Column("contact", sa.String(254), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True, unique=True),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True, unique=True),
        _moment("written_at", nullable=False),
        _moment("handed_at"),
        _moment("answer_by", nullable=False),
        _moment("nobody_at"),
        sa.Column("answer", sa.String(4000), nullable=False),
        _moment("answered_at"),
        _ref("answered_by", "person", kept=True),
        sa.Column("answerer", sa.String(700), nullable=False),
        _moment("told_at"),
        _moment("erased_at"),
        _ref("board_id", "board", kept=True),
        sa.Column("idea_title", sa.String(300), nullable=False),
        sa.Column("idea_text", sa.String(4000), nullable=False),
        _moment("yes_at"),
    )
    for column in ("unit_id", "level_id", "written_by", "answer_by", "answered_by", "board_id"):
        op.create_index(f"ix_enquiry_{column}", "enquiry", [column])


def downgrade() -> None:
    """Back to the version before: they are lost."""
    op.drop_table("enquiry")
    op.drop_table("listener")
