"""A trail for auditors, which nothing may change."""

import sqlalchemy as sa
from alembic import op

revision = "0033_trail"
down_revision = "0032_people"
branch_labels = None
depends_on = None

GROWS = """
CREATE FUNCTION trail_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.seq <= (SELECT cut_seq FROM trail_ends) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the trail only grows';
END $$
"""
"""What was cut is deleted; anything else is a mistake of ours. It does not stop somebody who owns the table."""


def upgrade() -> None:
    """Nothing has been noted yet."""
    op.create_table(
        "trail",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", sa.String(length=30), nullable=False),
        sa.Column("who", sa.BigInteger(), nullable=True),
        sa.Column("whom", sa.BigInteger(), nullable=True),
        sa.Column("board", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.String(length=32), nullable=False),
        sa.Column("under", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "trail_ends",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.Column("cut_seq", sa.BigInteger(), nullable=False),
        sa.Column("cut_seal", sa.LargeBinary(), nullable=False),
        sa.Column("cut_under", sa.LargeBinary(), nullable=False),
        sa.Column("cut_proof", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(GROWS)
    op.execute(
        "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON trail FOR EACH ROW EXECUTE FUNCTION trail_only_grows()"
    )


def downgrade() -> None:
    """Back to the version before."""
    op.drop_table("trail")
    op.drop_table("trail_ends")
    op.execute("DROP FUNCTION trail_only_grows()")
