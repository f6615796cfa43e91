"""Every route is in the trail, or there is a reason why it is not. That each of the table's rows leaves the line which
stands there, and that members leave none, test_routes.py holds; here is what needs more than one step."""

from typing import Any

import pytest
import structlog

from schemas.trail import Deed
from server.core.errors import Away
from server.views.belongings.deeds import DEEDS
from server.web import noting
from server.web.noted import NOTED, UNNOTED
from tests.access.table import TABLE
from tests.access.test_routes import ELSEWHERE
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site

SINCE = "SELECT deed, who, whom, board, about, about_id FROM trail ORDER BY seq"


async def test_every_route_is_noted_or_there_is_a_reason() -> None:
    reasons = [route for routes in UNNOTED.values() for route in routes]
    assert len(reasons) == len(set(reasons)), "a reason is enough"
    assert not set(reasons) & NOTED.keys()
    missing = sorted((TABLE.keys() | ELSEWHERE) - NOTED.keys() - set(reasons))
    assert not missing, (
        f"say in server/web/noted.py whether {missing} are noted: do they list people, export, change access?"
    )
    assert not (NOTED.keys() | set(reasons)) - TABLE.keys() - ELSEWHERE, "routes that are gone"


async def test_every_deed_is_somebodys() -> None:
    known = {each for deed in NOTED.values() for each in ([deed] if isinstance(deed, str) else deed.values())}
    by_hand = {Deed.SHOWN_AGAIN, Deed.COORDINATOR_LET_IN, Deed.BOARD_ERASED}
    assert set(Deed) == known | by_hand
    assert set(DEEDS) == set(Deed), "say it in words: server/views/belongings/deeds.py"


async def line(cast: Cast, done: Any) -> tuple[Any, ...]:
    """The one line that somebody's asking has left."""
    before = await rows(cast.database.url, SINCE)
    answer = await done
    assert took(answer), answer.text[:300]
    after = await rows(cast.database.url, SINCE)
    assert len(after) == len(before) + 1, after[len(before) :]
    return tuple(after[-1])


async def test_what_is_in_a_line(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Mere ro"))
    idea = (await rows(cast.database.url, "SELECT public_id FROM idea WHERE meeting_id = $1", cast.meeting.id))[0][0]
    assert took(await ada.post(f"{ben.room}/phase", {"phase": "reveal", "from": 1}))
    assert took(await ada.post(f"{ben.room}/reveal", {"do": "rest"}))
    me, board = cast.people["Ada"].id, cast.board.public_id
    seat = (await rows(cast.database.url, "SELECT public_id FROM seat WHERE meeting_id = $1", cast.meeting.id))[0][0]
    hiding = f"/ideas/{idea}/hiding"
    hidden = await line(cast, ada.post(hiding, {"reason": "Det er ikke vores", "hidden": "1"}))
    assert hidden == ("hidden", me, None, board, "idea", idea)
    assert await line(cast, ada.post(hiding, {"hidden": "0"})) == ("shown_again", me, None, board, "idea", idea)
    looked = await line(cast, ada.get(f"{ben.room}/desk"))
    assert looked == ("looked", me, None, board, "meeting", cast.meeting.public_id)
    added = await line(cast, ada.post(f"/b/{board}/staff", {"mail": f"ny-{me}@region.test", "name": "Ny"}))
    new = (await rows(cast.database.url, "SELECT id FROM person WHERE mail = $1", f"ny-{me}@region.test"))[0][0]
    assert added == ("coordinator_added", me, new, board, "board", board)
    theirs = (await rows(cast.database.url, "SELECT public_id FROM seat WHERE person_id = $1", new))[0][0]
    removed = await line(cast, ada.post(f"/b/{board}/staff/{theirs}/removal"))
    assert removed == ("coordinator_removed", me, new, board, "seat", theirs)
    several = await line(cast, ada.post(f"{ben.room}/seats/removal", {f"seat-{seat}": "1", "sure": "1"}))
    assert several == ("seat_removed", me, None, board, "seat", seat)
    assert took(await ada.post(f"{ben.room}/end"))
    assert await line(cast, ada.post(f"/b/{board}/closing")) == ("board_closed", me, None, board, "board", board)
    assert await line(cast, ada.post("/logout")) == ("signed_out", me, None, "", "", "")
    text = str([tuple(row) for row in await rows(cast.database.url, "SELECT * FROM trail")])
    for word in ("Mere ro", "ikke vores", "region.test", "Ada Holm"):  # no id can hold these
        assert word not in text


async def test_who_could_not_sign_in_is_nobody(cast: Cast) -> None:
    stranger = cast.devices["stranger"] = Member(cast.url)
    failed = ("sign_in_failed", None, None, "", "", "")
    assert await line(cast, stranger.post("/login", {"mail": "ikke-kendt@eksempel.dk"})) == failed
    before = await rows(cast.database.url, SINCE)
    assert took(await stranger.post("/login", {"mail": cast.people["Leo"].mail}))
    assert (await stranger.post("/login/" + "x" * 32)).status_code == 410
    assert [tuple(row) for row in await rows(cast.database.url, SINCE)][len(before) :] == [failed]


async def test_no_file_leaves_without_its_line_and_no_meeting_stops_for_one(
    cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await cast.ada()
    export, desk = f"/b/{cast.board.public_id}/ideas.csv", f"/m/{cast.meeting.public_id}/desk"

    def refused(*_: object) -> None:
        raise Away

    assert (await ada.get(export)).status_code == 200
    monkeypatch.setattr(noting, "note", refused)
    assert (await ada.get(export)).status_code == 503
    with structlog.testing.capture_logs() as logs:
        assert (await ada.get(desk)).status_code == 200
    assert [each["event"] for each in logs if "look" in each["event"]] == ["a look was not noted"]
