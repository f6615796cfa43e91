"""All secrets are in one table, and a database can tell its state from an earlier one.

The version before keeps them in three columns. Triggers hold those and the new table in step, in both directions, so
that old and new servers count the same votes, and the old version can be started again. A dump would hold the columns
too: the first backup calls `let_former_secrets_go()`, which empties them for good.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031_secrets"
down_revision = "0030_erasing"
branch_labels = None
depends_on = None

FORMER = {"round": "secret", "meeting": "heard_secret", "follow_up": "secret"}
"""Where the version before keeps them, by table."""
LOST = {"round": "after_loss", "meeting": "heard_after_loss", "follow_up": "after_loss"}

TO_TABLE = """
CREATE FUNCTION former_secret_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('peerboard.letting_go', true) = 'on' THEN
        RETURN NULL;
    END IF;
    IF NEW.{column} IS NOT NULL THEN
        INSERT INTO secret ({table}_id, value) VALUES (NEW.id, NEW.{column})
        ON CONFLICT ({table}_id) DO UPDATE SET value = excluded.value WHERE secret.value <> excluded.value;
    ELSIF TG_OP = 'UPDATE' AND OLD.{column} IS NOT NULL THEN
        DELETE FROM secret WHERE {table}_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER former_secret AFTER INSERT OR UPDATE OF {column} ON "{table}"
    FOR EACH ROW EXECUTE FUNCTION former_secret_of_{table}();
"""
TO_COLUMN = """
IF TG_OP = 'DELETE' THEN
    UPDATE "{table}" SET {column} = NULL WHERE id = OLD.{table}_id AND {column} IS NOT NULL;
ELSIF NEW.{table}_id IS NOT NULL AND (SELECT mirrored FROM installation) THEN
    UPDATE "{table}" SET {column} = NEW.value WHERE id = NEW.{table}_id AND {column} IS DISTINCT FROM NEW.value;
END IF;
"""
MIRROR = """
CREATE FUNCTION mirror_secret() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {each}
    RETURN NULL;
END $$;
CREATE TRIGGER mirror_secret AFTER INSERT OR UPDATE OR DELETE ON secret
    FOR EACH ROW EXECUTE FUNCTION mirror_secret();
"""
LET_GO = """
CREATE FUNCTION let_former_secrets_go() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE installation SET mirrored = false;
    PERFORM set_config('peerboard.letting_go', 'on', true);
    {each}
    PERFORM set_config('peerboard.letting_go', '', true);
END $$;
"""
COPY = 'INSERT INTO secret ({table}_id, value) SELECT id, {column} FROM "{table}" WHERE {column} IS NOT NULL'
BACK = 'UPDATE "{table}" SET {column} = secret.value FROM secret WHERE secret.{table}_id = "{table}".id'
EMPTY = 'UPDATE "{table}" SET {column} = NULL WHERE {column} IS NOT NULL;'


def each(words: str) -> str:
    """`words` for each of the three tables."""
    return "\n".join(words.format(table=table, column=column) for table, column in FORMER.items())


def run(words: str) -> None:
    """One statement at a time, as the driver wants them."""
    for statement in words.replace("CREATE TRIGGER", "\x00CREATE TRIGGER").split("\x00"):
        op.execute(sa.text(statement.replace(":", "\\:")))


def upgrade() -> None:
    """Both tables, and what is open now copied into the new one."""
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), sa.CheckConstraint("id = 1", name="installation_is_one"), primary_key=True),
        sa.Column("mark", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.Column("position", postgresql.JSONB(), nullable=True),
        sa.Column("home", sa.String(60), nullable=False, server_default=""),
        sa.Column("mirrored", sa.Boolean(), nullable=False, server_default=sa.text("true")),
    )
    for table, column in LOST.items():
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.execute("INSERT INTO installation (id) VALUES (1)")
    owners = [
        sa.Column(f"{table}_id", sa.BigInteger(), sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), unique=True)
        for table in FORMER
    ]
    op.create_table(
        "secret",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        *owners,
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("num_nonnulls(round_id, meeting_id, follow_up_id) = 1", name="secret_of_one"),
    )
    op.execute("ALTER TABLE secret ALTER COLUMN value SET STATISTICS 0")
    for table, column in FORMER.items():
        op.execute(COPY.format(table=table, column=column))
        run(TO_TABLE.format(table=table, column=column))
    run(MIRROR.format(each=each(TO_COLUMN)))
    run(LET_GO.format(each=each(EMPTY)))


def downgrade() -> None:
    """Back to the version before. What the first backup took out of the old columns goes back there."""
    for table, column in FORMER.items():
        op.execute(f'DROP TRIGGER former_secret ON "{table}"')
        op.execute(f"DROP FUNCTION former_secret_of_{table}()")
        op.execute(BACK.format(table=table, column=column))
    for table, column in LOST.items():
        op.drop_column(table, column)
    op.drop_table("secret")
    op.drop_table("installation")
    op.execute("DROP FUNCTION mirror_secret()")
    op.execute("DROP FUNCTION let_former_secrets_go()")
