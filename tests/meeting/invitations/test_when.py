"""What is said about inviting is true whenever it is read: before the meeting, the day before, while it goes on, when
it is over, and when it is not held."""

from datetime import timedelta

import pytest

from server.core import clock as now
from tests.meeting.invitations.inviting import mailed
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

DAY_BEFORE, MOVED = "Vi skriver dagen før", "hvis mødet flyttes"
TOLD = "Vi skriver det til dem, der er inviteret på mail."
STATES = {
    "planned": (timedelta(days=20), {DAY_BEFORE, MOVED, TOLD}),
    "soon": (timedelta(hours=1), {MOVED, TOLD}),
    "open": (timedelta(hours=-1), set[str]()),
    "ended": (timedelta(hours=-2), set[str]()),
    "cancelled": (timedelta(days=20), set[str]()),
}
OVER = {"ended": "Mødet er slut.", "cancelled": "Mødet er aflyst."}


async def brought(cast: Cast, state: str) -> None:
    """The meeting is so."""
    ada = await cast.ada()
    starts = now.now() + STATES[state][0]
    await rows(cast.database.url, "UPDATE meeting SET starts_at = $1 WHERE id = $2", starts, cast.meeting.id)
    if state in OVER:
        assert took(await ada.post(f"{ada.room}/{'end' if state == 'ended' else 'cancellation'}"))


@pytest.mark.parametrize("state", list(STATES))
async def test_the_page_says_what_is_so(state: str, cast: Cast) -> None:
    ada = await cast.ada()
    await mailed(cast, [f"kaj-{state}@home.test"])
    await brought(cast, state)
    page = await ada.page(f"{ada.room}/invitations")
    assert {words for words in (DAY_BEFORE, MOVED, TOLD) if words in page.source} == STATES[state][1]
    assert [words for words in OVER.values() if words in page.text] == ([OVER[state]] if state in OVER else [])
    assert bool(page.select("//form[@id='by-mail']")) == (state not in OVER)


@pytest.mark.parametrize("state", list(STATES))
async def test_so_does_the_letter(state: str, cast: Cast) -> None:
    """To one that is over nobody is invited, by a page that was opened before; what was typed is still there."""
    ada, mail = await cast.ada(), f"inga-{state}@home.test"
    form = (await ada.page(f"{ada.room}/invitations")).form("#by-mail")
    sheet = (await ada.page(f"{ada.room}/invitations")).form("#on-sheet")
    await brought(cast, state)
    answer = await ada.submit(form, {"list": f"Inga <{mail}>"})
    found = await rows(cast.database.url, "SELECT body FROM mail WHERE recipient = $1", mail)
    if state in OVER:
        assert (answer.status_code, found) == (409, [])
        assert OVER[state] in answer.text
        assert mail in answer.text
        refused = await ada.submit(sheet, {"slips-any": 2})
        assert (refused.status_code, OVER[state] in refused.text) == (409, True)
        return
    assert answer.status_code == 303
    assert ("når mødet begynder" in found[0]["body"]) == (state != "open")
    assert ("Mødet er begyndt." in found[0]["body"]) == (state == "open")


@pytest.mark.parametrize("state", list(OVER))
async def test_and_the_join_page(state: str, cast: Cast) -> None:
    await brought(cast, state)
    page = await (await cast.cleo()).page(f"/j/{cast.meeting.join_token}")
    assert [words for words in OVER.values() if words in page.text] == [OVER[state]]
