"""Nobody can fill the room for the others: bounds, who is told, and what the coordinator does about it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from schemas.bounds import BOUNDS, Bounded, most_of
from schemas.format import FORMATS, Format
from schemas.meeting import Meeting
from server.core.bounds import SAID, TABLES
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site

IN_A_MEETING = [kind for kind, bound in BOUNDS.items() if bound.lifted is not None]
SMALL = 3


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make a bound one that a test can meet: SMALL, and SMALL + 2 when it is lifted."""

    def make(kind: Bounded) -> None:
        lifted = SMALL + 2 if BOUNDS[kind].lifted else None
        monkeypatch.setitem(BOUNDS, kind, type(BOUNDS[kind])(SMALL, lifted))
        for rule in FORMATS.values() if kind is Bounded.SEATS else ():
            monkeypatch.setitem(rule.__dict__, "seats", SMALL)

    return make


def test_every_bound_has_its_row_its_words_and_its_table() -> None:
    assert set(BOUNDS) == set(SAID) == set(TABLES) == set(Bounded)
    for kind, bound in BOUNDS.items():
        assert bound.lifted is None or bound.lifted > bound.most
        assert bool(SAID[kind].lift) is bool(SAID[kind].desk) is (bound.lifted is not None), kind


def test_the_bounds_are_those_that_were_promised() -> None:
    assert (BOUNDS[Bounded.SEATS].most, BOUNDS[Bounded.IDEAS].most, BOUNDS[Bounded.COMMENTS].most) == (300, 30, 60)
    assert BOUNDS[Bounded.SEATS].lifted == 1500
    assert all(
        rule.seats == BOUNDS[Bounded.SEATS].most for rule in FORMATS.values() if rule.from_one_address is None
    ), "only where anybody may come there is room for more"
    assert all(rule.seats <= (BOUNDS[Bounded.SEATS].lifted or 0) for rule in FORMATS.values())


def test_a_meeting_may_have_its_own_number_of_seats() -> None:
    """As the meeting of an election that is played again has; lifting never takes any away."""
    meeting = Meeting(board_id=1, title="Valg", public_id="x", code="x", join_token="x", screen_token="x")
    meeting.format = Format.PEERBOARD
    assert most_of(Bounded.SEATS, meeting) == 300
    meeting.seats_most = 2000
    assert most_of(Bounded.SEATS, meeting) == 2000
    meeting.lifted = [Bounded.SEATS]
    assert most_of(Bounded.SEATS, meeting) == 2000
    meeting.seats_most = None
    assert most_of(Bounded.SEATS, meeting) == 1500
    assert most_of(Bounded.IDEAS, meeting) == 30


async def idea(cast: Cast, number: int) -> Any:
    return await (await cast.ben()).propose(f"Idé {number}", "Ord, som ikke må gå tabt")


async def comment(cast: Cast, number: int) -> Any:
    ben = await cast.ben()
    found = await rows(cast.database.url, "SELECT public_id FROM idea WHERE meeting_id = $1", cast.meeting.id)
    if not found:
        ada = await cast.ada()
        await (await cast.rie()).propose("Ro")
        assert took(await ada.phase("reveal"))
        found = await rows(cast.database.url, "SELECT public_id FROM idea WHERE meeting_id = $1", cast.meeting.id)
    words = {"text": f"Kommentar {number}, som ikke må gå tabt", "key": f"k{number}", "from": "story"}
    return await ben.post(f"/ideas/{found[0]['public_id']}/comments", words)


async def paper(cast: Cast, number: int) -> Any:
    ada = await cast.ada()
    words = {"key": f"k{number}", "title": f"Papir {number}, som ikke må gå tabt", "role": "patient"}
    return await ada.post(f"{ada.room}/paper/ideas", words)


async def hand(cast: Cast, number: int) -> Any:
    ben, ada = await cast.ben(), await cast.ada()
    if number == 0:
        for phase in ("reveal", "discuss"):
            assert took(await ada.phase(phase))
    answer = await ben.post(f"{ben.room}/hand", {"up": "1"})
    await ben.post(f"{ben.room}/hand", {"up": "0"})
    return answer


async def seat(cast: Cast, number: int) -> Any:
    async with Member(cast.url) as guest:
        return await guest.try_join(cast.meeting.join_token, "patient", f"Navn {number}, som ikke må gå tabt")


ACTS: dict[Bounded, Callable[[Cast, int], Awaitable[Any]]] = {
    Bounded.IDEAS: idea,
    Bounded.COMMENTS: comment,
    Bounded.PAPER: paper,
    Bounded.MEETING_IDEAS: idea,
    Bounded.MEETING_COMMENTS: comment,
    Bounded.HANDS: hand,
    Bounded.SEATS: seat,
}


def test_every_bound_of_a_meeting_is_tried() -> None:
    assert set(ACTS) == set(IN_A_MEETING)


@pytest.mark.parametrize("kind", IN_A_MEETING)
async def test_a_bound_is_met_asked_about_and_lifted(kind: Bounded, cast: Cast, small: Any) -> None:
    small(kind)
    act, ada = ACTS[kind], await cast.ada()
    for number in range(SMALL):
        assert took(await act(cast, number)), number
    assert "room-for-more" not in (await ada.desk()).source
    for _ in range(2):
        refused = await act(cast, SMALL)
        assert refused.status_code == 409
        if kind is not Bounded.HANDS:
            assert "gå tabt" in refused.text, "what was typed is gone"
    told = "SELECT count(*) AS n FROM event WHERE board_id = $1 AND kind = 'BoundReached'"
    assert (await rows(cast.database.url, told, cast.board.id))[0]["n"] == 1, "the coordinator is asked once"
    desk = await ada.desk()
    assert f"{SMALL}" in desk.element("wishes").text_content()
    answer = await ada.submit(desk.form("/room-for-more"))
    assert took(answer)
    assert "room-for-more" not in (await ada.desk()).source
    for number in (SMALL, SMALL + 1):
        assert took(await act(cast, number)), "there is no room after all"
    refused = await act(cast, SMALL + 2)
    assert refused.status_code == 409
    assert "room-for-more" not in (await ada.desk()).source, "a bound is lifted once"
    assert took(await ada.post(f"{ada.room}/room-for-more", {"of": kind.value})), "twice is once"


async def test_what_was_sent_before_is_no_new_one(cast: Cast, small: Any) -> None:
    """A phone that sends the same again at the bound has its idea."""
    small(Bounded.IDEAS)
    ben = await cast.ben()
    for number in range(SMALL):
        assert took(await ben.propose("Ro", key=f"k{number}"))
    assert took(await ben.propose("Ro", key="k0"))
    assert (await ben.propose("Ro", key="new")).status_code == 409
    assert took(await (await cast.rie()).propose("Ro"))


async def test_with_a_script_the_words_stay_in_the_form_too(cast: Cast, small: Any) -> None:
    small(Bounded.IDEAS)
    ben = await cast.ben()
    for number in range(SMALL):
        assert took(await idea(cast, number))
    words = {"title": "Den næste", "text": "Alle ordene", "key": "k"}
    answer = await ben.post(f"{ben.room}/ideas", words, HX_Request="true")
    assert answer.status_code == 409
    assert "Den næste" in answer.text
    assert "Alle ordene" in answer.text
    assert 'class="notice wrong"' in answer.text, "what waits to be sent shows this sentence"
    assert "spurgt koordinatoren" in answer.text


async def test_who_sits_already_is_never_kept_out(cast: Cast, small: Any) -> None:
    small(Bounded.SEATS)
    ben = await cast.ben()
    for number in range(SMALL - 1):
        assert took(await seat(cast, number))
    assert (await seat(cast, 9)).status_code == 409
    assert took(await ben.try_join(cast.meeting.join_token, "patient", "Ben"))
    ada = await cast.ada()
    public_id = (await rows(cast.database.url, "SELECT public_id FROM seat WHERE name = 'Ben' ORDER BY id DESC"))[0][0]
    assert took(await ada.post(f"/seats/{public_id}/removal"))
    assert took(await seat(cast, 10)), "a place that was given up is free"


async def test_many_seats_together_do_not_fill_the_meeting_either(cast: Cast, small: Any) -> None:
    small(Bounded.MEETING_IDEAS)
    for guest in await cast.guests_join(SMALL):
        assert took(await guest.propose("Ro"))
    answer = await (await cast.ben()).propose("Det, der ikke må gå tabt")
    assert answer.status_code == 409
    assert "gå tabt" in answer.text


async def test_only_the_coordinator_lifts_and_only_what_is_a_meetings(cast: Cast) -> None:
    ada, ben, leo = await cast.ada(), await cast.ben(), await cast.leo()
    for who in (ben, leo):
        assert (await who.post(f"{ada.room}/room-for-more", {"of": "ideas"})).status_code == 404
    for wrong in ("", "units", "x", "ideas "):
        assert (await ada.post(f"{ada.room}/room-for-more", {"of": wrong})).status_code == 404
    assert took(await ada.post(f"{ada.room}/room-for-more", {"of": "ideas"}))
    found = await rows(cast.database.url, "SELECT lifted, asked FROM meeting WHERE id = $1", cast.meeting.id)
    assert (found[0]["lifted"], found[0]["asked"]) == ('["ideas"]', "[]")


async def test_an_invitation_that_is_refused_is_not_used_up(cast: Cast, small: Any) -> None:
    small(Bounded.INVITATIONS)
    ada = await cast.ada()
    assert (await ada.post(f"{ada.room}/invitations/sheet", {"slips-any": SMALL + 1})).status_code == 409
    assert not await rows(cast.database.url, "SELECT 1 FROM invitation WHERE meeting_id = $1", cast.meeting.id)
    assert (await ada.post(f"{ada.room}/invitations/sheet", {"slips-any": SMALL})).status_code == 200
    mailed = await ada.post(f"{ada.room}/invitations/mail", {"list": "ny@home.test", "form": "k"})
    assert mailed.status_code == 409
    assert "ny@home.test" in mailed.text, "what was typed is gone"


async def test_lines_on_a_timeline_are_bounded(cast: Cast, small: Any, site: Site) -> None:
    """What a proposer adds to an idea, until the page of the idea is full."""
    small(Bounded.ADDED)
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Ro"))
    assert took(await ada.phase("reveal"))
    found = await rows(cast.database.url, "SELECT public_id FROM idea WHERE meeting_id = $1", cast.meeting.id)
    path = f"/ideas/{found[0]['public_id']}/additions"
    for number in range(SMALL):
        assert took(await ben.post(path, {"text": f"Mere {number}", "key": f"k{number}"}))
    refused = await ben.post(path, {"text": "Det, der ikke må gå tabt", "key": "k9"})
    assert refused.status_code == 409
    assert "gå tabt" in refused.text
