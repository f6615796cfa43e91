"""What a meeting, a seat, an idea, a round and a unit know besides."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_settings"
down_revision = "0004_the_meeting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.add_column("ballot", sa.Column("paper_role", sa.String(length=20), nullable=True))
    op.add_column("ballot", sa.Column("form_key", sa.LargeBinary(), nullable=True))
    for column in ("paper_role", "form_key"):  # ANALYZE keeps samples of what it has seen
        op.execute(f"ALTER TABLE ballot ALTER COLUMN {column} SET STATISTICS 0")
    op.add_column("browser_session", sa.Column("theme", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("browser_session", sa.Column("size", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("browser_session", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("idea", sa.Column("group_id", sa.BigInteger(), nullable=True))
    op.add_column("idea", sa.Column("on_paper", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("idea", sa.Column("paper_role", sa.String(length=20), nullable=True))
    op.add_column("idea", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("idea", sa.Column("hidden_reason", sa.String(length=300), nullable=False, server_default=""))
    op.create_index("ix_idea_group_id", "idea", ["group_id"], unique=False)
    op.create_foreign_key(None, "idea", "idea_group", ["group_id"], ["id"], ondelete="SET NULL")
    op.add_column("meeting", sa.Column("vote_on", sa.String(length=20), nullable=False, server_default="all"))
    op.add_column("meeting", sa.Column("themes", postgresql.JSONB(), nullable=False, server_default="[]"))
    op.add_column("meeting", sa.Column("author_seen", sa.String(length=20), nullable=False, server_default="nobody"))
    op.add_column("meeting", sa.Column("reveal_by", sa.String(length=20), nullable=False, server_default="all"))
    op.add_column("meeting", sa.Column("members_group", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("meeting", sa.Column("focus_id", sa.BigInteger(), nullable=True))
    op.add_column("meeting", sa.Column("result_from", sa.Integer(), nullable=True))
    op.add_column("meeting", sa.Column("heard_secret", sa.LargeBinary(), nullable=True))
    op.add_column("meeting", sa.Column("heard", postgresql.JSONB(), nullable=True))
    op.execute('ALTER TABLE "meeting" ALTER COLUMN heard_secret SET STATISTICS 0')
    op.add_column("owner", sa.Column("carries", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("round", sa.Column("on_paper", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("round", sa.Column("slips", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("status_change", sa.Column("round_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_status_change_round_id", "status_change", ["round_id"], unique=False)
    op.create_foreign_key(None, "status_change", "round", ["round_id"], ["id"], ondelete="SET NULL")
    op.add_column("seat", sa.Column("scribe", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("seat", sa.Column("theme", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("seat", sa.Column("size", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("seat", sa.Column("language", sa.String(length=2), nullable=False, server_default=""))
    op.add_column("seat", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("unit", sa.Column("colours", postgresql.JSONB(), nullable=True))
    op.add_column("unit", sa.Column("logo", sa.LargeBinary(), nullable=True))
    op.add_column("unit", sa.Column("logo_type", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("unit", sa.Column("responsible", sa.String(length=300), nullable=False, server_default=""))
    op.create_table(
        "unlike",
        sa.Column("idea_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["idea.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", "other_id"),
    )


COLUMNS = {
    "status_change": ("round_id",),
    "unit": ("colours", "logo", "logo_type", "responsible"),
    "seat": ("scribe", "theme", "size", "language", "paused"),
    "owner": ("carries",),
    "round": ("on_paper", "slips"),
    "meeting": (
        *("vote_on", "themes", "author_seen", "reveal_by", "members_group"),
        *("focus_id", "result_from", "heard_secret", "heard"),
    ),
    "idea": ("group_id", "on_paper", "paper_role", "hidden_at", "hidden_reason"),
    "browser_session": ("theme", "size", "paused"),
    "ballot": ("paper_role", "form_key"),
}


def downgrade() -> None:
    """Drop them."""
    op.drop_table("unlike")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)
