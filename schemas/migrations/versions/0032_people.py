"""Staff are signed out by themselves, and an account can be ended."""

import sqlalchemy as sa
from alembic import op

revision = "0032_people"
down_revision = "0031_secrets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whoever is signed in now has used it now: nobody is signed out by the new version alone, unless they signed in
    more than 30 days ago."""
    op.add_column("browser_session", sa.Column("device", sa.String(40), nullable=False, server_default=""))
    for name in ("signed_in_at", "used_at", "signed_in_until"):
        op.add_column("browser_session", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE browser_session SET signed_in_at = created_at, used_at = now(), signed_in_until ="
        " least(now() + interval '12 hours', created_at + interval '30 days') WHERE person_id IS NOT NULL"
    )
    for name in ("used_at", "ended_at"):
        op.add_column("person", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE person SET used_at = (SELECT max(created_at) FROM browser_session WHERE person_id = person.id)")
    op.alter_column("person", "mail", existing_type=sa.String(254), nullable=True)

    op.add_column("answer", sa.Column("behalf", sa.String(200), nullable=False, server_default=""))
    op.add_column("unit", sa.Column("deputy_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key("unit_deputy_id_fkey", "unit", "person", ["deputy_id"], ["id"], ondelete="SET NULL")
    op.create_index("ix_unit_deputy_id", "unit", ["deputy_id"])
    op.create_table(
        "deputy",
        sa.Column("unit_id", sa.BigInteger(), sa.ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
        sa.Column("called", sa.String(200), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), sa.ForeignKey("person.id", ondelete="SET NULL"), nullable=True),
    )
    op.create_index("ix_deputy_person_id", "deputy", ["person_id"])


def downgrade() -> None:
    """Back to the version before."""
    op.drop_table("deputy")
    op.drop_column("unit", "deputy_id")
    op.drop_column("answer", "behalf")
    op.execute("UPDATE person SET mail = 'ended:' || id WHERE mail IS NULL")
    op.alter_column("person", "mail", existing_type=sa.String(254), nullable=False)
    op.drop_column("person", "ended_at")
    op.drop_column("person", "used_at")
    for name in ("signed_in_until", "used_at", "signed_in_at", "device"):
        op.drop_column("browser_session", name)
