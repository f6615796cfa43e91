"""Whatever the map says is somebody's stands on their page and in their file, for one who did everything there is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from schemas.belonging import Kept, Kind, Part, Whose
from schemas.belongings import KEPT
from server.views.belongings.queries import Found, Subject, load_belongings, subject_of
from server.views.belongings.showing import PARTS, UNREADABLE, shown
from tests.privacy import marker
from tests.privacy.marker import Marked, gather_marked
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import took

NEVER: dict[str, str] = {
    "seat.removed_at": "whose seat was taken away opens nothing",
    "seat.code_by_screen": "then it does not open",
    "seat.called_title": "members have none",
    "seat.muted_at": "then she could not have done everything",
    "moment.name": "stands on what an owner without an account did, who has no page",
    "status_change.name": "the same",
    "member.left_at": "who has left sits on no list",
    "invitation.name": "is overwritten when it is used",
    "invitation.role": "Ada did not choose it for her",
    "invitation.code_hash": "a mailed one has none",
    "owner.mail": "one with an account is reached by that",
    "owner.token_hash": "the same",
    "person.ended_at": "whose account is closed opens nothing",
    "leader_figures.sent_on": "the marked leader answers whatever she is asked",
    "browser_session.renews": "is done by the request that shows it",
    "browser_session.former_until": "is gone once the new key has come back",
    "browser_session.former_hash": "is gone once the new one has come back",
}
"""What even somebody who did everything does not have on their own page, and why."""


async def opened(marked: Marked) -> tuple[Page, dict[str, Any]]:
    """The member's page and file, once she has typed her code."""
    base = f"/b/{marked.cast.board.public_id}/mine/belongings"
    assert took(await marked.member.post(base, {"code": marked.code}))
    file = await marked.member.get(f"{base}.json")
    assert file.headers["content-type"] == "application/json; charset=utf-8"
    assert file.headers["cache-control"] == "no-store"
    assert file.headers["content-disposition"].startswith("attachment")
    return await marked.member.page(base), json.loads(file.text)


def strings(told: Any) -> Iterator[str]:
    """All keys and texts of a file."""
    if isinstance(told, dict):
        for key, value in told.items():
            yield key
            yield from strings(value)
    elif isinstance(told, list):
        for each in told:
            yield from strings(each)
    else:
        yield str(told)


def of(marked: Marked) -> Subject:
    """The member, as the page knows her."""
    return Subject(seats=(marked.seat,))


@pytest.mark.long
async def test_all_that_the_map_says_is_on_the_page_and_in_the_file(cast: Cast) -> None:
    marked = await gather_marked(cast)
    await _nothing_else_has_her_name(marked)
    page, file = await opened(marked)
    told = set(strings(file))
    await _is_told(marked, of(marked), page, told)
    for mark in (marker.NAME, marker.ORGANISATION, marker.MAIL, marker.TITLE, marker.TEXT, marker.SECOND):
        assert mark in page.text, mark
        assert any(mark in each for each in told), mark
    for mark in (marker.COMMENT, marker.ADDED, marker.REASON, marker.ON_PAPER):
        assert mark in page.text, mark
        assert any(mark in each for each in told), mark
    assert "zqhemmelig" not in page.source, "a link in a letter opens something"
    assert "zqhemmelig" not in json.dumps(file)
    assert marked.code not in page.source
    for _ in range(2):  # a cookie that is to be renewed is, and the new one comes back
        await marked.leader.page("/account")
    leader = await marked.leader.page("/account/belongings")
    held = await marked.leader.get("/account/belongings.json")
    async with cast.database.snapshot() as session:
        account = await subject_of(session, cast.people["Zqleo"])
    await _is_told(marked, account, leader, set(strings(json.loads(held.text))))
    for mark in (marker.LEADER, marker.LEADER_TITLE, marker.LEADER_MAIL, marker.ANSWER, marker.NOTE):
        assert mark in leader.text, mark
        assert mark in held.text, mark
    for words in ("Zqborgerord", "Zqsvarord", "Zqidéord"):  # a citizen's: nobody takes them along
        assert words not in leader.text
        assert words not in held.text
    for kept in KEPT:
        if kept.part is Part.UNKNOWN:
            assert kept.word in page.text
            assert kept.said in told


async def _is_told(marked: Marked, subject: Subject, page: Page, told: set[str]) -> None:
    """Assert that each kind that this person can have is there, with each of its columns, on the page and in the
    file."""
    async with marked.cast.database.snapshot() as session:
        found = await load_belongings(session, subject)
    theirs = [kept for kept in KEPT if subject.where(kept) and _could_have(kept, subject)]
    assert not [kept.word for kept in theirs if kept not in [each.kept for each in found]], "not found"
    parts = shown(found, "da")
    for each in found:
        assert each.kept.word in page.text
        assert each.kept.word in told
        missing = _could_have(each.kept, subject) and {
            column.column
            for column in each.kept.columns
            if column.shown and f"{each.kept.table}.{column.column}" not in NEVER and not _has(each, column.column)
        }
        assert not missing, f"nobody of the marked has {missing} of {each.kept.word}"
        for mark in each.marks:
            assert mark.word in page.text, mark
            assert mark.word in told, mark
    for part, kinds in parts.items():
        assert PARTS[part] in page.text
        for word, words, value in [cell for kind in kinds for row in kind.rows for cell in row]:
            assert word in page.text, word
            assert " ".join(words.split()) in page.text, words
            assert value in told, value
    assert UNREADABLE in page.text


def _could_have(kept: Kept, subject: Subject) -> bool:
    """Whether this person has such things: members do not lead, and the marked leader wrote no ideas."""
    return (
        kept.part is not Part.WORK if subject.person is None else kept.part is Part.WORK or Whose.PERSON in kept.whose
    )


def _has(found: Found, column: str) -> bool:
    return any(row[column] not in (None, "", False) for row in found.rows)


async def _nothing_else_has_her_name(marked: Marked) -> None:
    """The other way round: wherever the member's name stands, the map leads there."""
    cast = marked.cast
    async with cast.database.snapshot() as session:
        found = await load_belongings(session, of(marked))
    led_to = {(each.kept.table, column.column) for each in found for column in each.kept.columns}
    anybodys = {(kept.table, each.column) for kept in KEPT for each in kept.columns if each.kind in ABOUT_OTHERS}
    texts = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    texts += " AND data_type IN ('text', 'character varying', 'jsonb')"
    for table, column in [tuple(row) for row in await rows(cast.database.url, texts)]:
        query = f'SELECT count(*) FROM "{table}" WHERE CAST("{column}" AS text) ILIKE \'%zqmarie%\''
        if (await rows(cast.database.url, query))[0]["count"]:
            assert (table, column) in led_to | anybodys, f"{table}.{column} has her name"


ABOUT_OTHERS = frozenset({Kind.OTHERS, Kind.NAME, Kind.WORK})
"""What somebody else typed: her name may stand there, and nobody can tell that it is hers."""
