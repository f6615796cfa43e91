"""The version before 0009 may write mail again: it does not know that a mail may be one for open hours only."""

import sqlalchemy as sa
from alembic import op

revision = "0010_mail_default"
down_revision = "0009_by_day"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A mail of which nobody says otherwise goes at any hour."""
    op.alter_column("mail", "by_day", server_default=sa.false())


def downgrade() -> None:
    """Back to 0009."""
    op.alter_column("mail", "by_day", server_default=None)
