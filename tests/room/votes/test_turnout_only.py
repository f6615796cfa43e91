"""While a vote is open every page shows how many have voted and nothing else, whatever a form asks for."""

import pytest

from tests.live.watching import settled
from tests.room.votes.repeating import Voting
from tests.room.votes.voting import open_vote, round_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

MOST = 97
"""Dots that are on no page for another reason."""


@pytest.mark.long
async def test_no_rule_shows_numbers_while_people_vote(cast: Cast) -> None:
    at = await Voting.begin(cast, 3, dots=100, most=MOST, secrecy="open")
    ben, olga, cleo, ada = await cast.ben(), await cast.olga(), await cast.cleo(), await cast.ada()
    streams = [
        *(await ben.stream(), await olga.stream(), await ada.stream(f"{ben.room}/desk")),
        await cleo.stream(f"/screen/{cast.meeting.screen_token}"),
    ]
    round_id = (await round_of(cast))["public_id"]
    for member in at.members:
        assert took(await send(member, round_id, {at.ideas[0]: MOST - 1, at.ideas[1]: 3}))
    for stream in streams:
        await stream.sees("5 af 6 har stemt")
        assert not stream.page.select("//*[starts-with(@id, 'total')]")
        told = [*stream.raw, stream.page.text]
        for number in (5 * (MOST - 1), 15):
            assert not [text for text in told if f">{number} " in text or f"{number} prik" in text]
        await settled(stream)
        await stream.close()


async def test_nobody_is_offered_numbers_while_people_vote(cast: Cast) -> None:
    ada = await cast.ada()
    await open_vote(cast, 2)
    for path in (f"{ada.room}/desk", f"{ada.room}/setup", f"/b/{cast.board.public_id}/meetings/new"):
        page = await ada.page(path)
        assert "Tal undervejs" not in page.text, path
        assert not page.select("//*[@name='secrecy']"), path
    stored = "SELECT secrecy FROM meeting UNION ALL SELECT secrecy FROM round"
    assert {row["secrecy"] for row in await rows(cast.database.url, stored)} == {"secret"}
