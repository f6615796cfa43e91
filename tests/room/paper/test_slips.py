"""Ballots on paper: entered once, taken out again, counted with their roles, and joined to nobody."""

import asyncio

from tests.room.paper.writing import ROLES, enter, scribe, slips
from tests.room.votes.voting import open_vote, round_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took


async def test_a_slip_goes_in_and_the_next_is_empty(cast: Cast) -> None:
    finn = await scribe(cast)
    first, second = await open_vote(cast)
    page = await finn.page(f"{finn.room}/paper")
    form = page.form("/slips")
    assert "Gem stemmeseddel nr. 1" in page.text
    answer = await finn.submit(form, {"role": "relative", f"dots-{first}": "3", f"dots-{second}": ""})
    after = await finn.follow(answer)
    assert "Stemmeseddel nr. 1 er gemt." in after.text
    assert "Gem stemmeseddel nr. 2" in after.text
    fresh = dict(after.form("/slips").form_values())
    assert not [value for name, value in fresh.items() if name.startswith("dots-") and value]
    assert "role" not in fresh
    assert fresh["form"] != dict(form.form_values())["form"]
    assert await slips(cast) == [("relative", {first: 3})]
    assert "3" not in after.element("slips").text_content(), "numbers of slips, not what stands on them"


async def test_the_same_form_is_the_same_slip(cast: Cast) -> None:
    finn, rie = await scribe(cast), await scribe(cast, "Rie")
    ideas, round_id = await open_vote(cast), (await round_of(cast))["public_id"]
    answers = await asyncio.gather(*(enter(finn, round_id, {ideas[0]: 1}, key="one") for _ in range(6)))
    assert {answer.headers["location"].split("?")[1] for answer in answers} == {"slip=1#slip"}
    assert took(await enter(rie, round_id, {ideas[1]: 1}, key="one")), "another scribe's form is another"
    assert len(await slips(cast)) == 2


async def test_many_scribes_at_once_get_a_number_each(cast: Cast) -> None:
    finn, rie, ada = await scribe(cast), await scribe(cast, "Rie"), await cast.ada()
    ideas, round_id = await open_vote(cast), (await round_of(cast))["public_id"]
    people = [finn, rie, ada] * 8
    answers = await asyncio.gather(*(enter(who, round_id, {ideas[0]: 1}) for who in people))
    numbers = [int(answer.headers["location"].split("slip=")[1].split("#")[0]) for answer in answers]
    assert sorted(numbers) == list(range(1, 25))
    assert (await round_of(cast))["slips"] == len(await slips(cast)) == 24


async def test_a_slip_is_taken_out_and_entered_again_under_its_number(cast: Cast) -> None:
    finn = await scribe(cast)
    ideas, round_id = await open_vote(cast), (await round_of(cast))["public_id"]
    for number in range(3):
        assert took(await enter(finn, round_id, {ideas[0]: number + 1}))
    page = await finn.page(f"{finn.room}/paper")
    assert took(await finn.submit(page.form("/slips/2/removal")))
    assert sorted(dots[ideas[0]] for _, dots in await slips(cast)) == [1, 3]
    assert took(await finn.post(f"/rounds/{round_id}/slips/2/removal")), "once more is no error"
    assert took(await finn.post(f"/rounds/{round_id}/slips/99/removal"))
    assert "Gem stemmeseddel nr. 2" in (await finn.page(f"{finn.room}/paper")).text
    answer = await enter(finn, round_id, {ideas[1]: 2})
    assert "slip=2" in answer.headers["location"]


async def test_a_slip_that_breaks_the_rules_stays_on_the_page(cast: Cast) -> None:
    finn = await scribe(cast)
    ideas, round_id = await open_vote(cast), (await round_of(cast))["public_id"]
    wrong: list[tuple[dict[str, object], str, str]] = [
        ({ideas[0]: 4}, "patient", "højst give 3 prikker"),
        ({ideas[0]: 3, ideas[1]: 3}, "patient", "ikke flere prikker"),
        ({ideas[0]: -1}, "patient", "højst give 3 prikker"),
        ({"x" * 22: 1}, "patient", "ikke med i denne afstemning"),
        ({ideas[0]: "mange"}, "patient", "Skriv et helt tal"),
        ({ideas[0]: 0}, "patient", "ingen prikker på sedlen"),
        ({}, "patient", "ingen prikker på sedlen"),
        ({ideas[0]: 2}, "", "Vælg, hvem sedlen er fra"),
        ({ideas[0]: 2}, "observer", "Vælg, hvem sedlen er fra"),
        ({ideas[0]: 2}, "leader", "Vælg, hvem sedlen er fra"),
        ({ideas[0]: 2}, "coordinator", "Vælg, hvem sedlen er fra"),
    ]
    for dots, role, sentence in wrong:
        answer = await enter(finn, round_id, dots, role)
        assert answer.status_code == 422, (dots, role)
        assert sentence in answer.text, (dots, role)
    assert 'value="3"' in (await enter(finn, round_id, {ideas[0]: 3, ideas[1]: 3})).text, "what was typed stays"
    assert await slips(cast) == []


async def test_approval_by_crosses(cast: Cast) -> None:
    finn = await scribe(cast)
    ideas = await open_vote(cast, method="approval")
    page = await finn.page(f"{finn.room}/paper")
    assert took(await finn.submit(page.form("/slips"), {"role": "patient", f"dots-{ideas[1]}": "1"}))
    assert await slips(cast) == [("patient", {ideas[1]: 1})]


async def test_turnout_and_result_say_how_many_were_on_paper(cast: Cast, database_url: str) -> None:
    finn, ada = await scribe(cast), await cast.ada()
    ben, _ = await cast.ben(), await cast.guests_join(4)
    screen = await (await cast.cleo()).stream(f"/screen/{cast.meeting.screen_token}")
    ideas, round_id = await open_vote(cast), (await round_of(cast))["public_id"]
    eligible = (await round_of(cast))["eligible"]
    for name in ("Ben", "Medlem 1", "Medlem 2"):
        assert took(await cast.devices[name].vote({ideas[0]: 1}))
    await screen.sees(f"3 af {eligible} har stemt")
    for number in range(3):
        assert took(await enter(finn, round_id, {ideas[0]: 2, ideas[1]: number}))
    await screen.sees(f"6 af {eligible + 3} har stemt, heraf 3 på papir")
    await screen.close()
    assert took(await finn.post(f"/rounds/{round_id}/slips/2/removal"))
    assert f"5 af {eligible + 2} har stemt, heraf 2 på papir" in (await ben.look()).text
    assert took(await ada.phase("result"))
    row = await round_of(cast)
    assert (row["voters"], row["eligible"], row["on_paper"]) == (5, eligible + 2, 2)
    assert "Heraf 2 på papir." in (await ben.look()).text
    sheet = (await ben.get(f"/result/{row['result_token']}.csv")).text.splitlines()
    assert sheet[-1] == ";(på papir);2;"
    tally = await rows(database_url, "SELECT dots, voters FROM tally WHERE round_id = $1 ORDER BY rank", row["id"])
    assert [tuple(line) for line in tally] == [(7, 5), (2, 1)]


async def test_a_round_without_paper_says_nothing_of_it(cast: Cast) -> None:
    members, ada = await cast.guests_join(5), await cast.ada()
    ideas = await open_vote(cast)
    for member in members:
        assert took(await member.vote({ideas[0]: 1}))
    assert "på papir" not in (await members[0].look()).element("turnout").text_content()
    assert took(await ada.phase("result"))
    assert "på papir" not in (await members[0].look()).element("room").text_content()
    row = await round_of(cast)
    assert "papir" not in (await members[0].get(f"/result/{row['result_token']}.csv")).text


async def test_roles_on_paper_are_in_the_breakdown(cast: Cast) -> None:
    """Five patients with phones and five relatives on paper: two groups of five, each divided on both ideas."""
    members, ada = await cast.guests_join(5), await cast.ada()
    ideas = await open_vote(cast, leaders=0)
    assert took(await ada.remove((await (await cast.ben()).look()).at("seat")))
    round_id = (await round_of(cast))["public_id"]
    for number, member in enumerate(members):
        assert took(await member.vote({ideas[number % 2]: 1}))
        assert took(await enter(ada, round_id, {ideas[number % 2]: 2}, "relative"))
    assert took(await ada.phase("result"))
    row = await round_of(cast)
    import json

    told = json.loads(row["breakdown"])
    assert set(told) == {"patient", "relative"}
    assert sorted(dots for _, dots in told["relative"].values()) == [4, 6]
    assert (row["voters"], row["eligible"], row["on_paper"]) == (10, 11, 5)


async def test_four_on_paper_are_not_told_apart(cast: Cast) -> None:
    """P3: a group on paper is a group like any other, and four are too few to be told."""
    members, ada = await cast.guests_join(5), await cast.ada()
    ideas = await open_vote(cast, leaders=0)
    assert took(await ada.remove((await (await cast.ben()).look()).at("seat")))
    round_id = (await round_of(cast))["public_id"]
    for number, member in enumerate(members):
        assert took(await member.vote({ideas[number % 2]: 1}))
    for number in range(4):
        assert took(await enter(ada, round_id, {ideas[number % 2]: 2}, "relative"))
    assert took(await ada.phase("result"))
    assert (await round_of(cast))["breakdown"] in {None, "null"}


async def test_after_the_round_no_slip_goes_in_and_nothing_is_left_of_them(cast: Cast, database_url: str) -> None:
    finn, ada = await scribe(cast), await cast.ada()
    ideas, round_id = await open_vote(cast), (await round_of(cast))["public_id"]
    for role in ROLES:
        assert took(await enter(finn, round_id, {ideas[0]: 1}, role))
    page = await finn.page(f"{finn.room}/paper")
    assert took(await ada.phase("result"))
    late = await finn.submit(page.form("/slips"), {"role": "patient", f"dots-{ideas[0]}": "1"})
    assert late.status_code == 409
    assert "Sedlen nåede ikke med." in late.text
    assert (await finn.post(f"/rounds/{round_id}/slips/1/removal")).status_code == 409
    row = await round_of(cast)
    assert (row["secret"], row["voters"]) == (None, 4)
    assert not await rows(database_url, "SELECT 1 FROM ballot WHERE round_id = $1", row["id"])
    assert "stemmeseddel nr." not in (await finn.page(f"{finn.room}/paper")).text.lower()
