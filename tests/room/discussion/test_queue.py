""" "Jeg vil gerne sige noget": in and out by one button, in order, and only the coordinator reads who."""

import asyncio

from tests.room.discussion.scene import events, talking
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took


async def hand(who: Member, up: bool = True) -> int:
    return (await who.post(f"{who.room}/hand", {"up": int(up)})).status_code


async def waiting(cast: Cast) -> int:
    query = "SELECT 1 FROM hand WHERE down_at IS NULL AND meeting_id = $1"
    return len(await rows(cast.database.url, query, cast.meeting.id))


def queue(desk: Page) -> list[str]:
    return [name.text_content() for name in desk.select("//section[@id='queue']//strong")]


def buttons(desk: Page, do: str) -> list[str]:
    return [str(form.get("id")) for form in desk.forms() if str(form.get("id")).startswith(f"{do}-")]


async def test_a_member_steps_in_sees_the_own_place_and_steps_out(cast: Cast) -> None:
    await talking(cast)
    ben, rie = await cast.ben(), await cast.rie()
    assert took(await ben.submit((await ben.look()).form("#hand")))
    answer = await rie.post(f"{rie.room}/hand", {"up": 1}, HX_Request="true")
    assert "Du er nummer 2." in answer.text
    assert "Du er nummer 1." in (await ben.look()).element("hand").text_content()
    assert took(await ben.submit((await ben.look()).form("#hand")))
    assert "Jeg vil gerne sige noget" in (await ben.look()).element("hand").text_content()
    assert "Du er nummer 1." in (await rie.look()).element("hand").text_content()


async def test_a_double_tap_is_one_place(cast: Cast) -> None:
    await talking(cast)
    ben = await cast.ben()
    assert set(await asyncio.gather(*(hand(ben) for _ in range(4)))) == {303}
    assert await waiting(cast) == 1
    assert await events(cast, "QueueMoved") == 1
    assert await hand(ben, up=False) == await hand(ben, up=False) == 303
    assert await events(cast, "QueueMoved") == 2


async def test_the_coordinator_gives_the_word_in_order(cast: Cast) -> None:
    await talking(cast)
    ada, members = await cast.ada(), [await cast.ben(), await cast.rie(), await cast.finn()]
    for member in members:
        assert await hand(member) == 303
    desk = await ada.desk()
    assert queue(desk) == ["Ben", "Rie", "Finn"]
    for _ in range(2):
        assert took(await ada.submit(desk.form(f"#{buttons(desk, 'call')[0]}")))
    assert "Det er din tur." in (await members[0].look()).element("hand").text_content()
    assert "Du er nummer 1." in (await members[1].look()).element("hand").text_content()
    desk = await ada.desk()
    assert "Har ordet: Ben" in " ".join(desk.element("queue").text_content().split())
    assert took(await ada.submit(desk.form(f"#{buttons(desk, 'call')[1]}"))), "Finn before Rie"
    assert queue(await ada.desk()) == ["Finn", "Rie"], "who had the word has spoken"
    desk = await ada.desk()
    assert took(await ada.submit(desk.form(f"#{buttons(desk, 'spoken')[0]}")))
    assert queue(await ada.desk()) == ["Rie"]
    assert (await ada.post(f"{ada.room}/queue", {"hand": "x" * 22, "do": "call"})).status_code == 404


async def test_the_room_and_the_projector_read_how_many_and_never_who(cast: Cast) -> None:
    await talking(cast)
    ada, ben, rie, olga = await cast.ada(), await cast.ben(), await cast.rie(), await cast.olga()
    streams = [await rie.stream(), await olga.stream()]
    streams.append(await (await cast.cleo()).stream(f"/screen/{cast.meeting.screen_token}"))
    desk = await ada.stream(f"{ada.room}/desk")
    await hand(ben)
    await hand(await cast.member("Zqnavn"))
    await desk.sees("Zqnavn")
    for stream in streams:
        await stream.until(lambda page: "2 venter på at sige noget" in page.element("queue").text_content())
        assert not [raw for raw in stream.raw if "Zqnavn" in raw]
        await stream.close()
    await desk.close()


async def test_who_leaves_or_is_removed_waits_no_longer(cast: Cast) -> None:
    await talking(cast)
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    desk = await ada.stream(f"{ada.room}/desk")
    await hand(ben)
    await hand(rie)
    await desk.until(lambda page: queue(page) == ["Ben", "Rie"], what="both wait")
    assert took(await ben.leave())
    await desk.until(lambda page: queue(page) == ["Rie"], what="Ben has left")
    assert took(await ada.remove((await rie.look()).at("seat")))
    await desk.until(lambda page: queue(page) == [], what="Rie was removed")
    await desk.close()


async def test_the_queue_is_empty_after_the_phase_and_there_is_one_in_agree(cast: Cast) -> None:
    await talking(cast)
    ada, ben = await cast.ada(), await cast.ben()
    await hand(ben)
    await ada.phase("agree")
    assert await waiting(cast) == 0
    assert await hand(ben) == 303
    assert queue(await ada.desk()) == ["Ben"]
    assert "Du er nummer 1." in (await ben.look()).element("hand").text_content()
    await ada.phase("close")
    assert await hand(ben) == 409
    assert (await ben.look()).find("queue") is None
