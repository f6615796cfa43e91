"""A format that nobody thought of is a row, and an evening of it works. All formats that there are, in each phase, role
and language, are drawn in tests/browser/test_every_page.py."""

import re

import pytest

from schemas.act import Act
from schemas.format import FORMATS, PHASES, SEEN, Format, FormatRule, Names, Phase, PhaseRule, Written
from schemas.roles import Role
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took

NO_IDEA = re.compile(r"\b(?:idé|ideas?\b)", re.IGNORECASE)

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
