"""Any coordinator takes over when one drops out: nothing of a meeting is kept in one browser."""

import re
from datetime import timedelta

import pytest

from tests.room.votes.voting import open_vote
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took


def leading(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.long
async def test_ada_vanishes_in_the_middle_of_a_vote_and_bo_closes_it(
    cast: Cast, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.live.hub.GRACE", timedelta(seconds=1))  # else somebody counts as here for 45
    ada, second = await cast.ada(), await cast.bo()
    members = await cast.guests_join(5)
    ideas = await open_vote(cast, 2)
    adas = await ada.stream(f"{ada.room}/desk", auto=False)
    desk = await second.stream(f"{second.room}/desk")
    await desk.until(lambda page: "ikke her nu" not in page.element("leading").text_content())
    for member in members[:3]:
        assert took(await member.vote({ideas[0]: 2}))
    await adas.close()
    await ada.close()
    await desk.until(
        lambda page: "Ada Holm Koordinator, ikke her nu" in leading(page.element("leading").text_content())
    )
    assert "Falder en fra, kan en anden føre mødet videre" in desk.page.element("leading").text_content()
    for member in members[3:]:
        assert took(await member.vote({ideas[0]: 1}))
    assert took(await second.submit(desk.page.form("#next-step")))
    await desk.close()
    round_ = (await rows(database_url, "SELECT * FROM round WHERE meeting_id = $1", cast.meeting.id))[0]
    assert (round_["state"], round_["voters"]) == ("closed", 5), "what was acked before she left is counted too"
    cast.devices.pop("Ada")


async def test_the_desk_lists_this_meetings_people_and_all_who_may_lead(cast: Cast) -> None:
    await cast.ben()
    from tests.support.scene import make_meeting

    async with cast.database.begin() as session:
        other = await make_meeting(session, cast.board, "Et andet møde")
        token = other.join_token
    elsewhere = await cast.cleo()
    await elsewhere.join(token, "patient", "Et andet sted")
    page = await (await cast.ada()).desk()
    assert "Ben" in page.element("people").text_content()
    assert "Et andet sted" not in page.element("people").text_content()
    assert "Ada Holm" in page.element("leading").text_content()
    assert "Leo Bach" not in page.element("leading").text_content()
