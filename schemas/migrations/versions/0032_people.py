"""Staff are signed out by themselves, and an account can be ended."""

import sqlalchemy as sa
from alembic import op

revision = "0032_people"
down_revision = "0029_first_words"
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


def downgrade() -> None:
    """Back to the version before."""
    op.execute("UPDATE person SET mail = 'ended:' || id WHERE mail IS NULL")
    op.alter_column("person", "mail", existing_type=sa.String(254), nullable=False)
    op.drop_column("person", "ended_at")
    op.drop_column("person", "used_at")
    for name in ("signed_in_until", "used_at", "signed_in_at", "device"):
        op.drop_column("browser_session", name)
