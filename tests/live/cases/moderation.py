"""What is looked at before others read it, and the board's rules."""

from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took


async def looked_at(at: Scene) -> None:
    """From now on somebody looks at what members write."""
    await rows(at.cast.database.url, "UPDATE meeting SET moderated = 'before' WHERE id = $1", at.cast.meeting.id)


@case("ScreeningMoved", before=looked_at)
async def _(at: Scene) -> None:
    assert took(await (await at.cast.finn()).propose("Vand", "Koldt vand"))


@case("ScreeningTold", before=looked_at)
async def _(at: Scene) -> None:
    assert took(await (await at.cast.finn()).propose("Lys", "Dagslys"))
    query = "SELECT public_id, version FROM screening WHERE board_id = $1 ORDER BY id DESC"
    found = (await rows(at.cast.database.url, query, at.cast.board.id))[0]
    asked = {"do": "ask", "version": found["version"], "message": "Skriv lidt mere"}
    assert took(await (await at.cast.ada()).post(f"/screenings/{found['public_id']}", asked))


async def one_shown(at: Scene) -> None:
    """Somebody looks at what members write, and has shown what Finn wrote."""
    await looked_at(at)
    assert took(await (await at.cast.finn()).propose("Frugt", "Om eftermiddagen"))
    query = "SELECT public_id, version FROM screening WHERE board_id = $1 ORDER BY id DESC"
    found = (await rows(at.cast.database.url, query, at.cast.board.id))[0]
    shown = {"do": "show", "version": found["version"]}
    assert took(await (await at.cast.ada()).post(f"/screenings/{found['public_id']}", shown))


@case("WrittenAgain", before=one_shown)
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ben()).propose("frugt!", "om eftermiddagen"))


@case("RulesChanged")
async def _(at: Scene) -> None:
    path = f"/b/{at.cast.board.public_id}/rules"
    assert took(await (await at.cast.ada()).post(path, {"rule": "Sig jer til hinanden"}))
