"""What a coordinator writes instead of single lines of the minutes. Like every change it is a new version."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from schemas.meeting import Meeting
from schemas.minutes import LINE_MAX, MinutesLine, PartKey
from schemas.seat import Seat
from server.core.runtime import Runtime
from server.room.minutes.commands import changing_minutes, check, new_version
from server.room.minutes.lines import Line
from server.web.edit_conflicts import together


def line_fields(lines: Sequence[Line]) -> dict[str, str]:
    """The form's fields for the lines of a section, as filled in."""
    return {f"words-{line.at}": line.said for line in lines}


async def save_lines(
    runtime: Runtime, seat: Seat, meeting: Meeting, key: PartKey, shown: Sequence[Line], typed: Mapping[str, str]
) -> bool:
    """Save what stands instead of the lines of a section as a new version; a field left empty brings back what was
    written. `shown` are the lines that there are now; one that the form did not have stays as it is. Returns False if
    nothing was changed. Raises ChangedMeanwhile for a line that both changed, and Invalid."""
    async with changing_minutes(runtime, seat, meeting) as (change, minutes):
        part = next(part for part in minutes.parts if part["key"] == key)
        kept: dict[str, int] = part.get("said", {})
        stored = select(MinutesLine.id, MinutesLine.text).where(col(MinutesLine.id).in_(kept.values()))
        texts = dict((await change.session.execute(stored)).all())
        now = {f"words-{line.at}": texts.get(kept.get(line.id, 0), "") for line in shown}
        both = together(now | dict(typed), now, now)
        check(both, now, typed.get("warned", ""), LINE_MAX)
        said = {line: id_ for line, id_ in kept.items() if line not in {one.id for one in shown}}
        for line in shown:
            words = both[f"words-{line.at}"]
            if words and words == now[f"words-{line.at}"]:
                said[line.id] = kept[line.id]
            elif words:
                new = MinutesLine(meeting_id=minutes.meeting_id, idea_id=line.idea_id, text=words)
                change.session.add(new)
                await change.session.flush()
                said[line.id] = new.id
        if said == kept:
            return False
        parts = [one | {"said": said} if one["key"] == key else one for one in minutes.parts]
        new_version(change, minutes, parts)
    return True
