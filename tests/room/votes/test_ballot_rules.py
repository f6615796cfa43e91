"""What a ballot may hold, who may cast it and when: over HTTP, as the page and the plain form do."""

import asyncio

from schemas.bounds import BOUNDS, Bounded
from schemas.codes import new_public_id
from schemas.roles import Role
from tests.room.votes.voting import ballots, open_vote, round_of, send
from tests.support.cast import Cast
from tests.support.dom import Page
from tests.support.member import took


async def test_limits(cast: Cast) -> None:
    one, two, three = await open_vote(cast, 3)
    rie, round_id = await cast.member("Rie"), (await round_of(cast))["public_id"]
    refused = (
        ({one: 4}, "højst give 3"),
        ({one: 3, two: 3}, "ikke flere prikker"),
        ({one: -1}, "højst give 3"),
        ({one: 3, two: 3, three: -1}, "højst give 3"),
        ({"strange": 1}, "ikke med i denne afstemning"),
    )
    joined_too_late = await send(rie, round_id, {one: 1})
    assert (joined_too_late.status_code, "med i den næste" in joined_too_late.text) == (409, True)
    ben = await cast.ben()
    for dots, sentence in refused:
        answer = await send(ben, round_id, dots)
        assert answer.status_code == 422
        assert sentence in answer.text
    for strange in ("two", "1.5", "1e3", "²", "9" * 30):
        answer = await ben.post(f"/rounds/{round_id}/ballot", {"version": 0, f"dots-{one}": strange}, HX_Request="true")
        assert answer.status_code == 422, strange
    assert await ballots(cast) == []
    assert (await send(ben, round_id, {one: 3, two: 2, three: 0})).status_code == 200
    assert await ballots(cast) == [{one: 3, two: 2}]


async def test_a_meeting_may_have_as_many_ideas_as_its_bound_lets_it(cast: Cast) -> None:
    """Without a script a ballot has a field for each, and the coordinator's marks have two."""
    one, _ = await open_vote(cast)
    ben, ada, round_id = await cast.ben(), await cast.ada(), (await round_of(cast))["public_id"]
    others = [new_public_id() for _ in range(BOUNDS[Bounded.MEETING_IDEAS].most - 1)]
    assert (await send(ben, round_id, {one: 2, **dict.fromkeys(others, 0)})).status_code == 200
    assert await ballots(cast) == [{one: 2}]
    fields = {f"was-{idea}": "0" for idea in (one, *others)} | {f"idea-{idea}": "" for idea in others}
    assert took(await ada.post(f"{ada.room}/marks", fields | {f"idea-{one}": "1"}))


async def test_dots_are_moved_and_taken_back(cast: Cast) -> None:
    one, two = await open_vote(cast)
    ben, round_id = await cast.ben(), (await round_of(cast))["public_id"]
    assert took(await send(ben, round_id, {one: 3, two: 2}))
    assert took(await send(ben, round_id, {one: 1, two: 3}, version=1))
    assert await ballots(cast) == [{one: 1, two: 3}]
    assert took(await send(ben, round_id, {}, version=2))
    assert await ballots(cast) == [{}]
    page = await ben.look()
    assert page.element("ballot-note").get("data-version") == "3"
    await (await cast.ada()).phase("result")
    assert (await round_of(cast))["voters"] == 0, "an empty ballot is no vote"


async def test_two_clicks_at_once_and_an_answer_that_was_lost(cast: Cast) -> None:
    one, two = await open_vote(cast)
    ben, round_id = await cast.ben(), (await round_of(cast))["public_id"]
    same = await asyncio.gather(*(send(ben, round_id, {one: 2}) for _ in range(2)))
    assert [answer.status_code for answer in same] == [200, 200], "the same twice is once"
    again = await send(ben, round_id, {one: 2})
    assert (again.status_code, 'data-version="1"' in again.text) == (200, True)
    other = await send(ben, round_id, {two: 1})
    assert other.status_code == 409, "the other screen was faster"
    note = Page(other.text).element("ballot-note")
    assert note.get("data-version") == "1"
    assert note.get("data-dots") == f'{{"{one}": 2}}'
    assert await ballots(cast) == [{one: 2}]


async def test_fifty_requests_of_one_voter_leave_one_ballot_that_was_acked(cast: Cast) -> None:
    ideas = await open_vote(cast, 5)
    ben, round_id = await cast.ben(), (await round_of(cast))["public_id"]
    wanted = [{ideas[number % 5]: 1 + number % 3} for number in range(50)]
    answers = await asyncio.gather(*(send(ben, round_id, dots) for dots in wanted))
    codes = [answer.status_code for answer in answers]
    assert set(codes) <= {200, 409, 429}
    (stored,) = await ballots(cast)
    acked = [dots for dots, code in zip(wanted, codes, strict=True) if code == 200]
    assert acked
    assert all(dots == stored for dots in acked), "each one that was acked from version 0 is the one that is stored"


async def test_approval_is_one_mark_for_as_many_as_one_likes(cast: Cast) -> None:
    ideas = await open_vote(cast, 7, method="approval")
    ben, round_id = await cast.ben(), (await round_of(cast))["public_id"]
    page = await ben.look()
    assert len(page.select("//form[@id='ballot']//input[@type='checkbox']")) == 7
    assert (await send(ben, round_id, {ideas[0]: 2})).status_code == 422
    assert took(await send(ben, round_id, dict.fromkeys(ideas, 1)))
    assert await ballots(cast) == [dict.fromkeys(ideas, 1)]


async def test_ones_own_idea(cast: Cast) -> None:
    rie = await cast.rie()
    assert took(await rie.propose("Ries idé"))
    ideas = await open_vote(cast, 2, own=0)
    page = await rie.look()
    own = next(idea for idea in ideas if "Ries idé" in page.element(f"idea-{idea}").text_content())
    round_id = (await round_of(cast))["public_id"]
    answer = await send(rie, round_id, {own: 1})
    assert (answer.status_code, "andres idéer" in answer.text) == (422, True)
    assert took(await send(rie, round_id, {next(idea for idea in ideas if idea != own): 1}))
    assert took(await send(await cast.ben(), round_id, {own: 1})) is True


async def test_a_late_ballot_is_refused_with_a_sentence(cast: Cast) -> None:
    one, _ = await open_vote(cast)
    ben, round_id = await cast.ben(), (await round_of(cast))["public_id"]
    await (await cast.ada()).phase("result")
    for headers in ({}, {"HX_Request": "false"}):
        answer = await send(ben, round_id, {one: 1}, 0, **headers)
        assert (answer.status_code, "nåede ikke med" in answer.text) == (409, True)


async def test_who_came_after_the_vote_was_opened_is_told_so(cast: Cast) -> None:
    one, _ = await open_vote(cast)
    late = await cast.member("Ib", Role.RELATIVE)
    answer = await late.vote({one: 1})
    assert (answer.status_code, "Du er med i den næste" in answer.text) == (409, True)
    ada = await cast.ada()
    assert took(await ada.phase("vote")), "the vote is repeated: a new round"
    assert took(await late.vote({one: 1}))


async def test_a_removed_voters_ballot_stays_and_no_other_comes(cast: Cast) -> None:
    members = await cast.guests_join(6)
    one, _ = await open_vote(cast)
    for member in members:
        assert took(await member.vote({one: 1}))
    seat = (await members[0].look()).at("seat")
    ada = await cast.ada()
    assert took(await ada.remove(seat))
    row = await round_of(cast)
    assert (len(await ballots(cast)), row["eligible"], row["removed"]) == (6, 7, 1)
    again = await send(members[0], row["public_id"], {one: 1})
    assert again.status_code in {403, 404}
    await ada.phase("result")
    assert (await round_of(cast))["voters"] == 6


async def test_roles_that_do_not_vote(cast: Cast) -> None:
    olga = await cast.olga()
    one, _ = await open_vote(cast)
    round_id = (await round_of(cast))["public_id"]
    assert (await olga.look()).find("ballot") is None
    assert (await send(olga, round_id, {one: 1})).status_code == 403
    assert (await send(await cast.ada(), round_id, {one: 1})).status_code == 403
    assert (await send(await cast.cleo(), round_id, {one: 1})).status_code == 404


async def test_leaders_vote_unless_the_meeting_turns_it_off(cast: Cast) -> None:
    leo, ben, ada = await cast.leo(), await cast.ben(), await cast.ada()
    leo.meeting = ben.meeting
    await leo.look()
    one, _ = await open_vote(cast, leaders=0)
    assert (await leo.look()).find("ballot") is None
    answer = await send(leo, (await round_of(cast))["public_id"], {one: 1})
    assert answer.status_code == 409
    assert (await round_of(cast))["eligible"] == 1
    assert took(await ada.voting(method="dots", dots=5, most=3, leaders=1))
    assert (await leo.look()).find("ballot") is None, "the open round keeps its own rule"
    assert took(await ada.phase("vote"))
    assert took(await leo.vote({one: 1}))
    assert (await round_of(cast))["eligible"] == 2


async def test_the_desk_may_not_choose_nonsense(cast: Cast) -> None:
    ada = await cast.ada()
    for dots, most in ((0, 1), (101, 1), (5, 6), (5, 0), ("x", 1), (-5, 3)):
        assert (await ada.voting(method="dots", dots=dots, most=most)).status_code == 422
    assert (await ada.voting(method="magic", dots=5, most=3)).status_code == 422


async def test_a_ballot_is_from_a_version_that_exists(cast: Cast) -> None:
    one, _ = await open_vote(cast)
    ben, round_id = await cast.ben(), (await round_of(cast))["public_id"]
    for version in (-1, 1, 7):
        assert (await send(ben, round_id, {one: 1}, version=version)).status_code == 409
    assert await ballots(cast) == []
    assert took(await send(ben, round_id, {one: 1}))
