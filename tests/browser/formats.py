"""An evening that has everything, moved between formats and phases by a statement: each as every role reads it, and as
the wall shows it, in both languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from playwright.async_api import Browser

from schemas.act import Act
from schemas.format import FORMATS, Format, Phase, Written, may
from schemas.roles import JOINABLE, Role
from server.core.translations import LANGUAGES, say, speaking_of
from server.web.labels_of_meetings import PHASES as NAMED
from tests.browser.drawn import Drawn
from tests.browser.tour import IDEAS, Tour
from tests.room.agreements.scene import LATER, SOON
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took

WALL = "wall"
Case = tuple[Format, Phase, str, str]
"""The third is the role of who reads, or the wall."""
ALL: list[Case] = [
    (format_, phase, reader, language)
    for (format_, rule), reader, language in product(FORMATS.items(), (*Role, WALL), LANGUAGES)
    for phase in rule.phases
]
NO_IDEA = re.compile(r"\b(?:idé|ideas?\b)", re.IGNORECASE)
MOVE = "UPDATE meeting SET format = $2, phase = $3, themes = '[]' WHERE id = $1"
OPEN = """
UPDATE round SET state = CASE WHEN $2 THEN 'open' ELSE 'void' END
WHERE id = (SELECT max(id) FROM round WHERE meeting_id = $1)
"""
"""The second round is open in the vote; elsewhere there is only the first, and its result."""


def pairs(case: Case) -> Iterator[tuple[tuple[int, object], ...]]:
    """Every two values of a case, each with its place."""
    yield from combinations(enumerate(case), 2)


def pairwise() -> list[Case]:
    """Cases in which every two values meet that can meet at all: always the one with the most that have not yet."""
    left = {pair for case in ALL for pair in pairs(case)}
    chosen: list[Case] = []
    while left:
        best = max(ALL, key=lambda case: sum(pair in left for pair in pairs(case)))
        chosen.append(best)
        left -= set(pairs(best))
    return chosen


@dataclass
class FullEvening:
    """The meeting, and who reads it in which role."""

    cast: Cast
    people: dict[str, Member]

    async def move(self, format_: Format, phase: Phase) -> None:
        """The meeting is in a phase of a format from now on."""
        url, meeting = self.cast.database.url, self.cast.meeting.id
        await rows(url, MOVE, meeting, format_.value, phase.value)
        await rows(url, OPEN, meeting, phase is Phase.VOTE)

    async def page(self, reader: str, language: str) -> Page:
        """What somebody reads now."""
        ada = self.people[Role.COORDINATOR]
        paths = {WALL: f"/screen/{self.cast.meeting.screen_token}", Role.COORDINATOR: f"{ada.room}/desk"}
        return await self.people.get(reader, ada).page(f"{paths.get(reader, ada.room)}?lang={language}")


async def full_evening(cast: Cast, browser: Browser) -> FullEvening:
    """People of every role, ideas in groups, talk, a vote and what came of it, agreements; at tables, in a queue, on an
    agenda and with somebody who moderates."""
    ada, leo = await cast.ada(), await cast.leo()
    known: dict[Role, Member] = {role: await cast.member(f"{role} ", role) for role in JOINABLE}
    leo.meeting = cast.meeting.public_id
    members = [known[role] for role in JOINABLE if role is not Role.OBSERVER] + await cast.guests_join(3)
    people = {str(role): member for role, member in known.items()} | {Role.LEADER: leo, Role.COORDINATOR: ada}
    evening = FullEvening(cast, people)
    tour = Tour(browser, cast.url, ada, cast.meeting.join_token, cast.meeting.screen_token, members=members)
    await tour.propose(list(IDEAS))
    for phase in (Phase.REVEAL, Phase.GROUP, Phase.DISCUSS):
        assert took(await ada.phase(phase)), phase
        await tour.act(phase)
    await at_tables(evening, members)
    await in_a_queue(evening, members, tour.shown)
    await on_an_agenda(evening, tour.shown)
    await evening.move(Format.HEARING, Phase.PROPOSE)
    assert took(await members[0].propose("Støj fra vejen om natten")), "it waits for whoever moderates"
    await evening.move(Format.PEERBOARD, Phase.DISCUSS)
    assert took(await ada.phase(Phase.VOTE))
    await tour.vote()
    for phase in (Phase.RESULT, Phase.AGREE):
        assert took(await ada.phase(phase)), phase
    about = tour.shown[-1]
    assert took(await ada.post(f"{ada.room}/chosen", {"idea": about}))
    said = {"owner": "Birthe", "step": "Spørg natholdet", "person": "Birthe", "step_date": SOON, "answer_by": LATER}
    assert took(await ada.post(f"/ideas/{about}/agreement", said | {"leader": "", "version": "0", "do": "save"}))
    assert took(await ada.phase(Phase.VOTE)), "once more"
    return evening


async def at_tables(evening: FullEvening, members: list[Member]) -> None:
    """Somebody sits, writes and asks for help."""
    await evening.move(Format.SALON, Phase.TABLES)
    for number, member in enumerate(members[:4]):
        assert took(await member.post(f"{member.room}/table", {"table": 1 + number % 2}))
    assert took(await members[1].propose("En bus, der kører om aftenen", "Den sidste går klokken seks."))
    assert took(await members[1].post(f"{members[1].room}/table/help", {"ask": 1}))


async def in_a_queue(evening: FullEvening, members: list[Member], shown: list[str]) -> None:
    """Some want to know the same, one question was put off, and one is called up."""
    await evening.move(Format.QUESTION_TIME, Phase.QUEUE)
    ada = evening.people[Role.COORDINATOR]
    for member in members:
        await member.post(f"{member.room}/support", {"question": shown[0], "wants": 1})  # one of them asked it
    for question in shown[1:3]:
        assert took(await ada.post(f"{ada.room}/questions/call", {"question": question}))


async def on_an_agenda(evening: FullEvening, shown: list[str]) -> None:
    """All ideas stand on it; one is talked about, and one was taken note of."""
    await evening.move(Format.REPRESENTATIVES, Phase.AGENDA)
    ada, cast = evening.people[Role.COORDINATOR], evening.cast
    query = "UPDATE idea SET turn = number, minutes = 10 WHERE meeting_id = $1 AND number IS NOT NULL"
    await rows(cast.database.url, query, cast.meeting.id)
    assert took(await ada.post(f"/ideas/{shown[0]}/decision", {"status": "noted", "text": ""}))
    assert took(await ada.post(f"{ada.room}/focus", {"about": shown[1]}))


async def draw(evening: FullEvening, cases: list[Case], drawn: Drawn, *, desks: bool = True) -> None:
    """Each case is in the words of its format, offers what its role may do, and is judged; `desks`: the coordinator's
    page too, which costs three times what a phone does."""
    for case in cases:
        format_, phase, reader, language = case
        rule = FORMATS[format_]
        await evening.move(format_, phase)
        page = await evening.page(reader, language)
        if desks or reader != Role.COORDINATOR:
            await drawn.judge(" ".join(case), page, member=reader not in {WALL, Role.COORDINATOR})
        if rule.written is not Written.IDEA:
            found = NO_IDEA.search(re.sub(r"https?://\S+", "", page.text))
            assert found is None, (case, found)
        if reader == WALL:
            continue
        where = page.element("where").text_content() or ""
        with speaking_of(rule.written):
            step = say(language, NAMED[phase])
        assert step in where, (case, where)
        assert str(len(rule.phases)) in where
        if rule.written is Written.IDEA and phase is Phase.PROPOSE:
            assert NO_IDEA.search(page.text)
        speaks = bool(page.select("//form[@id='hand']//button"))
        role = Role(reader)
        assert speaks is (role is not Role.COORDINATOR and may(rule, role, phase, Act.SPEAK)), case
