"""The coordinator turns the projector's pictures from the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0028_wall"
down_revision = "0026_lobby"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A meeting that is going on has not been turned: its pictures follow each other as before."""
    op.add_column("meeting", sa.Column("wall_page", sa.Integer(), nullable=True))
    op.add_column("meeting", sa.Column("wall_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("wall_code", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Back to the version before."""
    for column in ("wall_code", "wall_since", "wall_page"):
        op.drop_column("meeting", column)
