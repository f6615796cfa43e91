"""Cases that a body puts to a board."""

import sqlalchemy as sa
from alembic import op

revision = "0041_consultations"
down_revision = "0040_silence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has asked anything yet."""
    op.create_table(
        "consultation",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False, unique=True),
        sa.Column("board_id", sa.BigInteger(), sa.ForeignKey("board.id", ondelete="CASCADE"), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), sa.ForeignKey("unit.id", ondelete="SET NULL"), nullable=True),
        sa.Column("body", sa.String(200), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("put_by", sa.BigInteger(), sa.ForeignKey("person.id", ondelete="SET NULL"), nullable=True),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("token", sa.String(43), nullable=False, unique=True),
        sa.Column("meeting_id", sa.BigInteger(), sa.ForeignKey("meeting.id", ondelete="SET NULL"), nullable=True),
        sa.Column("answer", sa.String(4000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("came_of", sa.String(1000), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
    )
    for column in ("board_id", "unit_id", "put_by", "meeting_id"):
        op.create_index(f"ix_consultation_{column}", "consultation", [column])


def downgrade() -> None:
    """Back to the version before."""
    op.drop_table("consultation")
