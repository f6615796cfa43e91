"""Nobody is named on a timeline as the author of its idea: leaders were, who write ideas like anybody else."""

from alembic import op

revision = "0045_authors"
down_revision = "0044_publication"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget who they were on the lines; whose an idea is stays known from the idea."""
    op.execute(
        "UPDATE status_change SET seat_id = NULL FROM idea WHERE idea.id = status_change.idea_id"
        " AND status_change.seat_id = idea.seat_id AND status_change.status IN ('proposed', 'withdrawn')"
    )
    op.execute("UPDATE moment SET seat_id = NULL WHERE kind IN ('added', 'attention')")


def downgrade() -> None:
    """There is no way back, and nothing to go back to."""
