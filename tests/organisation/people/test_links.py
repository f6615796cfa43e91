"""Links that are worth nothing: each kind says so in its own words, with the one thing to do next."""

from datetime import timedelta

import pytest

from schemas.codes import new_token
from server.core import clock
from server.web.dead_links import DEAD
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import took

MEMBERS_OWN = "gå med i mødet igen"
DEAD_ONE = "Linket er brugt eller for gammelt. Få et nyt på din mail."


@pytest.mark.parametrize("kind", sorted(set(DEAD) - {"login"}))
async def test_each_kind_has_its_sentence_and_its_way_on(kind: str, cast: Cast) -> None:
    cleo, tail = await cast.cleo(), ".csv" if kind == "result" else ""
    answer = await cleo.get(f"/{kind}/{new_token()}{tail}")
    assert answer.status_code == DEAD[kind].status
    assert MEMBERS_OWN not in answer.text
    page = Page(answer.text, "/", answer.status_code)
    assert DEAD[kind].sentence in page.text
    assert page.select(f"//main//a[@href='{DEAD[kind].to}']")


@pytest.mark.parametrize("kind", ["used", "old", "unknown"])
@pytest.mark.parametrize("verb", ["get", "post"])
async def test_a_dead_sign_in_link_says_so_and_offers_a_new_one(
    kind: str, verb: str, cast: Cast, database_url: str
) -> None:
    path = (await cast.link_for("Leo")).removeprefix(cast.url)
    cleo = await cast.cleo()
    if kind == "used":
        await cast.leo()
        leo = cast.devices["Leo"]
        assert took(await leo.post(path))
        again = await leo.get(path)
        assert (again.status_code, again.headers["location"]) == (303, "/home"), "who is signed in is led on"
        again = await leo.post(f"{path}?coming=/answers")
        assert (again.status_code, again.headers["location"]) == (303, "/answers")
    elif kind == "old":
        await rows(database_url, "UPDATE sign_in_link SET expires_at = $1", clock.now() - timedelta(minutes=1))
    else:
        path = f"/login/{new_token()}"
    answer = await (cleo.get(f"{path}?coming=/answers") if verb == "get" else cleo.post(f"{path}?coming=/answers"))
    assert answer.status_code == 410
    page = Page(answer.text, "/", 410)
    assert DEAD_ONE in page.text
    assert MEMBERS_OWN not in page.text
    assert "Velkommen tilbage" not in page.text
    form = page.form("/login")
    assert dict(form.form_values())["coming"] == "/answers", "the new link leads on to the same page"
