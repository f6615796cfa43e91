"""Who has an idea or a step is named to everybody only after their own yes."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024_names_with_a_yes"
down_revision = "0023_address_change"
branch_labels = None
depends_on = None

MEMBER = "et medlem"
COLUMNS = ("owner", "step")
WITHHOLD = """
CREATE TEMPORARY TABLE of_staff AS SELECT lower(name) AS name FROM person UNION SELECT lower(called) FROM unit;

UPDATE owner SET named = true
WHERE NOT carries OR person_id IS NOT NULL OR lower(name) IN (SELECT name FROM of_staff);

UPDATE step SET named = true
WHERE id NOT IN (SELECT step_id FROM agreement WHERE step_id IS NOT NULL)
OR lower(person) IN (SELECT name FROM of_staff);

CREATE TEMPORARY TABLE withheld AS
SELECT idea_id, lower(name) AS name FROM owner WHERE NOT named
UNION SELECT idea_id, lower(person) FROM step WHERE NOT named;

UPDATE owner SET named = false FROM withheld
WHERE withheld.idea_id = owner.idea_id AND withheld.name = lower(owner.name) AND person_id IS NULL;

UPDATE step SET named = false FROM withheld
WHERE withheld.idea_id = step.idea_id AND withheld.name = lower(step.person);

UPDATE moment SET name = 'et medlem' FROM withheld
WHERE withheld.idea_id = moment.idea_id AND withheld.name = lower(moment.name)"""
MINUTES = (
    (
        "SELECT meeting_id, version, parts FROM minutes",
        "UPDATE minutes SET parts = CAST(:parts AS jsonb) WHERE meeting_id = :meeting AND version = :version",
    ),
    (
        "SELECT meeting_id, version, parts FROM minutes_version",
        "UPDATE minutes_version SET parts = CAST(:parts AS jsonb) WHERE meeting_id = :meeting AND version = :version",
    ),
)


def upgrade() -> None:
    """Nobody was asked at the meetings that were, so whoever has no account is named no more: not at ideas, not on
    timelines, not in minutes. Whoever a leader named afterwards was named as one who works there, and stays so. The
    version before writes no such column: what it writes is withheld."""
    for table in COLUMNS:
        op.add_column(table, sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.false()))
    for statement in WITHHOLD.split(";"):
        op.execute(statement)
    _minutes()
    op.execute("DROP TABLE of_staff")
    op.execute("DROP TABLE withheld")


def _minutes() -> None:
    """Take the same names out of the minutes that were written, in every version."""
    bind = op.get_bind()
    staff = {row[0] for row in bind.execute(sa.text("SELECT name FROM of_staff"))}
    for read, write in MINUTES:
        for meeting_id, version, parts in bind.execute(sa.text(read)).all():
            if _withhold(parts, staff):
                kept = {"parts": json.dumps(parts), "meeting": meeting_id, "version": version}
                bind.execute(sa.text(write), kept)


def _withhold(parts: list[dict[str, Any]], staff: set[str]) -> bool:
    changed = False
    for row in (row for part in parts if part["key"] == "agreed" for row in part["rows"]):
        for field in ("carrier", "person"):
            if row.get(field) and row[field].lower() not in staff:
                row[field], changed = MEMBER, True
    return changed


def downgrade() -> None:
    """Back to the version before. The names that were taken out do not come back."""
    for table in COLUMNS:
        op.drop_column(table, "named")
