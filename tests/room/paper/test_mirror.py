"""R4 for what is state: turnout with paper in it, who sits here, who leads, and whom a vote hardly hears."""

import pytest

from tests.live.watching import look_at_everything
from tests.room.paper.writing import enter, scribe, tell
from tests.room.votes.voting import open_vote, round_of
from tests.support.cast import Cast
from tests.support.member import took


@pytest.mark.slow
async def test_a_page_that_followed_shows_what_a_fresh_load_shows(cast: Cast) -> None:
    finn, ada = await scribe(cast), await cast.ada()
    ideas = await open_vote(cast)
    round_id = (await round_of(cast))["public_id"]
    watching = await look_at_everything(cast, ideas[0])
    await watching.open("the scribe", finn, finn.room)
    for number in range(3):
        assert took(await enter(finn, round_id, {ideas[0]: number + 1}))
        await watching.mirror()
    turnout = watching.streams[f"desk of {ada.name}"].page.element("turnout").text_content()
    assert "heraf 3 på papir" in turnout, "else this proves nothing"
    assert took(await finn.post(f"/rounds/{round_id}/slips/2/removal"))
    await watching.mirror()
    assert "heraf 2 på papir" in watching.streams[f"desk of {ada.name}"].page.element("turnout").text_content()
    await cast.guests_join(3)
    seat = (await cast.devices["Medlem 1"].look()).at("seat")
    assert took(await ada.post(f"/seats/{seat}/scribe", {"scribe": "1"}))
    assert took(await ada.post(f"/seats/{seat}/name", {"name": "Hun, der skriver"}))
    await watching.mirror()
    assert "Hun, der skriver" in watching.streams[f"desk of {ada.name}"].page.element("people").text_content()
    assert took(await tell(finn, "Kom for sent"))
    assert took(await ada.phase("result"))
    await watching.mirror()
    await watching.close()
