"""P4: a CPR number, a phone number or a mail address stops a member's text before it is stored, in every field, with a
kind sentence, and what was typed is still there. Staff are warned, and decide themselves."""

import re

import pytest

from schemas.flow import Status
from schemas.format import Phase
from schemas.tables import metadata
from server.core.database import Database
from tests.access.world import World, wire_to
from tests.support.browser import Browser
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.site import Site

FOUND = {
    "en seddel om 010190-1234": "Det ligner et CPR-nummer",
    "ring 20 30 40 50 i dag": "Det ligner et telefonnummer",
    "skriv til ida@example.org": "Det ligner en mailadresse",
}
FINE = "den 1. maj kl. 14.30 på afsnit 23, til 1.250 kr., idé 12"
FORMS = {
    ("join", "name"): "/j/{join}",
    ("join", "organisation"): "/j/{join}",
    ("propose", "title"): "/m/{meeting}/ideas",
    ("propose", "text"): "/m/{meeting}/ideas",
    ("propose", "theme"): "/m/{meeting}/ideas",
    ("edit", "title"): "/ideas/{hidden}",
    ("edit", "text"): "/ideas/{hidden}",
    ("edit", "theme"): "/ideas/{hidden}",
}
FILLED = {
    "join": {"role": "patient", "name": "Ib", "organisation": ""},
    "propose": {"key": "k", "title": "Ny idé", "text": "Flere ord", "theme": ""},
    "edit": {"version": "1", "title": "Ny idé", "text": "Flere ord", "theme": ""},
}


@pytest.fixture(scope="module")
async def wire(site: Site) -> Browser:
    return wire_to(site.url)


async def stored(database: Database, typed: str) -> list[str]:
    """The tables in which what was typed stands."""
    query = " UNION ALL ".join(
        f"SELECT '{name}' AS name FROM \"{name}\" AS t WHERE strpos(t::text, $1) > 0" for name in metadata.tables
    )
    return [row["name"] for row in await rows(database.url, query, typed)]


@pytest.mark.parametrize("typed", FOUND)
@pytest.mark.parametrize(("form", "field"), FORMS)
async def test_it_is_stopped(form: str, field: str, typed: str, wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.PROPOSE)
    who, path = ("nobody" if form == "join" else "ben"), FORMS[form, field].format(**world.values)
    sent = FILLED[form] | {field: typed}
    for htmx in (False, True):
        answer = await world.post(who, path, sent, **({"HX_Request": "true"} if htmx else {}))
        assert answer.status_code == 422
        page = Page(answer.text)
        assert FOUND[typed] in page.text
        assert not re.search(r"\b(fejl|ugyldig|ulovlig|forkert|!)", FOUND[typed])
        assert (f"{FOUND[typed]}. Skriv idéen uden" in page.text) is (form != "join"), "a name is no idea"
        held = [dict(one.form_values()) for one in page.forms()]
        assert field == "theme" or any(values.get(field, "").strip() == typed for values in held), "it is gone"
        others = {name: value for name, value in sent.items() if value and name not in {field, "key", "version"}}
        assert any(all(str(values.get(name)).strip() == value for name, value in others.items()) for values in held), (
            others
        )
    assert await stored(database, typed) == []


@pytest.mark.parametrize(("form", "field"), [key for key in FORMS if key[1] not in {"theme", "name"}])
async def test_dates_prices_and_numbers_pass(form: str, field: str, wire: Browser, database: Database) -> None:
    world = await World.make(wire, database, Phase.PROPOSE)
    who, path = ("nobody" if form == "join" else "ben"), FORMS[form, field].format(**world.values)
    assert (await world.post(who, path, FILLED[form] | {field: FINE})).status_code == 303
    assert await stored(database, FINE)


@pytest.mark.parametrize(("field", "act"), [("text", "answer"), ("owner", "answer"), ("text", "status")])
async def test_staff_are_warned_once(field: str, act: str, wire: Browser, database: Database) -> None:
    status = Status.REVIEW if act == "answer" else Status.PROPOSED
    world = await World.make(wire, database, Phase.REVEAL, status)
    who, path = ("leo" if act == "answer" else "ada"), f"/ideas/{world.values['idea']}/{act}"
    sent = {"status": "agreed", "from": "review", "text": "Det gør vi.", "owner": "Leo Bach"}
    sent |= {"step": "Ring", "person": "Natholdet", "step_date": "2030-01-01"}
    sent = sent if act == "answer" else {"status": "prioritised", "from": "proposed"}
    typed = f"ring 20 30 {4 if act == 'answer' else 6}0 5{len(field)}"  # its own words: the tests share a database
    first = await world.post(who, path, sent | {field: typed})
    assert first.status_code == 422
    assert "Det ligner et telefonnummer" in Page(first.text).text
    assert await stored(database, typed) == []
    forms = [{name: str(value).strip() for name, value in form.form_values()} for form in Page(first.text).forms()]
    again = next(form for form in forms if typed in form.values()) | {"status": sent["status"]}
    assert (await world.post(who, path, again | {field: typed + " 20 30 40 60"})).status_code == 422, "other words"
    assert (await world.post(who, path, again)).status_code == 303
    assert await stored(database, typed)
