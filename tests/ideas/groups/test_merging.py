"""Two ideas become one without a word, a proposer or a follower lost, and two again exactly as they were."""

from itertools import permutations

import pytest

from schemas.flow import Status
from tests.ideas.groups.scene import gathered, groups, idea, ideas, merge, put, together
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took


async def state(cast: Cast) -> list[tuple[object, ...]]:
    """What a merge and its undoing must leave as it was."""
    kept = ("public_id", "title", "text", "version", "status", "group", "merged_into_id", "seat_id")
    return [tuple(row[name] for name in kept) for row in await ideas(cast)]


async def test_all_wordings_stay_readable_and_the_proposer_follows(cast: Cast) -> None:
    ro, stille, _ = await gathered(cast, "Ro", "Stille", "Kaffe")
    ada, rie, ben = await cast.ada(), await cast.rie(), await cast.ben()
    stream = await ben.stream()
    assert took(await merge(ada, stille, ro))
    await stream.until(lambda page: page.find(f"also-{ro}-{stille}") is not None)
    card = stream.page.element(f"idea-{ro}").text_content()
    assert "Også skrevet som" in card
    assert "Ord om Stille" in card
    await stream.close()
    story = await ben.page(f"/ideas/{ro}")
    assert "Ord om Stille" in story.element(f"also-{ro}").text_content()
    mine = await rie.mine()
    assert "lagt sammen med en anden" in mine.text
    assert mine.select(f"//a[@href='/ideas/{ro}']")
    assert "Følg den i idé" in (await rie.page(f"/ideas/{stille}")).text
    assert took(await ada.phase("vote"))
    ballot = (await ben.look()).form("#ballot")
    assert "Ord om Stille" in ballot.text_content()
    assert not [name for name, _ in ballot.form_values() if stille in name]


ORDERS = list(permutations(range(3)))


@pytest.mark.parametrize(
    "order", [ORDERS[0], *(pytest.param(order, marks=pytest.mark.slow) for order in ORDERS[1:4]), *ORDERS[4:]]
)
async def test_a_chain_is_undone_in_any_order(cast: Cast, order: tuple[int, ...]) -> None:
    names = await gathered(cast, "Et", "To", "Tre", "Fire", "Fem")
    et, to, tre, fire, fem = names
    ada = await cast.ada()
    await together(cast, et, fem)
    before, group = await state(cast), await groups(cast)
    for one, into in ((et, to), (to, tre), (tre, fire)):
        assert took(await merge(ada, one, into))
    story = await ada.page(f"/ideas/{fire}")
    assert all(f"Ord om {title}" in story.element(f"also-{fire}").text_content() for title in ("Et", "To", "Tre"))
    for number in order:
        assert took(await merge(ada, (et, to, tre)[number]))
    assert await state(cast) == before
    assert await groups(cast) == group
    for number in order:
        lines = (
            "SELECT status FROM status_change WHERE idea_id = (SELECT id FROM idea WHERE public_id = $1) ORDER BY id"
        )
        found = [row["status"] for row in await rows(cast.database.url, lines, (et, to, tre)[number])]
        assert found == ["proposed", "merged", "proposed"]
        assert "skilt fra" in (await ada.page(f"/ideas/{(et, to, tre)[number]}")).text


async def test_no_idea_becomes_part_of_itself(cast: Cast) -> None:
    ro, stille, kaffe = await gathered(cast, "Ro", "Stille", "Kaffe")
    ada = await cast.ada()
    assert (await merge(ada, ro, ro)).status_code == 409
    assert took(await merge(ada, ro, stille))
    assert (await merge(ada, stille, ro)).status_code == 409
    assert took(await merge(ada, stille, kaffe))
    for one, into in ((kaffe, ro), (kaffe, stille), (ro, kaffe)):
        assert (await merge(ada, one, into)).status_code == 409
    assert took(await merge(ada, stille, kaffe)), "sent again"
    assert took(await merge(ada, kaffe)), "there is nothing to undo"


async def test_only_the_coordinator_makes_two_ideas_one(cast: Cast) -> None:
    ro, stille = await gathered(cast, "Ro", "Stille")
    for who in (await cast.rie(), await cast.olga(), await cast.leo()):
        assert (await merge(who, ro, stille)).status_code == 403
    assert (await merge(await cast.cleo(), ro, stille)).status_code == 404
    assert (await merge(await cast.ada(), ro, "nobody")).status_code == 404


async def test_a_group_waits_for_an_idea_that_was_merged_out_of_it(cast: Cast) -> None:
    ro, stille, kaffe = await gathered(cast, "Ro", "Stille", "Kaffe")
    ada, group = await cast.ada(), await together(cast, ro, stille)
    assert took(await ada.post(f"{ada.room}/groups/{group}", {"name": "Nat", "from": ""}))
    before = await state(cast)
    assert took(await merge(ada, ro, stille))
    assert "Nat" not in (await ada.look()).text, "a group of one is not shown"
    assert took(await merge(ada, ro))
    assert await state(cast) == before
    assert "Nat" in (await ada.look()).text
    assert took(await merge(ada, ro, stille))
    assert took(await put(ada, kaffe, f"with:{stille}"))
    assert took(await merge(ada, ro))
    assert [(await idea(cast, each))["group"] for each in (ro, stille, kaffe)] == [group] * 3
    for one, into in ((ro, kaffe), (stille, kaffe)):
        assert took(await merge(ada, one, into))
    assert took(await put(ada, kaffe, "apart")), "it stands alone already"
    assert took(await merge(ada, stille))
    assert took(await put(ada, kaffe, "apart", group))
    assert took(await merge(ada, ro))
    assert [(await idea(cast, each))["group"] for each in (ro, stille, kaffe)] == [group, group, None]


async def test_an_idea_that_was_merged_comes_back_when_the_other_is_withdrawn(cast: Cast) -> None:
    ro, stille, kaffe = await gathered(cast, "Ro", "Stille", "Kaffe")
    ada = await cast.ada()
    assert took(await merge(ada, stille, ro))
    assert took(await merge(ada, kaffe, stille)) is False
    answer = await (await cast.rie()).post(f"/ideas/{stille}/withdrawal")
    assert answer.status_code == 409
    assert "lagt sammen" in answer.text
    assert took(await (await cast.ben()).post(f"/ideas/{ro}/withdrawal"))
    row = await idea(cast, stille)
    assert (row["status"], row["merged_into_id"]) == ("proposed", None)


async def test_after_a_vote_on_both_as_one_they_stay_one(cast: Cast) -> None:
    ro, stille, kaffe = await gathered(cast, "Ro", "Stille", "Kaffe")
    ada = await cast.ada()
    assert took(await merge(ada, stille, ro))
    assert took(await ada.phase("vote"))
    for one, into in ((stille, ""), (kaffe, ro)):
        answer = await merge(ada, one, into)
        assert answer.status_code == 409
    assert took(await ada.phase("group")), "the vote was given up"
    assert took(await merge(ada, stille))
    assert took(await merge(ada, stille, ro))
    for phase in ("vote", "result"):
        assert took(await ada.phase(phase))
    assert (await merge(ada, stille)).status_code == 409
    assert (await merge(ada, ro, kaffe)).status_code == 409


async def test_what_was_chosen_before_is_chosen_again_when_parted(cast: Cast) -> None:
    ro, stille = await gathered(cast, "Ro", "Stille")
    ada = await cast.ada()
    assert took(await ada.post(f"/ideas/{ro}/status", {"status": "prioritised"}))
    number = (await idea(cast, stille))["number"]
    assert took(await ada.post(f"/ideas/{ro}/status", {"status": "merged", "idea": number}))
    assert took(await ada.post(f"/ideas/{ro}/status", {"status": "merged", "idea": number})), "sent again"
    assert (await idea(cast, ro))["status"] == "merged"
    assert took(await ada.post(f"/ideas/{ro}/status", {"status": "proposed"}))
    assert (await idea(cast, ro))["status"] == Status.PRIORITISED
    assert await rows(cast.database.url, "SELECT * FROM merge WHERE idea_id = $1", (await idea(cast, ro))["id"]) == []


async def test_nobody_votes_on_an_idea_that_holds_their_own(cast: Cast) -> None:
    ro, stille, kaffe = await gathered(cast, "Ro", "Stille", "Kaffe")
    ada, rie = await cast.ada(), await cast.rie()
    assert took(await merge(ada, stille, ro))
    assert took(await ada.voting(method="dots", dots=5, most=3))
    assert took(await ada.phase("vote"))
    assert (await rie.vote({ro: 1})).status_code == 422
    assert took(await rie.vote({kaffe: 1}))
