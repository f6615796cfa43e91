"""Boards know their place in a Danish list, and what was typed before is composed."""

import sqlalchemy as sa
from alembic import op

revision = "0014_names_and_texts"
down_revision = "0013_who_sits_here"
branch_labels = None
depends_on = None

TEXTS = {
    "idea": ("title", "text"),
    "comment": ("text",),
    "seat": ("name", "organisation"),
    "person": ("name", "title"),
    "unit": ("name", "responsible"),
    "board": ("name",),
    "meeting": ("title", "place"),
    "idea_group": ("name",),
}
UNSEEN = "\u00ad\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What turns up in texts that were copied; the rest is rare, and goes when such a text is changed."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZæÆäÄøØöÖœŒåÅüÜðÐđĐłŁéÉèÈ"
PLACES = "abcdefghijklmnopqrstuvwxyz{{{{||||||}}yyddddlleeee"
PLACE = f"replace(translate(name, '{LETTERS}', '{PLACES}'), 'aa', '}}')"
PLACE = f"regexp_replace({PLACE}, '([0-9]+)', '000000000\\1', 'g')"
PLACE = f"""(regexp_replace({PLACE}, '[0-9]*([0-9]{{9}})(?![0-9])', '\\1', 'g') COLLATE "C")"""
"""What schemas/danish_order.py makes of a name, as it was then."""


def upgrade() -> None:
    """PostgreSQL keeps the place itself, so that the version before may go on making and renaming boards."""
    for table, names in TEXTS.items():
        for name in names:
            kept = f"normalize(translate({name}, '{UNSEEN}', ''), NFC)"
            # What would be empty stays; and a few letters are two when composed: a full field has no room for them.
            fits = f"btrim({kept}) <> '' AND char_length({kept}) <= char_length({name})"
            op.execute(f"UPDATE {table} SET {name} = {kept} WHERE {name} <> {kept} AND {fits}")  # noqa: S608
    place = sa.Computed(PLACE, persisted=True)
    op.add_column("board", sa.Column("sort_name", sa.Text(collation="C"), place))


def downgrade() -> None:
    """Back to 0009."""
    op.drop_column("board", "sort_name")
