"""The sentence members will read, shown while it is being written and drawn by the same templates as the story."""

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
    """The line as it would appear in the story, and what the page would say about the owners and the first step."""

    line: Line
    owners: tuple[str, ...] = ()
    step: str = ""
    person: str = ""
    step_day: date | None = None


def preview_of(status: Status, typed: Mapping[str, str], person: Person, level: str, now: datetime) -> Preview:
    """What members would read if the form were sent now by `person`, who answers for the unit `level`. What is missing
    shows as "…" or not at all. Never raises."""

    def given(name: str) -> str:
        return typed.get(name, "").strip()

    def day(name: str) -> date | None:
        return read_day(given(name), danish_day(now))

    rule = FLOW[status]
    needs, fields = rule.needs, {ask.into: ask.name for need in rule.needs for ask in ASKED[need]}
    entry = StatusChange(idea_id=0, status=status, at=now, text=given("text"))
    entry.day = day(fields["day"]) if rule.dated and "day" in fields else None
    entry.place = given(fields["place"]) if "place" in fields and Need.UNIT not in needs else ""
    unit = given("unit") if Need.UNIT in needs else ""
    answer = Answer(
        idea_id=0, change_id=0, name=person.name, title=person.title, level=level, at=now, text=given("text")
    )
    line = Line(entry, name=person.name, title=person.title, unit=unit, answer=answer)
    if Need.OWNER not in needs:
        return Preview(line)
    owners = tuple(name for name in (given("owner"), given("owner2")) if name)
    return Preview(line, owners, given("step"), given("person") or given("owner"), day("step_date"))
