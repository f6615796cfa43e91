"""An account keeps the language that its letters are written in."""

import sqlalchemy as sa
from alembic import op

revision = "0019_language_of_accounts"
down_revision = "0015_called"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who is signed in already is written to as they read, on the screen that they signed in on last."""
    op.add_column("person", sa.Column("language", sa.String(length=2), nullable=False, server_default=""))
    op.execute(
        "UPDATE person SET language = newest.language FROM (SELECT DISTINCT ON (person_id) person_id, language"
        " FROM browser_session WHERE person_id IS NOT NULL ORDER BY person_id, created_at DESC, id DESC) AS newest"
        " WHERE newest.person_id = person.id"
    )


def downgrade() -> None:
    """Back to the version before."""
    op.drop_column("person", "language")
