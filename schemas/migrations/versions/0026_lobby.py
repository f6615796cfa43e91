"""A meeting begins when its coordinator begins it, and may have a question of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0026_lobby"
down_revision = "0019_language_of_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A meeting that was opened before has begun, and so has one that the version before still makes. One whose door
    was never opened waits for its coordinator."""
    op.add_column("meeting", sa.Column("in_lobby", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("meeting", sa.Column("question", sa.String(length=120), nullable=False, server_default=""))
    op.execute(
        "UPDATE meeting SET in_lobby = true WHERE ended_at IS NULL AND phase_no = 1 AND NOT door_open"
        " AND NOT EXISTS (SELECT FROM seat WHERE seat.meeting_id = meeting.id)"
    )


def downgrade() -> None:
    """Back to the version before."""
    op.drop_column("meeting", "question")
    op.drop_column("meeting", "in_lobby")
