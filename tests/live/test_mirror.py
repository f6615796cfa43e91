"""R4: a page that followed the events equals a page freshly loaded, for every event and every page that is live."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

import server.app  # noqa: F401 - declares pages and events
from schemas.event import EventBase
from server import clock
from server.change import change_board
from server.live.pages import PAGES, SILENT
from server.meetings.commands import new_meeting
from tests.live.watching import Watching, look_at_everything
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site


@dataclass
class Scene:
    """A meeting in `propose` with two shown ideas of Ben's; everyone looks on."""

    site: Site
    cast: Cast
    ideas: list[str]

    async def phase(self, *phases: str) -> None:
        for phase in phases:
            assert took(await (await self.cast.ada()).phase(phase))


Do = Callable[[Scene], Awaitable[object]]
CASES: dict[str, tuple[Do | None, Do]] = {}


def case(kind: str, *, before: Do | None = None) -> Callable[[Do], Do]:
    """How an event of this kind comes about; `before` is done before the pages are opened."""

    def declare(act: Do) -> Do:
        CASES[kind] = before, act
        return act

    return declare


@case("IdeaProposed")
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ben()).propose("En til", "Med ord", theme="Overgange", statement="safety"))


@case("IdeaEdited")
async def _(at: Scene) -> None:
    words = {"version": 1, "title": "Ro om natten", "text": "Helt andre ord"}
    assert took(await (await at.cast.ben()).post(f"/ideas/{at.ideas[0]}", words))


async def late(at: Scene) -> None:
    await at.phase("reveal")
    assert took(await (await at.cast.finn()).propose("Kom for sent"))


@case("IdeaAdmitted", before=late)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.submit((await ada.desk()).form("/admission")))


async def written(at: Scene) -> None:
    assert took(await (await at.cast.ben()).propose("Skjult endnu"))


@case("IdeasRevealed", before=written)
async def _(at: Scene) -> None:
    await at.phase("reveal")


@case("StatusChanged")
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ben()).post(f"/ideas/{at.ideas[0]}/withdrawal"))


async def sent(at: Scene) -> None:
    by = (clock.now() + timedelta(days=9)).date().isoformat()
    leo = at.cast.people["Leo"]
    assert took(await (await at.cast.ada()).send_to_leader(at.ideas[0], leo.mail, by))


@case("AnswerGiven", before=sent)
async def _(at: Scene) -> None:
    leo, text = await at.cast.leo(), "Det kan vi ikke, for der er ikke plads på afsnittet."
    assert took(await leo.answer(at.ideas[0], "declined", text=text, reason=text))


async def agreeing(at: Scene) -> None:
    await at.phase("agree")
    ada = await at.cast.ada()
    for idea in at.ideas:
        assert took(await ada.post(f"{ada.room}/chosen", {"idea": idea}))


@case("AgreementMade", before=agreeing)
async def _(at: Scene) -> None:
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    told = {"version": 0, "owner": "Birthe", "step": "Ring", "step_date": day, "answer_by": day}
    told["leader"] = at.cast.people["Leo"].mail
    assert took(await (await at.cast.ada()).post(f"/ideas/{at.ideas[1]}/agreement", told))


async def grouping(at: Scene) -> None:
    """In the phase "Saml", with a member who may move ideas, and a suggestion that nobody has looked at."""
    await rows(at.cast.database.url, "UPDATE meeting SET members_group = true WHERE id = $1", at.cast.meeting.id)
    assert took(await (await at.cast.finn()).propose("Kaffe til alle os", "Som vi siger det"))
    await at.phase("reveal", "group")


@case("IdeasGrouped", before=grouping)
async def _(at: Scene) -> None:
    ada, (one, other) = await at.cast.ada(), at.ideas[:2]
    assert took(await ada.post(f"/ideas/{one}/group", {"to": f"with:{other}", "from": ""}))
    query = "SELECT public_id FROM idea_group WHERE meeting_id = $1"
    group = (await rows(at.cast.database.url, query, at.cast.meeting.id))[0]["public_id"]
    assert took(await ada.post(f"{ada.room}/groups/{group}", {"name": "Det hele", "from": ""}))
    third = next(form for form in (await ada.desk()).forms() if (form.action or "").endswith("/merge"))
    assert took(await ada.submit(third))
    assert took(await ada.post(f"/ideas/{one}/unlike", {"other": other}))


async def talking(at: Scene) -> None:
    await at.phase("discuss")
    ada = await at.cast.ada()
    assert took(await ada.post(f"{ada.room}/focus", {"idea": at.ideas[0]}))
    assert took(await (await at.cast.ben()).post(f"{ada.room}/hand", {"up": "1"}))
    for idea in at.ideas:
        said = {"key": idea, "text": "Det mener jeg også", "from": "room"}
        assert took(await (await at.cast.ben()).post(f"/ideas/{idea}/comments", said))


@case("FocusMoved", before=talking)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    for idea in ("", at.ideas[1], at.ideas[0]):
        assert took(await ada.post(f"{ada.room}/focus", {"idea": idea}))


@case("QueueMoved", before=talking)
async def _(at: Scene) -> None:
    ada, finn = await at.cast.ada(), await at.cast.finn()
    assert took(await finn.post(f"{finn.room}/hand", {"up": "1"}))
    called = next(form for form in (await ada.desk()).forms() if str(form.get("id")).startswith("call-"))
    assert took(await ada.submit(called))


@case("NoteWritten", before=talking)
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ada()).post(f"/ideas/{at.ideas[0]}/note", {"version": "0", "text": "Vi prøver"}))


@case("CommentWritten", before=talking)
async def _(at: Scene) -> None:
    said = {"key": "k", "text": "En ting til", "from": "room"}
    assert took(await (await at.cast.ben()).post(f"/ideas/{at.ideas[0]}/comments", said))


@case("CommentHidden", before=talking)
async def _(at: Scene) -> None:
    query = "SELECT public_id FROM comment WHERE board_id = $1 ORDER BY id"
    for row in await rows(at.cast.database.url, query, at.cast.board.id):
        path, reason = f"/comments/{row['public_id']}/hiding", {"hidden": "1", "reason": "Det er et navn"}
        assert took(await (await at.cast.ada()).post(path, reason))


@case("IdeaHidden", before=talking)
async def _(at: Scene) -> None:
    hide = {"hidden": "1", "reason": "Det er et navn"}
    assert took(await (await at.cast.ada()).post(f"/ideas/{at.ideas[0]}/hiding", hide))


@case("MeetingOpened")
async def _(at: Scene) -> None:
    async with change_board(at.site.app.state.parts, at.cast.board.id or 0) as board:
        await new_meeting(board, "Næste møde", clock.now())


@case("PhaseEntered")
async def _(at: Scene) -> None:
    await at.phase("result", "reveal")


@case("TimerSet")
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    for do in ("start", "add", "pause"):
        assert took(await ada.timer(do, 3))


@case("DoorMoved")
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ada()).door(False))


async def voting(at: Scene) -> None:
    await at.phase("vote")


@case("VotingSet", before=voting)
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ada()).voting(method="dots", dots=7, most=2, secrecy="open"))  # leaders: no


@case("MeetingChanged")
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    form = (await ada.page(f"{ada.room}/setup")).form("/setup")
    assert took(await ada.submit(form, {"title": "Et nyt navn", "themes": "Et emne"}))


@case("MeetingEnded", before=voting)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"{ada.room}/end"))


@case("RoundOpened")
async def _(at: Scene) -> None:
    await at.phase("vote")
    assert took(await (await at.cast.ben()).vote({at.ideas[0]: 2}))


async def voted(at: Scene) -> None:
    assert took(await (await at.cast.ada()).voting(method="dots", dots=7, most=3, secrecy="open", leaders=1))
    members = await at.cast.guests_join(5)
    await at.phase("vote")
    for number, member in enumerate(members):
        assert took(await member.vote({at.ideas[0]: 2, at.ideas[1]: number % 2}))


@case("RoundClosed", before=voted)
async def _(at: Scene) -> None:
    await at.phase("result")


@case("RoundVoided", before=voted)
async def _(at: Scene) -> None:
    await at.phase("propose")


async def counted(at: Scene) -> None:
    await voted(at)
    await at.phase("result")


@case("ResultStepped", before=counted)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    for do in ("step", "next"):
        assert took(await ada.post(f"{ada.room}/result", {"do": do}))


@case("SeatJoined")
async def _(at: Scene) -> None:
    await at.cast.guests_join(2)


@case("SeatChanged", before=voted)
async def _(at: Scene) -> None:
    ada, seat = await at.cast.ada(), (await at.cast.devices["Medlem 2"].look()).at("seat")
    assert took(await ada.post(f"/seats/{seat}/name", {"name": "Et nyt navn"}))
    assert took(await ada.post(f"/seats/{seat}/scribe", {"scribe": "1"}))


@case("SeatRemoved", before=voted)
async def _(at: Scene) -> None:
    seat = (await at.cast.devices["Medlem 2"].look()).at("seat")
    assert took(await (await at.cast.ada()).remove(seat))


@case("SeatReturned", before=voted)
async def _(at: Scene) -> None:
    landing = at.cast.devices["Medlem 3"].landing
    code = landing.element("return-code").text_content().split("er ")[1].split(".")[0]
    at.cast.devices["other device"] = other = Member(at.cast.url)
    assert took(await other.post("/return", {"code": code}))


@pytest.mark.parametrize("kind", sorted(EventBase.KINDS))
async def test_every_page_shows_what_a_fresh_load_shows_after(kind: str, site: Site, cast: Cast) -> None:
    assert kind in CASES, f"{kind} has no case here: how does it come about, and what do the pages show then?"
    before, act = CASES[kind]
    scene, watching = await open_scene(site, cast, before)
    head = len(await watching.events())
    await act(scene)
    assert kind in await watching.events(head), "the case does not bring its event about"
    await watching.mirror()
    await watching.close()


async def open_scene(site: Site, cast: Cast, before: Do | None) -> tuple[Scene, Watching]:
    """Two ideas of Ben's are shown and the meeting is back in `propose`; Leo has been there."""
    ben = await cast.ben()
    await (await cast.leo()).page(ben.room)
    for title in ("Ro om aftenen", "Kaffe til alle"):
        assert took(await ben.propose(title, "Som vi siger det"))
    query = "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY id"
    ideas = [row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)]
    scene = Scene(site, cast, ideas)
    await scene.phase("reveal", "propose")
    if before is not None:
        await before(scene)
    watching = await look_at_everything(cast, ideas[0])
    assert {name.split()[0] for name in watching.streams} == set(PAGES), "a live page that nobody here looks at"
    return scene, watching


def test_every_event_is_shown_on_some_page_or_declared_silent() -> None:
    shown = {kind for page in PAGES.values() for region in page.regions.values() for kind in region.events}
    assert set(EventBase.KINDS.values()) == shown | set(SILENT)
    assert not shown & set(SILENT), "an event that is shown is not silent"
    assert all(SILENT.values()), "why is it silent?"
