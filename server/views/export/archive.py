"""A whole board for an archive: one ZIP with its ideas and answers, whom it asked, what it was asked and its seats as
CSV and JSON, the minutes of each meeting as PDF, and a manifest with the SHA-256 of each. Like all our files it never
says who proposed what.

It is written file by file, in the same order each time, to wherever the ZIP is to lie.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.meeting import Meeting
from schemas.minutes import Minutes
from server.core.days import danish_day
from server.room.minutes.document import document
from server.room.minutes.pdf import TYPESET, told_of
from server.room.minutes.queries import of_meeting
from server.room.moderation.record import log_rows
from server.views.export.answers import answer_rows
from server.views.export.cases import case_rows
from server.views.export.ideas import idea_rows, load_extras
from server.views.export.referrals import referral_rows
from server.views.export.seats import seat_rows
from server.views.progress.queries import load_progress
from server.web.files import objects, sheet

FORMAT = "peerboard-archive-1"
LANGUAGE = "da"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of each file: a ZIP must have one, and it is to be the same whenever it is made."""
Make = Callable[[str, Any], Awaitable[bytes]]
"""What a maker (`server/web/files/`) makes of plain data."""


@dataclass(frozen=True)
class Part:
    """A file of the archive: its path, who makes it, and of what."""

    path: str
    maker: str
    told: Any


@dataclass
class Contents:
    """Everything that goes into the archive of one board, as it was at one moment."""

    about: dict[str, Any]
    parts: list[Part] = field(default_factory=list)


async def load_archive(session: AsyncSession, board: Board) -> Contents:
    """Read it all. Raises NotFound."""
    progress = await load_progress(session, board.public_id)
    about = {"id": board.public_id, "name": board.name, "unit": progress.unit.name}
    contents = Contents(about)
    for name, rows in (
        ("ideer", idea_rows(progress, await load_extras(session, board.id))),
        ("svar", await answer_rows(session, board.id)),
        ("spurgt-videre", await referral_rows(session, board.id)),
        ("sager", await case_rows(session, board.id)),
        ("pladser", await seat_rows(session, board.id)),
        ("moderering", await log_rows(session, board)),
    ):
        contents.parts += _both(name, rows)
    contents.parts += await _minutes(session, board)
    return contents


def _both(name: str, rows: list[Sequence[sheet.Cell]]) -> list[Part]:
    told = {"rows": rows}
    return [Part(f"{name}.csv", sheet.MAKER, told), Part(f"{name}.json", objects.MAKER, told)]


async def _minutes(session: AsyncSession, board: Board) -> list[Part]:
    """The minutes of each meeting: as they were approved, or else the draft, whose name says so."""
    query: Any = select(Meeting, Minutes.approved_version).join(Minutes, col(Minutes.meeting_id) == Meeting.id)
    query = query.where(Meeting.board_id == board.id).order_by(col(Meeting.starts_at), col(Meeting.id))
    parts, days = list[Part](), Counter[str]()
    for meeting, approved in (await session.execute(query)).all():
        view = await of_meeting(session, meeting, staff=approved is None)
        day = danish_day(meeting.starts_at).isoformat()
        days[day] += 1
        name = day + (f"-{days[day]}" if days[day] > 1 else "") + ("-kladde" if approved is None else "")
        parts.append(Part(f"referater/{name}.pdf", TYPESET, told_of(document(view, LANGUAGE), LANGUAGE)))
    return parts


class Archive:
    """The ZIP while it is written."""

    def __init__(self, file: ZipFile, about: dict[str, Any]) -> None:
        self._file, self._about = file, about
        self._files: list[dict[str, Any]] = []

    def add(self, path: str, data: bytes) -> None:
        """Write one file of it."""
        self._write(path, data)
        self._files.append({"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})

    def finish(self) -> None:
        """Write the manifest, the last file."""
        told = {"format": FORMAT, "board": self._about, "files": self._files}
        self._write("manifest.json", (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())

    def _write(self, path: str, data: bytes) -> None:
        info = ZipInfo(path, FIRST_DAY)
        info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
        self._file.writestr(info, data)


async def write_archive(target: BinaryIO, contents: Contents, make: Make) -> None:
    """Write the ZIP to `target`, with one file of it in memory at a time. Raises what `make` raises; what was written
    by then is no archive."""
    with ZipFile(target, "w") as file:
        archive = Archive(file, contents.about)
        for part in contents.parts:
            archive.add(part.path, await make(part.maker, part.told))
        archive.finish()
