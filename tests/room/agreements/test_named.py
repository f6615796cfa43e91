"""Members are named only after their own yes: everybody but staff reads "et medlem", wherever an agreement is told."""

from typing import Any

import pytest

from tests.room.agreements.scene import SOON, agree, facts, taken_along, written
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

NAME = "Birthe Testsen"
NO: dict[str, Any] = {"owner": NAME, "named": "", "person_named": ""}


async def pages(cast: Cast, idea: str) -> dict[str, str]:
    """The source of every page and file that tells of the idea to others than staff, or may be passed on."""
    ben, leo, wall = await cast.ben(), await cast.leo(), await cast.cleo()
    board = f"/b/{cast.board.public_id}"
    found = {path: (await ben.page(path)).source for path in (f"/ideas/{idea}", f"/ideas/{idea}/poster")}
    found |= {path: (await ben.page(path)).source for path in (f"{board}/progress", f"{board}/mine")}
    found["room"] = (await ben.look()).source
    found["wall"] = (await wall.page(f"/screen/{cast.meeting.screen_token}")).source
    found["file"] = (await leo.get(f"{board}/ideas.csv")).text
    return found


@pytest.mark.long
async def test_without_a_yes_only_staff_read_the_name(cast: Cast) -> None:
    ada, leo, idea = await cast.ada(), await cast.leo(), await taken_along(cast)
    stream = await (await cast.ben()).stream()
    assert took(await agree(cast, idea, **NO))
    await stream.sees("Spørg køkkenet")
    told = facts(stream.page)
    assert (told["Tager idéen med"], told["Hvem og hvornår"]) == ("Et medlem", f"Et medlem, senest {written(SOON)}")
    assert NAME not in stream.page.source
    await stream.close()
    assert took(await ada.post(f"{ada.room}/focus", {"about": idea}))
    desk = await ada.page(f"{ada.room}/desk")
    assert dict(desk.form(f"/ideas/{idea}/agreement").form_values())["owner"] == NAME
    for path, source in (await pages(cast, idea)).items():
        assert NAME not in source, path
    assert took(await agree(cast, idea, version=1, do="send", **NO))
    assert f"{NAME} tager idéen med til dig." in (await leo.page("/answers")).text
    typed = {"status": "agreed", "owner": NAME.upper(), "step": "Spørg køkkenet", "step_date": SOON}
    preview = (await leo.post(f"/ideas/{idea}/answer/preview", typed, HX_Request="true")).text
    assert "Ansvaret har et medlem." in preview, "what members will read"
    assert NAME.casefold() not in preview.casefold()
    # The leader keeps what was agreed, and the name with it: in the owner, the step and the timeline.
    assert took(await leo.answer(idea, "agreed", text="Det gør vi.", owner=NAME))
    step = {"status": "in_progress", "step": "Spørg køkkenet", "person": NAME, "step_date": SOON}
    assert took(await leo.post(f"/ideas/{idea}/status", step))
    assert took(await ada.post(f"{ada.room}/end"))
    approving = (await ada.page(f"{ada.room}/minutes/approval")).form("/approval")
    assert took(await ada.submit(approving))
    found = await pages(cast, idea) | {"minutes": (await (await cast.ben()).page(f"{ada.room}/minutes")).source}
    for path, source in found.items():
        assert NAME not in source, path
    assert "et medlem har nu ansvaret" in found[f"/ideas/{idea}"].lower()
    kept = await rows(cast.database.url, "SELECT parts::text AS parts FROM minutes")
    assert NAME not in kept[0]["parts"]
    assert "Tager idéen med" in found["minutes"]


@pytest.mark.parametrize("who", ["a member who said yes", "a leader"])
async def test_who_said_yes_and_who_is_staff_is_named(cast: Cast, who: str) -> None:
    idea = await taken_along(cast)
    said = {"owner": NAME, "named": "1"} if who == "a member who said yes" else {"owner": "Leo Bach"}
    assert took(await agree(cast, idea, **{**NO, **said}))
    told = facts(await (await cast.ben()).look())
    assert told["Tager idéen med"] == said["owner"]
    assert told["Hvem og hvornår"].startswith(f"{said['owner']}, "), "the step is the same person's"


async def test_a_yes_that_is_taken_back_is_gone_from_the_page(cast: Cast) -> None:
    idea = await taken_along(cast)
    assert took(await agree(cast, idea, owner=NAME, named="1"))
    assert NAME in (await (await cast.ben()).look()).text
    assert took(await agree(cast, idea, version=1, **NO))
    assert NAME not in (await (await cast.ben()).look()).source


async def test_a_yes_is_of_the_one_who_gave_it_and_not_of_the_next_name_in_the_field(cast: Cast) -> None:
    idea = await taken_along(cast)
    assert took(await agree(cast, idea, owner=NAME, named="1"))
    assert took(await agree(cast, idea, version=1, owner="Jørgen Testsen", named="1", person_named="1"))
    source = (await (await cast.ben()).look()).source
    assert "Jørgen" not in source, "the tick was still that of the one before"
    assert took(await agree(cast, idea, version=2, owner="Jørgen Testsen", named="1", person_named="1"))
    assert "Jørgen Testsen" in (await (await cast.ben()).look()).text


async def test_an_english_reader_reads_it_in_english(cast: Cast) -> None:
    idea, ben = await taken_along(cast), await cast.ben()
    assert took(await agree(cast, idea, **NO))
    assert took(await ben.post("/reading", {"language": "en", "size": "", "theme": "", "back": f"/ideas/{idea}"}))
    assert "A member takes the idea to the leader." in (await ben.page(f"/ideas/{idea}")).text
