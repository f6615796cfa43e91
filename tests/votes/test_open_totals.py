"""An open vote: what each idea has so far stands beside it, for all alike and live, from five voters on."""

from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.dom import Page
from tests.support.member import took
from tests.votes.repeating import Voting
from tests.votes.voting import round_of, send


def so_far(page: Page, ideas: list[str]) -> list[str]:
    """What stands beside each idea."""
    return [" ".join((page.element(f"total-{idea}").text_content() or "").split()) for idea in ideas]


async def test_the_totals_stand_beside_each_idea_and_as_bars_on_the_projector(cast: Cast) -> None:
    at = await Voting.begin(cast, 3, secrecy="open")
    ben, olga, cleo = await cast.ben(), await cast.olga(), await cast.cleo()
    streams = [await ben.stream(), await olga.stream(), await (await cast.ada()).stream(f"{ben.room}/desk")]
    screen = await cleo.stream(f"/screen/{cast.meeting.screen_token}")
    round_id = (await round_of(cast))["public_id"]
    for number, member in enumerate(at.members):
        if number == len(at.members) - 1:
            for stream in (*streams, screen):
                await stream.sees("tallene kommer, når fem har stemt")
            assert so_far(streams[0].page, at.ideas) == ["", "", ""], "fewer than five could be told apart"
        assert took(await send(member, round_id, {at.ideas[0]: 1, at.ideas[1]: 1 + number % 2}))
    wanted = ["5 prikker indtil nu", "7 prikker indtil nu", "0 prikker indtil nu"]
    for stream in streams:
        await stream.until(lambda page: so_far(page, at.ideas) == wanted)
    await screen.until(lambda page: "7 prikker" in page.element("totals").text_content())
    bars = [bar.get("width") for bar in screen.page.select("//*[@id='totals']//*[@class='bar-fill']")]
    assert bars == ["71%", "100%"]
    for idea in at.ideas:
        beside = streams[0].page.element(f"total-{idea}")
        assert not [up for up in beside.iterancestors() if "stepper" in (up.get("class") or "") or up.tag == "article"]
    for stream in (*streams, screen):
        await settled(stream)
        await stream.close()


async def test_a_secret_vote_has_no_place_for_them(cast: Cast) -> None:
    at = await Voting.begin(cast, 2, method="approval")
    round_id = (await round_of(cast))["public_id"]
    for member in at.members:
        assert took(await send(member, round_id, {at.ideas[0]: 1}))
    for page in (
        await (await cast.ben()).look(),
        await (await cast.cleo()).page(f"/screen/{cast.meeting.screen_token}"),
    ):
        assert not page.select("//*[starts-with(@id, 'total')]")
