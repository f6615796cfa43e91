"""The sentence that members will read, while it is written: drawn by the same words as the story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from schemas.answer import Answer, StatusChange
from schemas.flow import FLOW, Need, Status
from schemas.person import Person
from server.core.days import danish_day
from server.ideas.ideas.queries import Line
from server.web.typed_dates import read_day
from server.work.answers.needs import ASKED


@dataclass(frozen=True)
class Preview:
    """A line of the story as it would be, and what the page would say of owner and first step."""

    line: Line
    owners: tuple[str, ...] = ()
    step: str = ""
    person: str = ""
    step_day: date | None = None


def preview_of(status: Status, typed: Mapping[str, str], person: Person, level: str, now: datetime) -> Preview:
    """How members would read what is typed so far; what is missing shows as "…" or not at all. Never raises."""

    def said(name: str) -> str:
        return typed.get(name, "").strip()

    def day(name: str) -> date | None:
        return read_day(said(name), danish_day(now))

    rule = FLOW[status]
    needs, fields = rule.needs, {ask.into: ask.name for need in rule.needs for ask in ASKED[need]}
    entry = StatusChange(idea_id=0, status=status, at=now, text=said("text"))
    entry.day = day(fields["day"]) if rule.dated and "day" in fields else None
    entry.place = said(fields["place"]) if "place" in fields and Need.UNIT not in needs else ""
    unit = said("unit") if Need.UNIT in needs else ""
    answer = Answer(
        idea_id=0, change_id=0, name=person.name, title=person.title, level=level, at=now, text=said("text")
    )
    line = Line(entry, name=person.name, title=person.title, unit=unit, answer=answer)
    if Need.OWNER not in needs:
        return Preview(line)
    owners = tuple(name for name in (said("owner"), said("owner2")) if name)
    return Preview(line, owners, said("step"), said("person") or said("owner"), day("step_date"))
