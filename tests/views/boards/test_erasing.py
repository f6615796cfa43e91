"""The operator exports, closes and erases a whole board, by the commands of docs/operations.md. What is erased is
nowhere, and another board is as it was."""

import hashlib
import json
import re
import shlex
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlmodel import col, select

from schemas.board import Board
from schemas.flow import Status
from schemas.format import Phase
from schemas.job import Job
from schemas.mail import Mail
from schemas.tables import metadata
from server.checkout import CHECKOUT
from server.core.database import Database
from server.core.erasing import replay
from server.core.errors import NotNow
from server.core.ledger import Ledger
from server.core.runtime import Runtime
from server.mail.outbox import post
from server.mail.signature import signature_of
from server.mail.waiting import line_of, several
from server.ops.audit.verify import verify
from server.ops.boards.all import close_board
from server.ops.boards.archive import export_board
from server.views.boards.erasing import erase_board
from tests.access.world import World, wire_to
from tests.platform.running import peerboard_beside
from tests.support.browser import Browser
from tests.support.databases import rows
from tests.support.site import SECRET, Site

OURS = """SELECT public_id FROM board WHERE id = $1 UNION SELECT public_id FROM meeting WHERE board_id = $1
UNION SELECT public_id FROM idea WHERE board_id = $1 UNION SELECT public_id FROM seat WHERE board_id = $1
UNION SELECT join_token FROM meeting WHERE board_id = $1 UNION SELECT public_id FROM round WHERE board_id = $1
UNION SELECT public_id FROM comment WHERE board_id = $1 UNION SELECT mail FROM invitation WHERE board_id = $1
UNION SELECT follow.mail FROM follow JOIN idea ON idea.id = idea_id WHERE board_id = $1
UNION SELECT title FROM meeting WHERE board_id = $1"""
WORDS = {"shown idea", "shown words", "hidden words", "paper idea", "a comment", "Afdelingens Peerboard"}
ELSEWHERE = """INSERT INTO referral (public_id, idea_id, body, mail, note, answered_name, said, disputed_why, sent_at,
    first_sent_at, reply_by, state, state_at) SELECT 'elsewhere', id, 'Kommunen', 'kommunen@example.org', '', '', '',
    '', now(), now(), now(), 'sent', now() FROM idea WHERE board_id = $1 AND title = 'shown idea'"""
KEY = "the key of the ledger, which has more than 32 symbols"
STAYS = {"trail", "trail_ends", "person"}
"""Staff's accounts, and what the trail says of ids."""


@pytest.fixture(scope="module")
async def wire(site: Site) -> Browser:
    return wire_to(site.url)


async def letters(database: Database, world: World, other: int) -> tuple[int, int]:
    """A letter that waits and tells of this board and another, and one of this board alone. Their ids."""
    assert world.board is not None
    board, idea = world.board.id or 0, world.values["idea"]
    async with database.begin() as session:
        lines = [line_of(1, "Idéen er sendt til en leder.", f"https://x.test/ideas/{idea}", "<1@x>", board)]
        lines += [line_of(7, "Idéen er sendt til en leder.", "https://x.test/ideas/" + "z" * 22, "<2@x>", other)]
        signed = tuple([await signature_of(session, each) for each in (board, other)])
        both = several("", lines, "https://x.test/follow/t", "da", signed)
        told: dict[str, Any] = {"unsubscribe": "https://x.test/follow/t", "news": True}
        await post(session, "ida@example.org", both.subject, both.body, "<b@x>", lines=lines, **told)
        alone = several("", lines[:1], "https://x.test/follow/t", "da", signed[:1])
        await post(session, "per@example.org", alone.subject, alone.body, "<a@x>", **told)
        by_name = select(Mail.id).where(col(Mail.message_id).in_(["<b@x>", "<a@x>"])).order_by(col(Mail.message_id))
        alone_id, both_id = (await session.execute(by_name)).scalars().all()
    return both_id or 0, alone_id or 0


async def where(database: Database, markers: set[str]) -> dict[str, list[str]]:
    """The tables that hold any of these, and what of them."""
    found: dict[str, list[str]] = {}
    for table in metadata.tables:
        for row in await rows(database.url, f'SELECT t::text AS said FROM "{table}" AS t'):
            if held := [marker for marker in markers if marker in row["said"]]:
                found.setdefault(table, []).extend(held)
    return found


async def of_board(database: Database, board: int) -> dict[str, list[Any]]:
    """All rows of a board, by table."""
    named = [name for name, table in metadata.tables.items() if "board_id" in table.columns]
    query = 'SELECT t::text FROM "{}" AS t WHERE board_id = $1 ORDER BY 1'
    return {name: await rows(database.url, query.format(name), board) for name in named}


async def test_a_board_is_exported_closed_and_erased(
    wire: Browser, database: Database, tmp_path: Path, site: Site
) -> None:
    world = await World.make(wire, database, Phase.DISCUSS, Status.REVIEW)
    assert world.board is not None
    board, name = world.board.id or 0, world.board.name
    other = (await rows(database.url, "SELECT id FROM board WHERE id <> $1", board))[0][0]
    both, alone = await letters(database, world, other)
    chapter = (CHECKOUT / "docs/operations.md").read_text().split("\n## Whole boards\n")[1].split("\n## ")[0]
    typed = re.findall(r"^(peerboard boards .*?)(?: +#.*)?$", chapter, re.MULTILINE)
    commands = {line.split()[2]: line for line in typed}
    assert list(commands) == ["list", "export", "close", "erase"]
    env = {"PEERBOARD_DATABASE_URL": database.url, "PEERBOARD_SECRET": SECRET}
    ledger = Ledger(tmp_path / "ledger", KEY)
    env |= {"PEERBOARD_LEDGER": str(ledger.path), "PEERBOARD_LEDGER_KEY": KEY}
    file = tmp_path / "board.zip"

    async def run(word: str) -> tuple[int, str]:
        line = commands[word].replace("BOARD", world.values["board"]).replace("FILE.zip", str(file))
        told = await peerboard_beside(*shlex.split(line.replace("NAME", name))[1:], **env)
        return told.returncode, told.stdout + told.stderr

    code, said = await run("list")
    assert (code, [line.split()[:2] for line in said.splitlines() if name in line]) == (
        0,
        [[world.values["board"], "open"]],
    )
    await rows(database.url, ELSEWHERE, board)
    assert (await run("export"))[0] == 0
    _hold_archive(file)
    runtime: Runtime = site.app.state.runtime
    with pytest.raises(FileExistsError):
        await export_board(runtime, world.values["board"], file)
    with pytest.raises(NotNow):  # a meeting is not over
        await close_board(runtime, world.values["board"])
    with pytest.raises(NotNow):  # it is not closed
        await erase_board(runtime, board, name)
    assert (await world.post("ada", f"/m/{world.values['meeting']}/end")).status_code == 303
    await rows(database.url, "UPDATE meeting SET ended_at = now() WHERE board_id = $1 AND ended_at IS NULL", board)
    assert await run("close") == (0, "The board is closed.\n")
    markers = WORDS | {row[0] for row in await rows(database.url, OURS, board) if row[0]}
    markers -= {row[0] for row in await rows(database.url, OURS, other)}
    before, theirs = await where(database, markers), await of_board(database, other)
    assert before.keys() >= {"board", "meeting", "idea", "seat", "comment", "follow", "mail", "unit_change"}
    with pytest.raises(NotNow):
        await erase_board(runtime, board, "Et andet peerboard")
    assert await where(database, markers) == before
    assert (await run("erase"))[0] == 0
    assert set(await where(database, markers)) <= STAYS
    assert not any((await of_board(database, board)).values())
    assert await of_board(database, other) == theirs
    assert (await world.get("cora", "/boards")).status_code == 200
    assert (await world.get("ben", f"/b/{world.values['board']}/progress")).status_code == 404
    async with database.snapshot() as session:
        letter = await session.get_one(Mail, both)
        assert await session.get(Mail, alone) is None
        assert [line["ident"] for line in letter.lines or ()] == ["<2@x>"]
        assert "z" * 22 in letter.body
        assert "Et andet peerboard" in letter.body
        assert (await session.execute(select(Job.id).where(Job.kind == "mail", Job.subject_id == both))).first()
        assert (await session.execute(select(Board.id))).scalars().all() == [other]
    deeds = [row[0] for row in await rows(database.url, "SELECT deed FROM trail WHERE who IS NULL ORDER BY seq")]
    assert deeds == ["exported", "board_closed", "board_erased"]
    assert (await verify(database, [SECRET])).faults == []
    async with database.begin() as session:  # as an older backup would bring it back
        brought = Board(
            public_id=world.values["board"], unit_id=world.board.unit_id, name=name, format=world.board.format
        )
        session.add(brought)
    assert await replay(runtime, ledger) == 1
    assert [row[0] for row in await rows(database.url, "SELECT id FROM board")] == [other]


def _hold_archive(file: Path) -> None:
    """Hold what the archive promises: the files of its manifest, as they are, and nobody who proposed."""
    with ZipFile(file) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
        assert [each["path"] for each in manifest["files"]] == names[:-1]
        tables = ("ideer", "svar", "spurgt-videre", "sager", "pladser", "moderering")
        assert names[: 2 * len(tables)] == [f"{each}.{kind}" for each in tables for kind in ("csv", "json")]
        assert names[-1] == "manifest.json"
        minutes = names[2 * len(tables) : -1]
        assert any("-kladde" in each for each in minutes)
        assert any("-kladde" not in each for each in minutes)
        for each in manifest["files"]:
            data = archive.read(each["path"])
            assert (len(data), hashlib.sha256(data).hexdigest()) == (each["bytes"], each["sha256"])
        assert all(archive.read(each).startswith(b"%PDF") for each in minutes)
        found = {each: json.loads(archive.read(f"{each}.json")) for each in tables}
        ideas = found["ideer"]
        assert {idea["Titel"] for idea in ideas} >= {"shown idea"}
        assert not any("hidden" in str(idea) for idea in ideas)
        for each in tables:
            assert archive.read(f"{each}.csv").decode().count("\r\n") == len(found[each]) + 1
        cases = {case["Sag"]: case["Svaret"] for case in found["sager"]}
        assert cases == {"Hvem svarer natten": None, "Hvem svarer dagen": "Ring til afsnittet"}
        assert {asked["Stand"] for asked in found["spurgt-videre"]} == {"venter på svar"}
        assert sum(seats["Pladser"] for seats in found["pladser"])
        for each in names[: 2 * len(tables)]:
            told = archive.read(each).decode()
            assert not re.search(r"\bBen\b|Om natten|@", told), each
