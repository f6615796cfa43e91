"""P2 on paper: a slip changes two tables that name nobody, and after the close nothing joins it to a choice."""

from schemas.tables import metadata
from tests.room.paper.writing import enter, scribe
from tests.room.votes.voting import open_vote, round_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

MOVING = {"presence", "browser_session", "job"}
KEY = "formularens-egen-noegle"


async def content(url: str) -> dict[str, list[str]]:
    """Every table's rows as text."""
    found = {}
    for name in sorted(set(metadata.tables) - MOVING):
        found[name] = sorted(row["line"] for row in await rows(url, f'SELECT t::text AS line FROM "{name}" AS t'))
    return found


async def test_a_slip_is_written_where_nobody_is_named(cast: Cast, database_url: str) -> None:
    finn, ada = await scribe(cast), await cast.ada()
    ideas, round_id = await open_vote(cast), (await round_of(cast))["public_id"]
    before = await content(database_url)
    assert took(await enter(finn, round_id, {ideas[0]: 2}, "relative", KEY))
    after = await content(database_url)
    assert {name for name in after if after[name] != before[name]} == {"ballot", "round"}
    assert not [line for lines in after.values() for line in lines if KEY in line]
    ballot = (await rows(database_url, "SELECT * FROM ballot"))[0]
    assert {len(ballot["voter"]), len(ballot["form_key"])} == {32}
    seats = [row["id"] for row in await rows(database_url, "SELECT id FROM seat")]
    assert not [seat for seat in seats if str(seat).encode() in {ballot["voter"], ballot["form_key"]}]
    assert took(await ada.phase("result"))
    closed = await content(database_url)
    assert closed["ballot"] == []
    keys = {ballot["voter"].hex(), ballot["form_key"].hex()}
    assert not [line for lines in closed.values() for line in lines if any(key in line for key in keys)]


async def test_samples_are_not_kept_of_what_stood_on_a_slip(cast: Cast, database_url: str) -> None:
    finn = await scribe(cast)
    ideas, round_id = await open_vote(cast), (await round_of(cast))["public_id"]
    for number in range(6):
        assert took(await enter(finn, round_id, {ideas[number % 2]: 1}))
    await rows(database_url, "ANALYZE")
    kept = {row[0] for row in await rows(database_url, "SELECT attname FROM pg_stats WHERE tablename = 'ballot'")}
    assert not kept & {"voter", "dots", "paper_role", "form_key"}
    assert kept, "else this proves nothing"
