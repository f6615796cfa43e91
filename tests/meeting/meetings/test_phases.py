"""The phases of a meeting: who may do what in which, led forwards, backwards and again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import httpx2
import pytest

from schemas.act import Act
from schemas.format import ALL_PHASES, PHASES, Phase, may
from schemas.meeting import Meeting
from schemas.roles import JOINABLE, Role
from server.core.database import Database
from tests.room.votes.voting import round_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.processes import Server, environment
from tests.support.site import SECRET
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import until

LATE_IS_KEPT = {Act.PROPOSE}
"""Never refused: what comes after its phase is kept as late."""
SEATS: WeakKeyDictionary[Member, str] = WeakKeyDictionary()
"""The seats of those whose page was read for it."""
LIKE_OTHERS = {Phase.SINCE_LAST, Phase.AGREE, Phase.CLOSE}
"""What may be done in them may be done, and refused, in others too."""


async def scene(cast: Cast, phase: Phase) -> dict[Role, Member]:
    """A member in each role, each with two ideas if their role has any, in a meeting that was led to `phase`."""
    ada, leo = await cast.ada(), await cast.leo()
    people: dict[Role, Member] = {role: await cast.member(f"{role} ", role) for role in JOINABLE}
    leo.meeting = cast.meeting.public_id
    people |= {Role.LEADER: leo, Role.COORDINATOR: ada}
    SEATS[leo] = (await leo.look()).at("seat")
    for role, person in people.items():
        for number in range(2):
            answer = await person.propose(f"Idé {number} af {role}")
            assert took(answer) is may(cast.meeting.form, role, Phase.PROPOSE, Act.PROPOSE)
    if phase is Phase.SINCE_LAST:
        assert took(await ada.phase(phase))
    for name in ALL_PHASES[2 : ALL_PHASES.index(phase) + 1]:
        assert took(await ada.phase(name))
    return people


async def own_ideas(cast: Cast, person: Member) -> list[str]:
    if person not in SEATS:
        SEATS[person] = (await person.look()).at("seat")
    query = "SELECT idea.public_id FROM idea JOIN seat ON seat.id = seat_id WHERE seat.public_id = $1 ORDER BY idea.id"
    return [row["public_id"] for row in await rows(cast.database.url, query, SEATS[person])]


Do = Callable[[Cast, Member], Awaitable[httpx2.Response]]


async def edit(cast: Cast, person: Member) -> httpx2.Response:
    mine = await own_ideas(cast, person)
    return await person.post(f"/ideas/{(mine or ['none'])[0]}", {"version": 1, "title": "Rettet", "text": ""})


async def withdraw(cast: Cast, person: Member) -> httpx2.Response:
    mine = await own_ideas(cast, person)
    return await person.post(f"/ideas/{(mine or ['none'])[-1]}/withdrawal")


async def vote(cast: Cast, person: Member) -> httpx2.Response:
    if not await rows(cast.database.url, "SELECT 1 FROM round WHERE meeting_id = $1", cast.meeting.id):
        return await send(person, "none", {})
    return await send(person, (await round_of(cast))["public_id"], {})


async def shown_idea(cast: Cast) -> str:
    """Some idea that the room has seen and that is on no ballot, if there is one."""
    query = """SELECT public_id FROM idea WHERE meeting_id = $1 AND shown_at IS NOT NULL AND status = 'proposed'
        ORDER BY id DESC LIMIT 1"""
    found = await rows(cast.database.url, query, cast.meeting.id)
    return str(found[0]["public_id"]) if found else "none"


async def comment(cast: Cast, person: Member) -> httpx2.Response:
    return await person.post(f"/ideas/{await shown_idea(cast)}/comments", {"key": "k", "text": "Ja", "from": "room"})


async def put_apart(cast: Cast, person: Member) -> httpx2.Response:
    return await person.post(f"/ideas/{await shown_idea(cast)}/group", {"to": "apart", "from": "", "do": "move"})


async def speak(cast: Cast, person: Member) -> httpx2.Response:
    return await person.post(f"{person.room}/hand", {"up": 1})


DOES: dict[Act, Do] = {
    Act.PROPOSE: lambda cast, person: person.propose("En til"),
    Act.EDIT: edit,
    Act.WITHDRAW: withdraw,
    Act.DONE: lambda cast, person: person.done(),
    Act.VOTE: vote,
    Act.COMMENT: comment,
    Act.SPEAK: speak,
    Act.GROUP: put_apart,
}
ABOUT_SHOWN = {Act.COMMENT, Act.GROUP}
ELSEWHERE = {(Role.COORDINATOR, Act.GROUP)}
"""The coordinator groups in every phase, as far as there are ideas: tests/ideas/groups."""


@pytest.mark.parametrize(
    "phase", [pytest.param(phase, marks=pytest.mark.slow) if phase in LIKE_OTHERS else phase for phase in ALL_PHASES]
)
async def test_what_each_role_may_do_in(phase: Phase, cast: Cast) -> None:
    """PHASES is the rule; this asks the server, act by act and role by role."""
    people = await scene(cast, phase)
    async with cast.database.begin() as session:
        (await session.get_one(Meeting, cast.meeting.id)).members_group = True
    assert set(DOES) >= PHASES[phase].acts
    for act, do in DOES.items():
        for role, person in people.items():
            if (role, act) in ELSEWHERE or (act in ABOUT_SHOWN and await shown_idea(cast) == "none"):
                continue
            answer = await do(cast, person)
            wanted = may(cast.meeting.form, role, phase, act)
            assert took(answer) is wanted, f"{role} {act} in {phase}: {answer.status_code}"
            assert answer.status_code != 500
    late = "SELECT late FROM idea WHERE board_id = $1 AND title = 'En til'"
    assert {row["late"] for row in await rows(cast.database.url, late, cast.board.id)} == {
        not PHASES[phase].takes_ideas
    }


OWN = frozenset({Act.EDIT, Act.WITHDRAW})
"""What one may do with one's own idea after the meeting stands in tests/views/mine/."""


async def test_nothing_of_the_meeting_is_possible_when_it_is_over(cast: Cast) -> None:
    people = await scene(cast, Phase.VOTE)
    ada = await cast.ada()
    assert took(await ada.post(f"{ada.room}/end"))
    for act, do in DOES.items():
        for role, person in people.items():
            assert act in OWN or not took(await do(cast, person)), f"{role} {act} after the end"
    assert not took(await ada.post(f"{ada.room}/phase", {"phase": "propose", "from": 3}))
    assert (await round_of(cast))["state"] == "void"
    page = await people[Role.PATIENT].look()
    assert "Mødet er slut" in page.text


async def test_only_the_coordinator_leads(cast: Cast) -> None:
    people = await scene(cast, Phase.PROPOSE)
    for role, person in people.items():
        answer = await person.post(f"{person.room}/phase", {"phase": "reveal", "from": 1})
        assert took(answer) is (role is Role.COORDINATOR), role


async def test_skip_back_and_repeat(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Ro"))
    stream = await ben.stream()
    numbers = []
    for phase in ("vote", "propose", "result", "reveal", "reveal", "vote", "vote", "result"):
        assert took(await ada.phase(phase)), phase
        await stream.until(lambda page, phase=phase: page.element("room").get("data-phase") == phase)  # type: ignore[misc]
        found = await rows(cast.database.url, "SELECT phase_no FROM meeting WHERE id = $1", cast.meeting.id)
        numbers.append(found[0]["phase_no"])
    assert numbers == list(range(2, 10)), "each phase that is entered has its own number"
    states = "SELECT state FROM round WHERE meeting_id = $1 ORDER BY id"
    found = await rows(cast.database.url, states, cast.meeting.id)
    assert [row["state"] for row in found] == ["void", "void", "closed"]
    await stream.close()


async def test_a_second_click_does_not_lead_on(cast: Cast) -> None:
    ada = await cast.ada()
    clicks = [ada.post(f"{ada.room}/phase", {"phase": "reveal", "from": 1}) for _ in range(3)]
    codes = sorted(answer.status_code for answer in await asyncio.gather(*clicks))
    assert codes == [303, 409, 409]
    stale = await ada.post(f"{ada.room}/phase", {"phase": "result", "from": 1})
    assert (stale.status_code, "allerede gået videre" in stale.text) == (409, True)
    assert (await ada.desk()).element("room").get("data-phase") == "reveal"


async def test_a_vote_without_ideas_is_not_opened(cast: Cast) -> None:
    ada = await cast.ada()
    answer = await ada.phase("vote")
    assert (answer.status_code, "ingen idéer" in answer.text) == (409, True)
    found = await rows(cast.database.url, "SELECT phase, phase_no FROM meeting WHERE id = $1", cast.meeting.id)
    assert (found[0]["phase"], found[0]["phase_no"]) == ("propose", 1), "nothing is half done"
    assert not await rows(cast.database.url, "SELECT 1 FROM round WHERE meeting_id = $1", cast.meeting.id)


@pytest.mark.parametrize("phase", ["", "warm_up", "over", "VOTE", "😀"])
async def test_phases_that_the_format_has_not(phase: str, cast: Cast) -> None:
    ada = await cast.ada()
    assert (await ada.post(f"{ada.room}/phase", {"phase": phase, "from": 1})).status_code == 422


@pytest.fixture
async def server(database_url: str, valkey: Any, clock_file: Any, logs: Path) -> AsyncIterator[Server]:
    """A real process, so that a hundred pages of the test do not take its time."""
    started = Server("phases", environment(database_url, valkey.url), logs)
    await started.start()
    yield started
    started.stop()


async def test_a_hundred_pages_show_a_new_phase(server: Server, database: Database) -> None:
    await hold(server, database)


@pytest.mark.soak
async def test_a_hundred_pages_show_a_new_phase_within_a_second(server: Server, database: Database) -> None:
    assert await hold(server, database, "-in-time") <= 1


async def hold(server: Server, database: Database, mark: str = "-hundred") -> float:
    """The seconds from the click until the last of a hundred pages shows the phase, at the worst."""
    cast = await Cast.gather(server.url, database, SECRET, mark=mark)
    ada, ben = await cast.ada(), await cast.ben()
    members = await cast.guests_join(20)
    for number in range(10):
        assert took(await ben.propose(f"Idé {number}", "Som vi siger det"))
    streams = [await member.stream() for member in members for _ in range(5)]
    slowest = 0.0
    for phase in ("reveal", "result", "reveal", "result"):
        seq = streams[0].seq
        with Stopwatch() as watch:
            assert took(await ada.phase(phase))
            await until(lambda seq=seq: all(each.seq > seq for each in streams), what="the phase on every page")  # type: ignore[misc]
        slowest = max(slowest, watch.seconds)
        assert all(stream.page.element("room").get("data-phase") == phase for stream in streams)
    for stream in streams:
        await stream.close()
    await cast.leave()
    return slowest
