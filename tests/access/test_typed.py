"""Every field of every form: what is stored holds nothing that cannot be seen, and is composed."""

import pytest

from schemas.format import Phase
from tests.access.row import own_fields
from tests.access.stage import Stage
from tests.access.table import TABLE
from tests.access.test_routes import CASES
from tests.support.dom import Page

UNSEEN = "\u200b\u00ad\u202e\u2066\u2069\U000e0041\ue000"
ALSO = ("organisation", "title", "text", "theme", "place", "responsible", "words", "reason", "owner2", "key", "nonce")
"""What a form may hold besides what its row needs."""
STRANGE = f"[{UNSEEN}\u0300-\u036f]"
LONG = "x{30}"
WRITING = [(route, number) for route, number in CASES if route.startswith("POST") and TABLE[route][number].good]


def strewn(typed: str) -> str:
    """The same to look at, with all that cannot be seen among its letters."""
    return UNSEEN.join([typed[:1], typed[1:]]) + "\u200d"


@pytest.mark.parametrize(("route", "number"), WRITING, ids=[f"{route} {number}" for route, number in WRITING])
async def test_what_cannot_be_seen_is_not_stored(route: str, number: int, stage: Stage) -> None:
    row = TABLE[route][number]
    who, status = next(iter(row.good.items()))
    for more in ({}, dict.fromkeys(ALSO, "Me\u0301n")):
        world = await stage.world(row.phase, row.status)
        named = world.values | {name: world.values[value] for name, value in row.ids.items()}
        fields = {name: strewn(typed) for name, typed in (more | own_fields(world, row)).items()}
        answer = await world.post(who, route.removeprefix("POST ").format(**named), fields)
        assert answer.status_code == status or (more and answer.status_code == 422), answer.text[-300:]
        assert not await stage.holding(STRANGE)


TEXTS = {"title", "text", "theme", "name", "organisation", "place", "responsible", "words", "reason", "owner", "owner2"}
TEXTS |= {"step", "person", "where", "unit", "region", "hospital", "department", "themes"}
TOO_LONG = "x" * 4100


@pytest.mark.parametrize(("route", "number"), WRITING, ids=[f"{route} {number}" for route, number in WRITING])
async def test_what_is_too_long_is_refused_with_the_number_and_never_cut(route: str, number: int, stage: Stage) -> None:
    """What is refused has changed nothing, so the next field is tried in the same world."""
    row = TABLE[route][number]
    who, status = next(iter(row.good.items()))
    world = await stage.world(row.phase, row.status)
    on_page: set[str] = set()

    async def taken(*names: str) -> bool:
        nonlocal world, on_page
        await stage.forgive()
        named = world.values | {part: world.values[value] for part, value in row.ids.items()}
        path = route.removeprefix("POST ").format(**named)
        answer = await world.post(who, path, own_fields(world, row) | dict.fromkeys(names, TOO_LONG))
        if answer.status_code == status:
            assert not await stage.holding(LONG), f"{names} stored"
            world = await stage.world(row.phase, row.status)
            return True
        assert answer.status_code == 422, f"{names}: {answer.status_code}"
        shown = [form for form in Page(answer.text).forms() if form.action == path]
        fields = './/*[(self::input or self::textarea) and not(@type="hidden")]/@name'
        on_page = {str(name) for form in shown for name in form.xpath(fields)}
        for name in on_page & {*names}:
            assert "Der er plads til" in answer.text, name
            assert TOO_LONG in answer.text, f"{name} is gone from the form"
        return False

    besides = sorted(TEXTS & {*ALSO} - {*row.fields}) if row.fields else []
    if besides and not await taken(*besides):  # else none of them is read at all
        others = [name for name in besides if name not in on_page]
        read = [*sorted(on_page & {*besides}), *(others if others and not await taken(*others) else [])]
        for name in read:
            await taken(name)
    for name in sorted(TEXTS & {*row.fields}):
        await taken(name)
    assert not await stage.holding(LONG)


@pytest.mark.parametrize("typed", ["\u200b", "\u3164", "\u2800", "\u00ad", "\u0301", " \u00a0\u2003 "], ids=ascii)
async def test_what_cannot_be_seen_is_an_empty_field(typed: str, stage: Stage) -> None:
    world = await stage.world(Phase.PROPOSE)
    ideas, join = (path.format(**world.values) for path in ("/m/{meeting}/ideas", "/j/{join}"))
    answer = await world.post("ben", ideas, {"key": "k", "title": typed, "text": "Det, jeg skrev"})
    assert answer.status_code == 422
    assert "Skriv en overskrift" in answer.text
    assert "Det, jeg skrev" in answer.text
    assert (await world.post("nobody", join, {"role": "patient", "name": typed, "nonce": "n"})).status_code == 303
    named = await stage.connection.fetchval("SELECT name FROM seat ORDER BY id DESC LIMIT 1")
    assert named.startswith("Gæst")
