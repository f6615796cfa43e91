"""Who is asked who they are is led on to the page that they came for, and nowhere else."""

from urllib.parse import urlencode, urlsplit

import pytest

from schemas.flow import Status
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Staff, link_in, took
from tests.views.progress.board import add


async def _mailed_link(cast: Cast, browser: Staff, fields: dict[str, str]) -> str:
    """The link that comes when Leo asks for one, with what the form of the page held."""
    assert took(await browser.post("/login", fields | {"mail": cast.people["Leo"].mail}))
    letters = await rows(cast.database.url, "SELECT body FROM mail ORDER BY id DESC LIMIT 1")
    return link_in(letters[0]["body"])


@pytest.mark.parametrize("path", ["/answers/{idea}", "/answers", "/ideas/{idea}", "/b/{board}/progress", "/overview"])
async def test_a_leader_without_a_session_comes_from_the_mail_to_the_page(cast: Cast, path: str) -> None:
    idea = await add(cast, "Kaffe til pårørende", Status.REVIEW, leader_id=cast.people["Leo"].id)
    path = path.format(idea=idea.public_id, board=cast.board.public_id)
    leo = Staff(cast.url)
    answer = await leo.get(path)
    asked = await leo.follow(answer)
    if answer.status_code == 404:  # members come here too, and are asked for their return code
        asked = await leo.page(asked.select("//a[starts-with(@href, '/login')]")[0].get("href", ""))
    form = dict(asked.form("/login").form_values())
    assert form["coming"] == path
    link = await _mailed_link(cast, leo, form)
    signed_in = await leo.submit((await leo.page(link[link.index("/login") :])).form(urlsplit(link).path))
    assert signed_in.headers["location"] == path
    assert (await leo.get(path)).status_code == 200
    assert (await leo.get(f"/login?coming={path}")).headers["location"] == path
    await leo.close()


@pytest.mark.parametrize(
    "coming",
    ["//evil.test", "/\\evil.test", "https://evil.test", "javascript:alert(1)", "/boards?x=1", "/a//b", "/" + 70 * "x"],
)
async def test_nobody_is_led_to_another_place(cast: Cast, coming: str) -> None:
    leo = Staff(cast.url)
    link = await _mailed_link(cast, leo, {"coming": coming})
    assert "coming" not in link
    page = await leo.page(f"{urlsplit(link).path}?{urlencode({'coming': coming})}")
    assert coming not in page.text
    signed_in = await leo.post(f"{urlsplit(link).path}?{urlencode({'coming': coming})}")
    assert urlsplit(signed_in.headers["location"])[:3] == ("", "", "/home")
    await leo.close()
