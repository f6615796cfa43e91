"""S4: what people write is text, on every page, in every frame and poll: it never becomes an element or attribute.

The same board is made twice, once with attacks and once with plain words. Both must have the same elements with the
same attributes everywhere; nothing raw may stand in any answer; and people's words stand where htmx does not look.
"""

import json
from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

import httpx2
import pytest
from lxml import html
from lxml.html import HtmlElement
from sqlalchemy import update
from sqlmodel import col

from schemas.board import Board
from schemas.flow import Status
from schemas.format import Phase
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.typed_text import as_kept
from schemas.unit import Unit
from server.core.database import Database
from tests.access.attacks import ATTACKS, MARK
from tests.access.handshake import first_frames
from tests.access.world import World
from tests.support.browser import Browser
from tests.support.dom import Page
from tests.support.waiting import until

pytestmark = pytest.mark.long  # an evening on which everybody attacks is what takes it
PLAIN = [f"{MARK} ord {number}" for number in range(len(ATTACKS))]
VALUES = {"value", "data-confirm", "aria-label", "href", "data-words", "action"}
"""Attributes that may hold what somebody typed."""
UNREAD = {"title", "option", "textarea", "button"}
"""Elements in which htmx finds nothing to do, whatever they hold."""
FOLLOWED = (
    ("meeting", "ben", "meeting"),
    ("desk", "ada", "meeting"),
    ("screen", "nobody", "screen"),
    ("progress", "olga", "board"),
)
Pages = dict[str, str]


class Told:
    """Everything that the server said about one board, by a name for each page."""

    def __init__(self, world: World, texts: Sequence[str]) -> None:
        self.world, self.texts, self.pages = world, texts, Pages()

    async def read(self, name: str, who: str, path: str, *, status: int = 200, htmx: bool = False) -> None:
        answer = await self.world.get(who, path, **({"HX_Request": "true"} if htmx else {}))
        assert answer.status_code == status, f"{name}: {answer.status_code} {answer.text[:200]}"
        self.pages[f"{name} of {who}{' in part' if htmx else ''}"] = answer.text

    async def send(self, name: str, who: str, path: str, fields: dict[str, str], *, status: int) -> None:
        for htmx in (False, True):
            answer = await self._when_there_is_room(who, path, fields, **({"HX_Request": "true"} if htmx else {}))
            assert answer.status_code == status, f"{name}: {answer.status_code} {answer.text[:200]}"
            self.pages[f"{name} refused{' in part' if htmx else ''}"] = answer.text

    async def _when_there_is_room(self, who: str, path: str, fields: dict[str, str], **headers: str) -> httpx2.Response:
        """The answer, once the server takes the request: a browser has 25 a second."""
        answers: list[httpx2.Response] = []

        async def taken() -> bool:
            answers.append(await self.world.post(who, path, fields, **headers))
            return answers[-1].status_code != 429

        await until(taken, what="room for one more request")
        return answers[-1]

    async def follow(self, name: str, who: str, page: str, ident: str) -> None:
        """The whole live part, by poll and by socket."""
        answer = await self.world.get(who, f"/poll?page={page}&id={ident}&at=")
        assert answer.status_code == 200
        frames = answer.json()["frames"]
        self.pages[f"{name} polled by {who}"] = "".join(frame.get("content", "") for frame in frames)
        url = f"{self.world.wire.base.replace('http', 'ws', 1)}/live?page={page}&id={ident}&at="
        texts = await first_frames(url, self.world.sent(who, {"Origin": self.world.wire.origin}))
        self.pages[f"{name} followed by {who}"] = "".join(json.loads(text).get("content", "") for text in texts)


async def tell(wire: Browser, database: Database, texts: Sequence[str]) -> Told:
    """Put the texts into every field there is, and collect what is said."""
    world = await World.make(wire, database, Phase.PROPOSE)
    told, room = Told(world, texts), f"/m/{world.values['meeting']}"
    assert world.meeting
    assert world.board
    await _rename(database, world, texts)
    for number, text in enumerate(texts):
        fields = {"role": "patient", "name": text[:40], "organisation": text[:80], "nonce": f"{world.board.id}-{text}"}
        joined = await world.post("nobody", f"/j/{world.values['join']}", fields)
        assert joined.status_code == 303, joined.text[-600:]
        who = f"guest {number}"
        world.cookies[who] = joined.headers["set-cookie"].split("peerboard=")[1].split(";")[0]
        idea = {"key": text[:60], "title": text, "text": f"{text} {text}", "theme": text[:80]}
        assert (await world.post(who, f"{room}/ideas", idea)).status_code == 303
    for who in ("guest 0", f"guest {len(texts) - 1}"):
        await told.read("proposing", who, room)
        await told.read("mine", who, f"{room}/mine")
    await _refusals(told, room)
    await world.post("ada", f"{room}/phase", {"phase": "reveal", "from": "1"})
    await _everywhere(told, room, "revealed")
    await world.post("ada", f"{room}/phase", {"phase": "vote", "from": "2"})
    await _everywhere(told, room, "voting")
    await _vote(world, room)
    await world.post("ada", f"{room}/phase", {"phase": "result", "from": "3"})
    await _everywhere(told, room, "result")
    await _answered(told, database)
    return told


async def _rename(database: Database, world: World, texts: Sequence[str]) -> None:
    """Names that staff give."""
    assert world.meeting
    assert world.board
    async with database.begin() as session:
        for table, ident, values in (
            (Board, world.board.id, {"name": texts[0]}),
            (Unit, world.board.unit_id, {"name": texts[2]}),
            (Meeting, world.meeting.id, {"title": texts[1], "place": texts[2]}),
            (Person, world.seats["leo"].person_id, {"name": texts[25], "title": texts[26]}),
            (Person, world.seats["ada"].person_id, {"name": texts[27], "title": texts[28]}),
        ):
            await session.execute(update(table).where(col(table.id) == ident).values(**values))


async def _refusals(told: Told, room: str) -> None:
    """What was typed comes back beside what was wrong with it."""
    bad = " ring 20 30 40 50"
    for number in (0, 2, 25, 29, 35, 37, 44):
        text, who = told.texts[number], f"guest {number}"
        typed = {"title": text + bad, "text": text, "theme": text}
        await told.send(f"idea {number}", who, f"{room}/ideas", typed | {"key": "x"}, status=422)
        join, asked = f"/j/{told.world.values['join']}", {"role": text, "name": text + bad, "organisation": text}
        await told.send(f"join {number}", "nobody", join, asked, status=422)
        await told.send(f"code {number}", "nobody", "/code", {"code": text}, status=404)
        await told.send(f"return {number}", "nobody", "/return", {"code": text}, status=404)
        await told.send(f"phase {number}", "ada", f"{room}/phase", {"phase": text, "from": text}, status=422)
    await told.read("query", "nobody", f"/?lang={quote(told.texts[0])}&left={quote(told.texts[25])}")
    await told.read("path", "nobody", f"/j/{quote(told.texts[2], safe='')}", status=404)
    await told.read("login", "nobody", f"/login/{quote(told.texts[27], safe='')}", status=410)


async def _everywhere(told: Told, room: str, name: str) -> None:
    values = told.world.values
    for who in ("ben", "olga", "leo"):
        await told.read(name, who, room)
    await told.read(name, "ada", f"{room}/desk")
    await told.read(f"{name} screen", "nobody", f"/screen/{values['screen']}")
    await told.read(f"{name} progress", "ben", f"/b/{values['board']}/progress")
    await told.read(f"{name} boards", "ada", "/boards")
    for page, who, ident in FOLLOWED:
        await told.follow(name, who, page, values[ident])


async def _vote(world: World, room: str) -> None:
    form = Page((await world.get("ben", room)).text).form("#ballot")
    dots = [name for name, _ in form.form_values() if name.startswith("dots-")]
    for number in range(6):
        fields = {"version": "0", dots[number]: "1", dots[number + 1]: "1"}
        answer = await world.post(f"guest {number}", form.action, fields)
        assert answer.status_code == 303, answer.text[-500:]


async def _answered(told: Told, database: Database) -> None:
    """A leader's words, and the pages on which they stand."""
    world, texts = told.world, told.texts
    assert world.meeting
    async with database.begin() as session:
        change = update(Idea).where(
            col(Idea.meeting_id) == world.meeting.id, col(Idea.public_id) == world.values["idea"]
        )
        leader = world.seats["leo"].person_id
        said = {"title": texts[0], "text": f"{texts[1]} {texts[27]}"}
        await session.execute(change.values(status=Status.REVIEW, leader_id=leader, **said))
        # Those that the vote put first say the same, so that as many stand beside the answer, whatever was written.
        # The search passes over what stands in a tag: the words of the last text are not in one.
        first = (col(Idea.meeting_id) == world.meeting.id, col(Idea.status) == Status.PRIORITISED)
        await session.execute(update(Idea).where(*first).values(**said))
    at = f"/ideas/{world.values['idea']}"
    await told.read("inbox", "leo", "/answers")
    await told.read("inbox", "leo", "/answers", htmx=True)
    wrong = {"status": "agreed", "from": "review", "text": texts[3], "owner": ""}
    await told.send("answer", "leo", f"{at}/answer", wrong | {"owner": "x" * 201 + texts[2]}, status=422)
    given = {"status": "agreed", "from": "review", "text": texts[3], "owner": texts[4]}
    given |= {"step": texts[5], "person": texts[6], "step_date": "2030-01-01"}
    assert (await world.post("leo", f"{at}/answer", given)).status_code == 303
    step = {"status": "in_progress", "from": "agreed", "step": texts[5], "person": texts[6], "step_date": "2030-01-01"}
    answer = await world.post("leo", f"{at}/status", step)
    assert answer.status_code in {303, 422}, answer.text[-300:]
    for who in ("ben", "leo", "ada"):
        await told.read("story", who, at)
        await told.read("acts", who, f"{at}/mine")
        await told.follow("story", who, "idea", world.values["idea"])
    await told.send("follow", "ben", f"{at}/follow", {"mail": texts[26]}, status=422)
    await told.read("follow", "nobody", f"/follow/{world.values['follow']}")


@pytest.fixture(scope="module")
async def attacked(wire: Browser, database: Database) -> Told:
    return await tell(wire, database, ATTACKS)


@pytest.fixture(scope="module")
async def plain(wire: Browser, database: Database) -> Told:
    return await tell(wire, database, PLAIN)


def skeleton(source: str) -> Counter[str]:
    """Every element: where it stands and the names of its attributes. Ideas are shown in shuffled order."""
    found = Counter[str]()
    for element in parsed(source).iter():
        if isinstance(element.tag, str) and element.getparent() is not None and element.getparent().tag != "datalist":
            above = [str(one.tag) for one in element.iterancestors()]
            found[f"{' '.join(reversed(above))} {element.tag} {sorted(element.attrib)}"] += 1
    return found


def parsed(source: str) -> HtmlElement:
    """A page, or the part of one."""
    return html.document_fromstring(source if "<html" in source else f"<html><body>{source}</body></html>")


async def test_attacks_make_no_element_and_no_attribute(attacked: Told, plain: Told) -> None:
    assert set(attacked.pages) == set(plain.pages)
    for name, source in attacked.pages.items():
        with_attacks, without = skeleton(source), skeleton(plain.pages[name])
        if "nobody" in name:  # how many pictures there are follows from how long the texts are
            with_attacks, without = Counter(set(with_attacks)), Counter(set(without))
        assert with_attacks == without, f"{name}: {with_attacks - without} instead of {without - with_attacks}"
    assert len(parsed(attacked.pages["answer refused"]).xpath("//section[@aria-labelledby='similar']//li")) == 3


async def test_nothing_raw_stands_anywhere(attacked: Told) -> None:
    raw = [text for text in ATTACKS if set(text) & set("<>\"'&")]
    assert len(raw) > 40
    seen = 0
    for name, source in attacked.pages.items():
        assert not [text for text in raw if text in source], name
        seen += MARK in source
    assert seen > len(attacked.pages) * 0.8, "the attacks are not on the pages at all"


async def test_every_text_is_shown_as_it_was_written(attacked: Told) -> None:
    """Escaped once, not cut, not run; only what cannot be seen is gone."""
    shown = Page(attacked.pages["revealed of ben"]).text
    for text in ATTACKS:
        assert " ".join(as_kept(text).split()) in shown, text
    assert f"49{MARK}" not in shown


async def test_peoples_words_stand_where_htmx_does_not_look(attacked: Told) -> None:
    looked_at = {
        f"{where} on {name.split()[0]}"
        for name, source in attacked.pages.items()
        for element in parsed(source).iter()
        if isinstance(element.tag, str)
        for where in _looked_at(element)
    }
    assert not looked_at, "\n".join(sorted(looked_at))


def _looked_at(element: HtmlElement) -> list[str]:
    """Where the element holds people's words in reach of htmx."""
    found = [f"{name} of <{element.tag}>" for name, value in element.attrib.items() if MARK in str(value)]
    found = [where for where in found if where.split()[0] not in VALUES]
    if MARK in (element.text or "") or any(MARK in (child.tail or "") for child in element):
        up = [element, *element.iterancestors()]
        if not any("hx-ignore" in one.attrib or one.tag in UNREAD for one in up):
            found.append(f"<{element.tag} id={element.get('id')} class={element.get('class')}>")
    return found
