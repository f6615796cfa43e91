"""What a coordinator does with the minutes: corrects them section by section and approves them. Sending is in
`sending.py`."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.minutes import WORDS_MAX, Minutes, MinutesChanged, MinutesState, PartKey, version_of
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.meeting.meetings.ending import settle
from server.room.minutes.queries import Part
from server.web.edit_conflicts import together
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings
from server.work.consultations.replying import reply

OPEN_AGAIN = N_("Mødet er åbnet igen. Referatet bliver skrevet, når det slutter.")
MOVED_ON = N_("En anden har rettet i referatet, siden du åbnede siden. Læs det igennem igen.")


def fields_of(parts: Sequence[Part]) -> dict[str, str]:
    """The form's fields as filled in: for each section its words, whether it is shown, and its place."""
    fields: dict[str, str] = {}
    for place, part in enumerate(parts, 1):
        key = part["key"]
        fields |= {
            f"words-{key}": part["words"],
            f"shown-{key}": "1" if part["shown"] else "",
            f"place-{key}": str(place),
        }
    return fields


@asynccontextmanager
async def changing_minutes(runtime: Runtime, seat: Seat, meeting: Meeting) -> AsyncIterator[tuple[Change, Minutes]]:
    """Change the minutes of a meeting that has ended, as a coordinator. Raises NotFound before there are any, and what
    `changing` raises."""
    async with changing(runtime, seat, Act.SET_UP) as change:
        minutes = await change.session.get(Minutes, meeting.id)
        if minutes is None:
            raise NotFound
        yield change, minutes


async def save(runtime: Runtime, seat: Seat, meeting: Meeting, typed: Mapping[str, str]) -> bool:
    """Save the coordinator's changes as a new version. Returns False if nothing was changed. What others have saved
    since the form was drawn is kept. Raises ChangedMeanwhile for a field that both changed, and Invalid."""
    async with changing_minutes(runtime, seat, meeting) as (change, minutes):
        now = fields_of(minutes.parts)
        unsaid = {name: text for name, text in now.items() if not name.startswith("shown-")}
        both = together(unsaid | dict(typed), now, now)
        check(both, now, typed.get("warned", ""))
        arranged = _arranged(minutes.parts, both)
        if arranged == minutes.parts:
            return False
        new_version(change, minutes, arranged)
    return True


def new_version(change: Change, minutes: Minutes, parts: list[Part]) -> None:
    """Keep the minutes as they are as an older version, and put `parts` in their place."""
    change.session.add(version_of(minutes))
    minutes.parts, minutes.version = parts, minutes.version + 1
    minutes.edited_at, minutes.edited_by = change.now, change.by.id
    change.tell(MinutesChanged(minutes.meeting_id))


def check(fields: Mapping[str, str], now: Mapping[str, str], warned: str, most: int = WORDS_MAX) -> None:
    """Raise Invalid for words of more than `most` characters, for personal data that nobody was `warned` of, and for a
    place that is none."""
    words = {name: text for name, text in fields.items() if name.startswith("words-") and text != now[name]}
    # Length first: text that is too long is not searched for personal data.
    wrong = faults(dict.fromkeys(words, Field(most)), words)
    wrong |= warnings({name: text for name, text in words.items() if name not in wrong}, warned)
    for name, text in fields.items():
        if name.startswith("place-") and not (text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= len(PartKey)):
            wrong[name] = N_("Skriv et tal fra 1 til 10.")
    if wrong:
        raise Invalid(N_("Referatet er ikke gemt endnu. Ret det, der står ved felterne."), fields=wrong)


def _arranged(parts: Sequence[Part], fields: Mapping[str, str]) -> list[Part]:
    """The sections with their new words, in their new order. The heading stays first and is always shown."""
    changed = [
        part | {"words": fields[f"words-{part['key']}"], "shown": bool(fields[f"shown-{part['key']}"])}
        for part in parts
    ]
    changed[0]["shown"] = True
    before = {part["key"]: place for place, part in enumerate(parts, 1)}

    def place(part: Part) -> tuple[bool, int, int, int]:
        key = part["key"]
        wanted, was = int(fields[f"place-{key}"]), before[key]
        # A section given another's place goes before it when moving up, and after it when moving down.
        return key != PartKey.HEAD, wanted, (wanted > was) - (wanted < was), was

    return sorted(changed, key=place)


async def approve(runtime: Runtime, seat: Seat, meeting: Meeting, version: int) -> None:
    """Approve the version that was looked at, which then becomes readable to others than staff. The meeting cannot be
    opened again after that, so what its end publishes is published with it. Repeating it changes nothing. Raises NotNow
    if somebody has changed the minutes since, and while the meeting is open again."""
    async with changing_minutes(runtime, seat, meeting) as (change, minutes):
        change.meeting = await change.session.get_one(Meeting, meeting.id)
        if not change.at.over:
            raise NotNow(OPEN_AGAIN)
        if minutes.version != version:
            raise NotNow(MOVED_ON)
        if not minutes.pending:
            return
        if minutes.approved_version is not None:
            minutes.corrected_at = change.now
        minutes.state, minutes.approved_version = MinutesState.APPROVED, version
        minutes.approved_at, minutes.approved_by = change.now, change.by.id
        await settle(change)
        await reply(change, runtime.settings, meeting.id)
        change.tell(MinutesChanged(minutes.meeting_id))
