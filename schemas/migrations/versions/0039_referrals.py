"""Referrals: an idea that another body was asked about is watched, and answered by them."""

import sqlalchemy as sa
from alembic import op

revision = "0039_referrals"
down_revision = "0038_enquiries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No idea has a referral yet. An idea that is elsewhere already waits for whoever it was sent to, by no date."""
    at, big = sa.DateTime(timezone=True), sa.BigInteger()
    states = ("sent", "answered", "returned", "silent", "withdrawn")
    op.create_table(
        "referral",
        sa.Column("id", big, sa.Identity(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False, unique=True),
        sa.Column("idea_id", big, sa.ForeignKey("idea.id", ondelete="CASCADE"), nullable=False),
        sa.Column("change_id", big, sa.ForeignKey("status_change.id", ondelete="SET NULL")),
        sa.Column("unit_id", big, sa.ForeignKey("unit.id", ondelete="SET NULL")),
        sa.Column("body", sa.String(200), nullable=False),
        sa.Column("mail", sa.String(254), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), unique=True),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.Column("sent_at", at, nullable=False),
        sa.Column("sent_by", big, sa.ForeignKey("seat.id", ondelete="SET NULL")),
        sa.Column("first_sent_at", at, nullable=False),
        sa.Column("reply_by", at, nullable=False),
        sa.Column("previous_id", big, sa.ForeignKey("referral.id", ondelete="SET NULL")),
        sa.Column("state", sa.Enum(*states, name="referralstate", native_enum=False, length=20), nullable=False),
        sa.Column("state_at", at, nullable=False),
        sa.Column("answered_by", big, sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("answered_name", sa.String(200), nullable=False),
        sa.Column("said", sa.String(4000), nullable=False),
        sa.Column("heard", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("told_id", big, sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("disputed_at", at),
        sa.Column("disputed_by", big, sa.ForeignKey("seat.id", ondelete="SET NULL")),
        sa.Column("disputed_why", sa.String(4000), nullable=False),
    )
    open_ones = sa.text("state = 'sent'")
    op.create_index("one_open_referral", "referral", ["idea_id"], unique=True, postgresql_where=open_ones)
    op.create_index("ix_referral_open_unit", "referral", ["unit_id"], postgresql_where=open_ones)
    for column in (
        "idea_id",
        "change_id",
        "unit_id",
        "sent_by",
        "previous_id",
        "answered_by",
        "told_id",
        "disputed_by",
    ):
        op.create_index(f"ix_referral_{column}", "referral", [column])
    op.add_column("answer", sa.Column("referral_id", big, sa.ForeignKey("referral.id", ondelete="SET NULL")))
    op.create_index("ix_answer_referral_id", "answer", ["referral_id"])


def downgrade() -> None:
    """Back to the version before: nobody is watched, and the answers stay."""
    op.drop_column("answer", "referral_id")
    op.drop_table("referral")
