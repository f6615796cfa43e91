"""Erasing somebody from minutes, in every version, approved or not. The words of ideas are read from their own tables;
here are corrections that hang on them, what quotes them, and names as they were agreed on."""

from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.answer import MEMBER
from schemas.belonging import BY_ITS_AUTHOR
from schemas.meeting import Meeting
from schemas.minutes import Minutes, MinutesChanged, MinutesLine, MinutesVersion
from server.core.change import Change
from server.core.erasing import Erasing

QUOTED_FROM = 12
"""Characters from which words that stand in somebody else's text are a quotation, and no accident."""
NAMED = ("carrier", "person")
"""Where a row of what was agreed has a name."""


async def erase_from_minutes(change: Change, erasing: Erasing) -> None:
    """Take their words and their name out of the minutes of the board; a first name alone may be anybody's."""
    quoted = sorted((words for words in erasing.words if len(words) >= QUOTED_FROM), key=len, reverse=True)
    held = select(Meeting.id).where(Meeting.board_id == change.board.id)
    changed = await _lines(change, erasing, quoted, held)
    now = select(Minutes).where(col(Minutes.meeting_id).in_(held))
    before = select(MinutesVersion).where(col(MinutesVersion.meeting_id).in_(held))
    found: list[Minutes | MinutesVersion] = list((await change.session.execute(now)).scalars())
    for minutes in (*found, *(await change.session.execute(before)).scalars()):
        parts = [_part(part, erasing, quoted) for part in minutes.parts]
        if parts != minutes.parts:
            minutes.parts = parts
            changed.add(minutes.meeting_id)
    for meeting in sorted(changed):
        change.tell(MinutesChanged(meeting))


async def _lines(change: Change, erasing: Erasing, quoted: list[str], held: Any) -> set[int]:
    """Delete the corrections that hang on erased ideas or quote what was erased; what is written there of its own
    accord is read again. Returns their meetings."""
    lines = select(MinutesLine).where(col(MinutesLine.meeting_id).in_(held))
    found = []
    for line in (await change.session.execute(lines)).scalars():
        if line.idea_id in erasing.ideas or any(words in line.text for words in quoted):
            found.append(line)
        elif erasing.full_name and erasing.full_name in line.text:
            line.text = line.text.replace(erasing.full_name, MEMBER)
    await change.session.execute(delete(MinutesLine).where(col(MinutesLine.id).in_([line.id for line in found])))
    return {line.meeting_id for line in found}


def _part(part: dict[str, Any], erasing: Erasing, quoted: list[str]) -> dict[str, Any]:
    words = part["words"]
    for said in quoted:
        words = words.replace(said, BY_ITS_AUTHOR)
    if erasing.full_name:
        words = words.replace(erasing.full_name, MEMBER)
    return part | {"words": words, "rows": [_row(row, erasing.name) for row in part["rows"]]}


def _row(row: dict[str, Any], name: str) -> dict[str, Any]:
    theirs = [key for key in NAMED if name and str(row.get(key, "")).casefold() == name.casefold()]
    return row | dict.fromkeys(theirs, MEMBER)
