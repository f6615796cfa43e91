"""Members of a standing board: who appointed them, for how long, and how they want to be asked."""

import sqlalchemy as sa
from alembic import op

revision = "0037_members"
down_revision = "0036_bodies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is on a list yet, and no seat's term ends."""
    op.create_table(
        "member",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False, unique=True),
        sa.Column("board_id", sa.BigInteger(), sa.ForeignKey("board.id", ondelete="CASCADE"), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), sa.ForeignKey("seat.id", ondelete="SET NULL"), unique=True),
        sa.Column("substitute_id", sa.BigInteger(), sa.ForeignKey("member.id", ondelete="SET NULL")),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("organisation", sa.String(80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "asking",
            sa.String(20),
            nullable=False,
        ),
        sa.Column("mail", sa.String(254), nullable=False),
        sa.Column("new_mail", sa.String(254), nullable=False),
        sa.Column("new_mail_at", sa.DateTime(timezone=True)),
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("salt", sa.String(43), nullable=False),
        sa.Column("yes_hash", sa.LargeBinary(), unique=True),
        sa.Column("own_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("yes_at", sa.DateTime(timezone=True)),
        sa.Column("left_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_member_board_id", "member", ["board_id"])
    op.create_index("ix_member_substitute_id", "member", ["substitute_id"])
    op.add_column("seat", sa.Column("ends_at", sa.DateTime(timezone=True)))
    op.add_column("invitation", sa.Column("member_id", sa.BigInteger()))
    op.add_column("invitation", sa.Column("declined_at", sa.DateTime(timezone=True)))
    op.create_foreign_key(
        "invitation_member_id_fkey", "invitation", "member", ["member_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index("ix_invitation_member_id", "invitation", ["member_id"])


def downgrade() -> None:
    """Back to the version before: lists are lost, and a seat whose term is over may do everything again."""
    op.drop_index("ix_invitation_member_id", "invitation")
    op.drop_constraint("invitation_member_id_fkey", "invitation")
    op.drop_column("invitation", "declined_at")
    op.drop_column("invitation", "member_id")
    op.drop_column("seat", "ends_at")
    op.drop_table("member")
