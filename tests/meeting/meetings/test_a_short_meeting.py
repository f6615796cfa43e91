"""A short meeting from joining to the result, followed on every page."""

from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.member import took


async def test_ideas_are_written_shown_voted_on_and_counted(cast: Cast) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    others = [ben, rie, await cast.finn(), *(await cast.guests_join(4))]
    stream = await rie.stream()
    assert took(await ben.propose("Ro om aftenen", "Sluk lyset kl. 22", key="k1"))
    assert took(await rie.propose("Kaffe til alle", "", key="k2"))
    await stream.until(lambda page: "2" in page.element("count").text_content())
    assert not any("Ro om aftenen" in raw for raw in stream.raw)
    await ada.phase("reveal")
    await stream.sees("Ro om aftenen")
    await ada.phase("vote")
    await stream.until(lambda page: page.find("ballot") is not None)
    page = await ben.look()
    ideas = [name for name, _ in page.form("#ballot").form_values() if name.startswith("dots-")]
    assert len(ideas) == 2
    for member in others:
        answer = await member.vote({ideas[0].removeprefix("dots-"): 2, ideas[1].removeprefix("dots-"): 1})
        assert took(answer), answer.text
    await stream.until(lambda page: f"{len(others)} af" in page.element("turnout").text_content())
    await ada.phase("result")
    await stream.sees(f"{2 * len(others)} prikker")
    await settled(stream)
    await stream.close()
