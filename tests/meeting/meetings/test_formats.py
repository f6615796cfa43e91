"""Formats: every two of format, phase, role and language are drawn together, in the format's words; and a format that
nobody thought of is a row, and an evening of it works."""

import re
from collections.abc import Iterator
from itertools import combinations, product

import pytest

from schemas.act import Act
from schemas.format import FORMATS, PHASES, SEEN, Format, FormatRule, Names, Phase, PhaseRule, Written, may
from schemas.roles import JOINABLE, Role
from server.core.translations import LANGUAGES, say, speaking_of
from server.web.labels_of_meetings import PHASES as NAMED
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took

Case = tuple[Format, Phase, Role, str]
ALL = [
    (format_, phase, role, language)
    for (format_, rule), role, language in product(FORMATS.items(), Role, LANGUAGES)
    for phase in rule.phases
]
NO_IDEA = re.compile(r"\b(?:idé|ideas?\b)", re.IGNORECASE)


def pairs(case: Case) -> Iterator[tuple[tuple[int, object], ...]]:
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


async def draw(cast: Cast, cases: list[Case]) -> None:
    """The room as each role reads it, and the desk for the coordinator."""
    ada, leo = await cast.ada(), await cast.leo()
    people: dict[Role, Member] = {role: await cast.member(f"{role} ", role) for role in JOINABLE}
    leo.meeting = cast.meeting.public_id
    people |= {Role.LEADER: leo, Role.COORDINATOR: ada}
    for number in range(3):
        assert took(await people[Role.PATIENT].propose(f"Nummer {number}", "En tekst"))
    assert took(await ada.phase("reveal"))
    set_up = "UPDATE meeting SET format = $2, phase = $3, themes = '[]' WHERE id = $1"
    for format_, phase, role, language in cases:
        await rows(cast.database.url, set_up, cast.meeting.id, format_.value, phase.value)
        rule, person = FORMATS[format_], people[role]
        path = f"{person.room}/desk" if role is Role.COORDINATOR else person.room
        page = await person.page(f"{path}?lang={language}")
        where = page.element("where").text_content() or ""
        with speaking_of(rule.written):
            step = say(language, NAMED[phase])
        assert step in where, (format_, phase, role, language, where)
        assert str(len(rule.phases)) in where
        if rule.written is not Written.IDEA:
            found = NO_IDEA.search(re.sub(r"https?://\S+", "", page.text))
            assert found is None, (format_, phase, role, language, found)
        elif phase is Phase.PROPOSE:
            assert NO_IDEA.search(page.text)
        speaks = bool(page.select("//form[@id='hand']//button"))
        assert speaks is (role is not Role.COORDINATOR and may(rule, role, phase, Act.SPEAK)), (format_, phase, role)


@pytest.mark.long
async def test_every_two_of_format_phase_role_and_language_are_drawn(cast: Cast) -> None:
    cases = pairwise()
    assert len(cases) < len(ALL) / 3
    await draw(cast, cases)


@pytest.mark.slow
async def test_every_format_phase_role_and_language_is_drawn(cast: Cast) -> None:
    await draw(cast, ALL)


NEW = FormatRule(
    (Phase.PROPOSE, Phase.REVEAL, Phase.VOTE, Phase.RESULT, Phase.CLOSE),
    ("Et emne",),
    differs={Phase.REVEAL: PhaseRule(frozenset({Act.COMMENT}), SEEN)},
    roles=(),
    names=Names.REQUIRED,
    written=Written.QUESTION,
    dots=3,
    most=2,
    chosen=1,
)


async def test_a_new_format_is_a_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, Format.COUNCIL, NEW)
    ada, leo = await cast.ada(), await cast.leo()
    page = await ada.page(f"{ada.room}/setup")
    assert took(await ada.submit(page.form("/setup"), {"format": Format.COUNCIL.value}))
    people = await door(cast)
    leo.meeting = cast.meeting.public_id
    writer = people[0]
    assert took(await writer.propose("Hvornår åbner det?"))
    assert took(await leo.propose("Hvem har nøglen?"))
    await on_paper(cast)
    assert took(await ada.phase("reveal"))
    found = await rows(cast.database.url, "SELECT public_id, title FROM idea WHERE meeting_id = $1", cast.meeting.id)
    ideas = {row["title"]: row["public_id"] for row in found}
    mine = ideas["Hvornår åbner det?"]
    assert Act.WITHDRAW in PHASES[Phase.REVEAL].acts
    assert not took(await writer.post(f"/ideas/{mine}/withdrawal")), "this row does not let them here"
    assert not took(await ada.phase("group")), "a phase that it has not"
    assert took(await ada.phase("vote"))
    for number, person in enumerate([*people, leo]):
        other = ideas["Hvem har nøglen?"] if number % 2 else ideas["Kan man ringe?"]
        assert took(await person.vote({mine: 2, other: 1}))
    for phase in ("result", "close"):
        assert took(await ada.phase(phase))
    told = await rows(cast.database.url, "SELECT breakdown FROM round WHERE meeting_id = $1", cast.meeting.id)
    assert {row["breakdown"] for row in told} <= {None, "null"}
    assert took(await ada.post(f"{ada.room}/end"))
    for page in (await writer.look(), await ada.desk(), await ada.page(f"{ada.room}/minutes")):
        assert not NO_IDEA.search(re.sub(r"https?://\S+", "", page.text)), page.url
        assert not re.search(r"\b[Bb]orger|\bpatient", page.text), f"a role on {page.url}"
        assert "Hvornår åbner det?" in page.text


async def door(cast: Cast) -> list[Member]:
    """A name is asked for, and no role."""
    async with Member(cast.url) as first:
        path = f"/j/{cast.meeting.join_token}"
        page = await first.page(path)
        assert not page.select("//input[@name='role']")
        assert page.select("//input[@name='name'][@required]")
        refused = await first.follow(await first.submit(page.form(path), {"name": " "}))
        assert "Skriv dit navn." in refused.text
    people = [await cast.member(name, Role.PATIENT) for name in ("Ida", "Per", "Eva", "Jens", "Tove", "Kaj")]
    query = "SELECT DISTINCT role FROM seat WHERE person_id IS NULL AND board_id = $1"
    sit = await rows(cast.database.url, query, cast.board.id)
    assert [row["role"] for row in sit] == ["citizen"], "whatever the request said"
    return people


async def on_paper(cast: Cast) -> None:
    """Nobody is asked for a role on paper either."""
    ada = await cast.ada()
    page = await ada.page(f"{ada.room}/paper")
    assert not page.select("//input[@name='role']")
    assert took(await ada.submit(page.form("/paper/ideas"), {"title": "Kan man ringe?"}))
    assert "Jeg er:" not in (await ada.page(f"{ada.room}/paper/slips")).text
