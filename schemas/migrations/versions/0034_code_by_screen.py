"""A return code that was made on a screen with the seat opens no more than the screen does."""

import sqlalchemy as sa
from alembic import op

revision = "0034_code_by_screen"
down_revision = "0033_trail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of the codes that there are we do not know how they were made; they count as given at joining."""
    op.add_column("seat", sa.Column("code_by_screen", sa.Boolean(), nullable=False, server_default="false"))


def downgrade() -> None:
    """Back to the version before."""
    op.drop_column("seat", "code_by_screen")
