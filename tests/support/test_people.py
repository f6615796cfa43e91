"""The cast can do over HTTP what people do, so that a failing test is about the product and not about the cast."""

from schemas.roles import Role
from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.member import Member, took
from tests.support.poll import Poll


async def test_each_comes_as_who_they_are(cast: Cast) -> None:
    for member in (await cast.ben(), await cast.rie(), await cast.finn(), await cast.olga()):
        assert (await member.look()).at("page") == "meeting"
    assert (await (await cast.ada()).desk()).at("page") == "desk"
    assert (await (await cast.leo()).get("/boards")).status_code == 200
    assert (await (await cast.cleo()).get(f"/m/{cast.meeting.public_id}")).status_code == 404


async def test_from_an_idea_to_a_counted_vote(cast: Cast) -> None:
    ada, members = await cast.ada(), await cast.guests_join(5)
    assert took(await members[0].propose("Ro om aftenen"))
    stream = await members[1].stream()
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    page = await stream.until(lambda page: page.find("ballot") is not None)
    idea = next(name for name in page.form("#ballot").fields if name.startswith("dots-")).removeprefix("dots-")
    for member in members:
        assert took(await member.vote({idea: 2}))
    assert took(await ada.phase("result"))
    await stream.until(lambda page: page.find("result") is not None)
    await settled(stream)
    await stream.close()


async def test_a_poll_follows_as_a_stream_does(cast: Cast) -> None:
    rie = await cast.member("Rie", Role.RELATIVE)
    poll = await Poll(rie, rie.room).open()
    assert took(await (await cast.ada()).phase("reveal"))
    await poll.until(lambda page: page.element("room").get("data-phase") == "reveal")
    await settled(poll)
    await poll.close()


async def test_a_second_device_has_its_own_cookies(cast: Cast) -> None:
    await cast.ben()
    async with Member(cast.url) as other:
        assert other.cookie == ""
        assert (await other.get(f"/m/{cast.meeting.public_id}")).status_code == 404
