"""An idea that was edited knows again the words as which it came."""

import sqlalchemy as sa
from alembic import op

revision = "0029_first_words"
down_revision = "0028_wall"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was edited before, nothing is known: its first words would be a new idea, as until now."""
    op.add_column("idea", sa.Column("first_words", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Back to the version before."""
    op.drop_column("idea", "first_words")
