""" "Blev du hørt?": one question, answered without anybody knowing, counted an hour after the meeting."""

import httpx2
import pytest

from server.core.database import Database
from tests.support.after_the_end import end_for_good
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took

ASK = "Blev du hørt i dag?"


async def hear(member: Member, heard: str, *, script: bool = True) -> httpx2.Response:
    """Answer the question, as the script does unless told."""
    headers = {"HX_Request": "true"} if script else {}
    return await member.post(f"{member.room}/heard", {"heard": heard}, **headers)


async def closing(cast: Cast, guests: int = 0) -> list[Member]:
    """The meeting is in `close`, and so many people are there."""
    members = await cast.guests_join(guests)
    assert took(await (await cast.ada()).phase("close"))
    return members


async def answers(cast: Cast) -> list[str]:
    query = "SELECT heard FROM heard_answer WHERE meeting_id = $1 ORDER BY heard"
    return [row["heard"] for row in await rows(cast.database.url, query, cast.meeting.id)]


async def meeting(cast: Cast) -> dict[str, object]:
    return dict((await rows(cast.database.url, "SELECT * FROM meeting WHERE id = $1", cast.meeting.id))[0])


def felt(page: object) -> str:
    """What a page says of it."""
    found = page.select("//*[@id='felt']")  # type: ignore[attr-defined]
    return " ".join(found[0].text_content().split()) if found else ""


@pytest.mark.parametrize("script", [True, False])
async def test_it_is_thanked_for_and_may_be_changed(cast: Cast, script: bool) -> None:
    ben = await cast.ben()
    await closing(cast)
    assert ASK in (await ben.look()).text
    assert took(await hear(ben, "no", script=script))
    assert took(await hear(ben, "yes", script=script))
    assert await answers(cast) == ["yes"]
    page = await ben.look()
    assert "Tak. Dit svar er gemt." in page.element("heard").text_content()
    assert dict(page.form("/heard").form_values())["heard"] == "yes"
    assert "Tak. Dit svar" not in (await (await cast.rie()).look()).text, "it is Ben's own"


async def test_nobody_is_told_how_many_have_answered(cast: Cast) -> None:
    """No event, no frame, on no page: two totals would tell the one between them."""
    members = await closing(cast, 6)
    ada = await cast.ada()
    streams = [await members[0].stream(), await ada.stream(f"{ada.room}/desk")]
    before = [stream.page.text for stream in streams]
    query = "SELECT seq FROM board WHERE id = $1"
    seq = await rows(cast.database.url, query, cast.board.id)
    for member in members[1:]:
        assert took(await hear(member, "no"))
    assert await rows(cast.database.url, query, cast.board.id) == seq
    fresh = [(await members[0].look()).text, (await ada.desk()).text]
    assert [page.count("Nej") for page in fresh] == [page.count("Nej") for page in before]
    for stream in streams:
        assert not felt(stream.page)
        await stream.close()


async def test_when_it_is_over_all_read_how_many_felt_heard(cast: Cast) -> None:
    rie, members = await cast.rie(), await closing(cast, 6)
    for number, member in enumerate(members):
        assert took(await hear(member, ("yes", "partly", "no", "yes", "yes", "yes")[number]))
    stream = await members[0].stream()
    await end_for_good(cast)
    await stream.sees("4 af 6 følte sig hørt. Én følte sig delvist hørt.")
    ada, told = await cast.ada(), "4 af 6 følte sig hørt. Én følte sig delvist hørt."
    for page in (await rie.look(), await screen(cast)):
        assert felt(page) == told
    assert told in (await ada.desk()).element("after-attended").text_content()
    assert (await hear(members[0], "no")).status_code == 409
    await stream.close()


async def screen(cast: Cast) -> object:
    return await (await cast.cleo()).page(f"/screen/{cast.meeting.screen_token}")


async def test_four_answers_are_told_to_nobody_and_kept_nowhere(cast: Cast) -> None:
    members = await closing(cast, 4)
    for member in members:
        assert took(await hear(member, "no"))
    await end_for_good(cast)
    assert not felt(await members[0].look())
    assert (await meeting(cast))["heard"] in {None, "null"}
    assert not await answers(cast)


async def test_answers_and_secret_go_with_the_meeting(cast: Cast, database: Database) -> None:
    """Who said what cannot be found afterwards: what keyed the answers is gone, and so are they."""
    members = await closing(cast, 5)
    for member in members:
        assert took(await hear(member, "yes"))
    query = "SELECT voter FROM heard_answer WHERE meeting_id = $1"
    keys = [row["voter"] for row in await rows(database.url, query, cast.meeting.id)]
    seats = [str(row["id"]).encode() for row in await rows(database.url, "SELECT id FROM seat")]
    assert {len(key) for key in keys} == {32}
    assert not set(keys) & set(seats)
    await end_for_good(cast)
    assert not await rows(database.url, "SELECT FROM secret WHERE meeting_id = $1", cast.meeting.id)
    assert not await answers(cast)


async def test_it_may_be_answered_on_the_way_out_and_need_not_be(cast: Cast) -> None:
    ben, rie, finn = await cast.ben(), await cast.rie(), await cast.finn()
    form = (await ben.look()).form("/leave")
    assert took(await ben.submit(form, {"heard": "partly"}))
    assert took(await rie.leave())
    assert took(await finn.post(f"{finn.room}/leave", {"heard": "nonsense"}))
    assert await answers(cast) == ["partly"]


async def test_only_those_who_took_part_are_asked(cast: Cast) -> None:
    olga, ada, leo = await cast.olga(), await cast.ada(), await cast.leo()
    leo.meeting = cast.meeting.public_id
    await closing(cast)
    for page in (await olga.look(), await ada.look()):
        assert page.find("heard-form") is None
        assert "Medlemmerne svarer på deres egen telefon." in page.text
    for who, status in ((olga, 403), (ada, 403), (leo, 200)):
        assert (await hear(who, "yes")).status_code == status
    assert (await hear(leo, "perhaps")).status_code == 422


async def test_a_removed_seats_answer_stays_and_no_other_comes(cast: Cast) -> None:
    ben, rie = await cast.ben(), await cast.rie()
    await closing(cast)
    for member, heard in ((ben, "yes"), (rie, "no")):
        assert took(await hear(member, heard))
    assert took(await (await cast.ada()).remove((await rie.look()).at("seat")))
    assert await answers(cast) == ["no", "yes"]
    assert (await hear(rie, "yes")).status_code == 404
