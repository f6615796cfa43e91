"""Fewer than five have voted: nothing of it is told or stored, and the coordinator marks what the room has chosen."""

import pytest

from tests.room.minutes.scene import section
from tests.room.votes.voting import open_vote, round_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took

FEW = "I er for få til en hemmelig afstemning. Tal jer frem, og vælg selv."
WHY = "Færre end fem har stemt. Et resultat ville vise, hvad hver enkelt mente."


async def vote_of(cast: Cast, voters: int, ideas: int = 4) -> tuple[list[Member], list[str]]:
    """So many people, all of whom choose the last idea alone, and the vote is counted."""
    people = [await cast.ben(), *await cast.guests_join(voters - 1)]
    on = await open_vote(cast, ideas)
    round_id = (await round_of(cast))["public_id"]
    for member in people:
        assert took(await send(member, round_id, {on[-1]: 2}))
    assert took(await (await cast.ada()).phase("result"))
    return people, on


@pytest.mark.parametrize("voters", [1, 2, 3, 4])
async def test_nothing_says_what_so_few_have_voted(voters: int, cast: Cast) -> None:
    people, ideas = await vote_of(cast, voters)
    ada, round_ = await cast.ada(), await round_of(cast)
    assert not await rows(cast.database.url, "SELECT 1 FROM tally WHERE round_id = $1", round_["id"])
    assert (round_["detail"], round_["breakdown"] or "null") == ("nothing", "null")
    room, wall = await people[0].look(), await (await cast.cleo()).page(f"/screen/{cast.meeting.screen_token}")
    assert WHY in room.text
    assert WHY in wall.text
    assert WHY in (await ada.desk()).text
    everywhere = [room.element("room").text_content(), wall.element("stage").text_content()]
    assert not [text for text in everywhere if "Idé nummer" in text], "no idea stands out"
    sheet = (await people[0].get(f"/result/{round_['result_token']}.csv")).text
    assert [line.split(";", 1)[1].split(";")[1:] for line in sheet.splitlines()[1:]] == [["", ""]] * len(ideas)
    stories = [(await people[0].page(f"/ideas/{idea}")).element("main").text_content() for idea in ideas]
    assert not [story for story in stories if "stemte på idéen" in story or "prik" in story]
    assert took(await ada.post(f"{ada.room}/end"))
    minutes = await ada.page(f"{ada.room}/minutes")
    assert "For få har stemt til, at vi kan vise et resultat." in minutes.text
    statuses = "SELECT DISTINCT status FROM idea WHERE board_id = $1"
    assert [row["status"] for row in await rows(cast.database.url, statuses, cast.board.id)] == ["proposed"]


async def test_the_room_is_told_before_it_votes_and_the_coordinator_at_the_desk(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    await cast.guests_join(3)
    desk = await ada.stream(f"{ada.room}/desk")
    on = await open_vote(cast, 2, leaders=0)
    screen = f"/screen/{cast.meeting.screen_token}"
    for page in (await ben.look(), await (await cast.cleo()).page(screen), await ada.desk()):
        assert "I er færre end fem." in page.element("few").text_content()
    await desk.until(lambda page: FEW in page.element("marking").text_content())
    assert took(await ada.phase("discuss"))
    await desk.until(lambda page: FEW in page.element("balance").text_content())
    await cast.member("Ib")
    await desk.until(lambda page: FEW not in page.text, what="with five they are enough")
    assert took(await ada.phase("vote"))
    assert "I er færre end fem." not in (await ben.look()).text
    answer = await ada.post(f"{ada.room}/marks", {f"was-{on[0]}": "0", f"idea-{on[0]}": "1"})
    assert (answer.status_code, "I er nok til at stemme." in answer.text) == (409, True)
    await desk.close()


@pytest.mark.parametrize("phase", ["vote", "result"])
async def test_the_coordinator_marks_several_ideas_and_may_take_it_back(phase: str, cast: Cast) -> None:
    people = [await cast.ben(), *await cast.guests_join(2)]
    on = await open_vote(cast, 4, leaders=0)
    ada, screen = await cast.ada(), f"/screen/{cast.meeting.screen_token}"
    if phase == "result":
        assert took(await ada.phase("result"))
    desk = await ada.stream(f"{ada.room}/desk")
    assert took(await ada.submit(desk.page.form("#mark"), {f"idea-{on[1]}": "1", f"idea-{on[3]}": "1"}))
    assert await statuses(cast) == ["proposed", "prioritised", "proposed", "prioritised"]
    await desk.until(lambda page: len(page.select("//*[@id='mark']//input[@checked]")) == 2)
    if phase == "vote":
        assert took(await ada.phase("result"))
    for page in (await people[0].look(), await (await cast.cleo()).page(screen)):
        assert "Det valgte I" in page.text or "Idé nummer" in page.element("stage").text_content()
        assert page.text.count("Idé nummer") >= 2
    lines = "SELECT count(*) AS lines FROM status_change JOIN idea ON idea.id = idea_id WHERE public_id = $1"
    form = (await ada.desk()).form("#mark")
    for _ in range(2):  # a second press is the same
        assert took(await ada.submit(form, {f"idea-{on[1]}": "", f"idea-{on[0]}": "1"}))
    assert await statuses(cast) == ["prioritised", "proposed", "proposed", "prioritised"]
    assert (await rows(cast.database.url, lines, on[0]))[0]["lines"] == 2
    assert took(await ada.submit((await ada.desk()).form("#mark"), {"do": "undo"}))
    assert await statuses(cast) == ["proposed"] * 4
    await desk.close()


async def test_the_minutes_tell_what_so_few_chose(cast: Cast) -> None:
    await cast.ben()
    on = await open_vote(cast, 3, leaders=0)
    ada = await cast.ada()
    assert took(await ada.submit((await ada.desk()).form("#mark"), {f"idea-{on[1]}": "1"}))
    assert took(await ada.phase("result"))
    assert took(await ada.post(f"{ada.room}/end"))
    chosen = section(await ada.page(f"{ada.room}/minutes"), "Det valgte vi")
    assert "Idéer, vi blev enige om" in chosen
    assert chosen.count("Idé nummer") == 1


async def test_two_coordinators_who_mark_at_once_keep_both_and_nothing_else_can_be_marked(cast: Cast) -> None:
    await cast.ben()
    on = await open_vote(cast, 3, leaders=0)
    ada, bo = await cast.ada(), await cast.bo()
    bo.meeting = ada.meeting
    forms = [(await each.desk()).form("#mark") for each in (ada, bo)]
    assert took(await ada.submit(forms[0], {f"idea-{on[0]}": "1"}))
    assert took(await bo.submit(forms[1], {f"idea-{on[2]}": "1"}))
    assert await statuses(cast) == ["prioritised", "proposed", "prioritised"]
    assert (await ada.post(f"{ada.room}/marks", {"was-x": "0", "idea-x": "1"})).status_code == 422
    assert took(await ada.phase("discuss"))
    assert (await ada.post(f"{ada.room}/marks", {f"was-{on[1]}": "0", f"idea-{on[1]}": "1"})).status_code == 409


async def statuses(cast: Cast) -> list[str]:
    query = "SELECT status FROM idea WHERE board_id = $1 ORDER BY number"
    return [row["status"] for row in await rows(cast.database.url, query, cast.board.id)]


async def test_what_an_earlier_version_stored_goes(cast: Cast) -> None:
    """The version before kept which ideas three or four chose; the migration takes that away, and open totals too."""
    import importlib

    await vote_of(cast, 3)
    round_ = await round_of(cast)
    old = """WITH one AS (UPDATE round SET detail = 'chosen', secrecy = 'open' WHERE id = $1 RETURNING id)
        INSERT INTO tally (round_id, idea_id, voters, dots, rank, chosen)
        SELECT one.id, idea.id, 0, 0, 1, false FROM one, idea WHERE board_id = $2 LIMIT 1"""
    await rows(cast.database.url, old, round_["id"], cast.board.id)
    room = await (await cast.ben()).look()
    assert "Idé nummer" not in room.element("room").text_content(), "nor while it still writes so"
    migration = importlib.import_module("schemas.migrations.versions.0011_votes")
    for statement in migration.CLEAN:
        await rows(cast.database.url, statement)
    assert not await rows(cast.database.url, "SELECT 1 FROM tally WHERE round_id = $1", round_["id"])
    told = await round_of(cast)
    assert (told["detail"], told["secrecy"]) == ("nothing", "secret")
