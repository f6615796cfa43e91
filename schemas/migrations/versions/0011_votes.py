"""Votes are secret, and nothing is kept of those in which fewer than five took part; a meeting may end by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0011_votes"
down_revision = "0010_mail_default"
branch_labels = None
depends_on = None

CLEAN = (
    "UPDATE meeting SET secrecy = 'secret' WHERE secrecy <> 'secret'",
    "UPDATE round SET secrecy = 'secret' WHERE secrecy <> 'secret'",
    "DELETE FROM tally WHERE round_id IN (SELECT id FROM round WHERE coalesce(voters, 0) < 5)",
    "UPDATE round SET detail = 'nothing', breakdown = NULL WHERE coalesce(voters, 0) < 5",
)
"""What was told of open votes and of few people is so no more."""


def upgrade() -> None:
    """The two columns of secrecy stay for the version before, which writes them; we leave them to the database."""
    op.alter_column("meeting", "secrecy", server_default="secret")
    op.alter_column("round", "secrecy", server_default="secret")
    op.add_column("round", sa.Column("removed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("meeting", sa.Column("ended_itself", sa.Boolean(), nullable=False, server_default=sa.false()))
    for statement in CLEAN:
        op.execute(statement)


def downgrade() -> None:
    """Back to 0009. What was open stays secret, and what was told of a few is gone."""
    op.drop_column("meeting", "ended_itself")
    op.drop_column("round", "removed")
    for table in ("meeting", "round"):
        op.alter_column(table, "secrecy", server_default=None)
