"""S4 in the talk: comments, notes and reasons are text wherever they are shown."""

from collections.abc import Sequence

import pytest

from schemas.format import Phase
from schemas.typed_text import as_kept
from server.core.database import Database
from tests.access.attacks import ATTACKS, MARK
from tests.access.test_escaping import PLAIN, Told, _looked_at, parsed, skeleton
from tests.access.world import World, wire_to
from tests.support.browser import Browser
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.site import Site
from tests.support.waiting import until

pytestmark = pytest.mark.slow


async def paced(world: World, who: str, path: str, fields: dict[str, str]) -> None:
    """Send it, as soon as the server takes it: a browser has 25 requests a second."""

    async def taken() -> bool:
        answer = await world.post(who, path, fields)
        assert answer.status_code in {303, 429}
        return answer.status_code == 303

    await until(taken, what="room for one more request")


async def tell(wire: Browser, database: Database, texts: Sequence[str]) -> Told:
    """Say, note and hide with the texts, and collect what is told then."""
    world = await World.make(wire, database, Phase.DISCUSS)
    told, room, story = Told(world, texts), f"/m/{world.values['meeting']}", f"/ideas/{world.values['idea']}"
    await world.post("ada", f"{room}/focus", {"about": world.values["idea"]})
    await world.post("ada", f"{room}/room-for-more", {"of": "comments"})  # there are more attacks than one may write
    for number, text in enumerate(texts):
        said = {"key": str(number), "text": text, "from": "room"}
        await paced(world, "ben", f"{story}/comments", said)
    for version, number in enumerate((0, 25)):
        noted = {"version": str(version), "text": texts[number]}
        await paced(world, "ada", f"{story}/note", noted)
    await told.send("note", "ada", f"{story}/note", {"version": "0", "text": texts[2]}, status=409)
    for number in (2, 29, 35):
        bad = texts[number] + " ring 20 30 40 50"
        for place in ("room", "story"):
            said = {"key": "x", "text": bad, "from": place}
            await told.send(f"comment {number} {place}", "ben", f"{story}/comments", said, status=422)
        await told.send(f"hide {number}", "ada", f"{story}/hiding", {"hidden": "1", "reason": bad}, status=422)
    for who in ("ben", "olga", "leo"):
        await told.read("room", who, room)
        await told.read("story", who, story)
    await told.read("room", "ada", f"{room}/desk")
    await told.read("screen", "nobody", f"/screen/{world.values['screen']}")
    for page, who, ident in (("meeting", "ben", "meeting"), ("desk", "ada", "meeting"), ("idea", "olga", "idea")):
        await told.follow("talk", who, page, world.values[ident])
    query = "SELECT public_id FROM comment WHERE board_id = $1 AND idea_id IS NOT NULL ORDER BY id"
    assert world.board
    for number, row in enumerate(await rows(database.url, query, world.board.id)):
        reason = {"hidden": "1", "reason": texts[number % len(texts)]}
        await paced(world, "ada", f"/comments/{row['public_id']}/hiding", reason)
    await paced(world, "ada", f"{story}/hiding", {"hidden": "1", "reason": texts[1]})
    await told.read("hidden", "ben", room)
    await told.read("hidden mine", "ben", f"{room}/mine")
    await told.read("hidden story", "ben", f"{story}/mine")
    await told.read("hidden", "ada", f"{room}/desk")
    return told


@pytest.fixture(scope="module")
async def both(site: Site, database: Database) -> tuple[Told, Told]:
    wire = wire_to(site.url)
    return await tell(wire, database, ATTACKS), await tell(wire, database, PLAIN)


async def test_attacks_make_no_element_and_no_attribute(both: tuple[Told, Told]) -> None:
    attacked, plain = both
    assert set(attacked.pages) == set(plain.pages)
    for name, source in attacked.pages.items():
        with_attacks, without = skeleton(source), skeleton(plain.pages[name])
        assert with_attacks == without, f"{name}: {with_attacks - without} instead of {without - with_attacks}"


async def test_they_are_shown_as_they_were_written_where_htmx_does_not_look(both: tuple[Told, Told]) -> None:
    attacked, _ = both
    raw = [text for text in ATTACKS if set(text) & set("<>\"'&")]
    for name, source in attacked.pages.items():
        assert not [text for text in raw if text in source], name
        looked = [where for each in parsed(source).iter() if isinstance(each.tag, str) for where in _looked_at(each)]
        assert not looked, f"{name}: {looked}"
    shown = Page(attacked.pages["room of ben"]).text
    for text in ATTACKS:
        assert " ".join(as_kept(text).split()) in shown, text
    assert MARK in attacked.pages["hidden mine of ben"]
    assert f"49{MARK}" not in shown
