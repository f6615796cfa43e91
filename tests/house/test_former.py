"""The version before keeps secrets in three columns, and goes on doing so beside this one (migration 0031)."""

import pytest

from tests.room.votes.voting import bare_round
from tests.support.cast import Cast
from tests.support.databases import rows

VALUE = "SELECT value FROM secret WHERE {table}_id = $1"
COLUMN = 'SELECT {column} FROM "{table}" WHERE id = $1'
ASKED = """INSERT INTO follow_up (public_id, board_id, idea_id, change_id, question, asked_at, closes_at)
SELECT 'asked-' || line.id, board_id, idea_id, line.id, 'felt', now(), now()
FROM line, idea WHERE idea.id = line.idea_id RETURNING id"""
LINE = """WITH line AS (INSERT INTO status_change (idea_id, status, at, name, text, place)
SELECT $1, 'done', now(), '', '', '' RETURNING id, idea_id) """
FORMER = {"round": "secret", "meeting": "heard_secret", "follow_up": "secret"}


@pytest.mark.parametrize(("table", "column"), FORMER.items())
async def test_either_version_reads_and_ends_what_the_other_began(cast: Cast, table: str, column: str) -> None:
    url = cast.database.url
    bare = await bare_round(cast.database, cast, 1)
    asked = (await rows(url, LINE + ASKED, bare.ideas[0].id))[0]["id"]
    await rows(url, "UPDATE installation SET mirrored = true")
    ident = {"round": bare.round.id, "meeting": cast.meeting.id, "follow_up": asked}[table]
    await rows(url, f"DELETE FROM secret WHERE {table}_id = $1", ident)

    async def both() -> tuple[bytes | None, bytes | None]:
        found = await rows(url, VALUE.format(table=table), ident)
        former = await rows(url, COLUMN.format(table=table, column=column), ident)
        return found[0][0] if found else None, former[0][0]

    old = f'UPDATE "{table}" SET {column} = $2 WHERE id = $1'
    new = f"INSERT INTO secret ({table}_id, value) VALUES ($1, $2)"
    assert await both() == (None, None)
    for begins in (old, new):
        for ends, values in ((old, (ident, None)), (f"DELETE FROM secret WHERE {table}_id = $1", (ident,))):
            await rows(url, begins, ident, b"key")
            assert await both() == (b"key", b"key")
            await rows(url, ends, *values)
            assert await both() == (None, None)
    # The first backup ends that: what is open is in the new table alone, and what an old server opens is there too.
    await rows(url, new, ident, b"key")
    await rows(url, "SELECT let_former_secrets_go()")
    assert await both() == (b"key", None)
    await rows(url, f"DELETE FROM secret WHERE {table}_id = $1", ident)
    await rows(url, new, ident, b"new")
    assert await both() == (b"new", None)
    await rows(url, old, ident, b"old")
    assert await both() == (b"old", b"old")
