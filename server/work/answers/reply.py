"""The form that a leader answers in: which answers it offers, what it is filled with at first, and what members will
read, shown while it is being written and drawn by the same templates as the story."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from schemas.answer import Answer, StatusChange, Step
from schemas.flow import FLOW, By, Need, Status, by_form, statuses_that
from schemas.person import Person
from server.core import clock
from server.core.days import danish_day, working_day
from server.ideas.ideas.queries import Line
from server.web.typed_dates import read_day
from server.work.answers.letter import Letter
from server.work.answers.needs import ASKED
from server.work.answers.standing import Acts, Office
from server.work.naming import public_name
from server.work.owners.commands import as_fields

ANSWERS = frozenset(statuses_that(answer=True))
"""The statuses a leader can give as an answer."""
STEP_WITHIN = timedelta(days=30)
PAUSE = timedelta(days=90)


@dataclass(frozen=True)
class Reply:
    """What the viewer may do here."""

    acts: Acts | None
    answers: list[Status] = field(default_factory=list)
    """The answers open to them now."""
    corrects: bool = False
    """Whether they may correct the answer in force."""
    given: dict[str, str] = field(default_factory=dict)
    """What the form is filled with before they type."""


def reply_of(acts: Acts | None, letter: Letter, name: str) -> Reply:
    """The part of `acts` that concerns answering; `name` is the viewer's own, proposed as the owner's."""
    if acts is None or By.LEADER not in acts.by:
        return Reply(acts)
    has, has_too = letter.meant
    owners = as_fields(letter.story.owning)
    if not owners["owner"]:
        owners |= {"owner": has, "owner2": has_too}
    own = by_form(letter.idea.status, frozenset({By.LEADER}), queues=letter.meeting.form.queues)
    return Reply(
        acts,
        [status for status in own if status in ANSWERS],
        corrects=letter.answered is not None and letter.answered.is_by_the_house,
        given=proposed(name, danish_day(clock.now()), letter.story.step, owners),
    )


def proposed(name: str, today: date, step: Step | None, owners: Mapping[str, str]) -> dict[str, str]:
    """The fields of an answer by `name`. The owners (`owners`, as form fields) stay; if there are none, `name` is the
    owner. `step` is proposed with its own date unless that owning passed. All proposed dates are working days."""
    within = working_day(today + STEP_WITHIN).isoformat()
    owning = owners if owners.get("owner") else {"owner": name}
    fields = {**owning, "person": owning["owner"], "step": "", "step_date": within, "until": within}
    if step is not None:
        fields |= {"step": step.text, "person": step.person}
        if step.day >= today:
            fields["step_date"] = step.day.isoformat()
    return fields | {"date": working_day(today + PAUSE).isoformat()}


@dataclass(frozen=True)
class Preview:
    """The line as it would appear in the story, and what the page would say about the owners and their first steps."""

    line: Line
    owners: tuple[str, ...] = ()
    steps: tuple[tuple[str, str, date], ...] = ()
    """Each with who takes it, and by when."""


def preview_of(
    status: Status,
    typed: Mapping[str, str],
    person: Person,
    office: Office,
    now: datetime,
    withheld: frozenset[str] = frozenset(),
) -> Preview:
    """What members would read if the form were sent now by `person`, who answers by that
    `office`. What is missing shows as "…" or not at all, and names that were `withheld` are MEMBER. Never raises."""

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
        idea_id=0, change_id=0, name=person.name, title=person.title, level=office.level, at=now, text=given("text")
    )
    answer.behalf = office.behalf
    line = Line(entry, name=person.name, title=person.title, unit=unit, answer=answer)
    if Need.OWNER not in needs:
        return Preview(line)
    owners = tuple(public_name(name, withheld) for name in (given("owner"), given("owner2")) if name)
    takes = public_name(given("person") or given("owner"), withheld)
    of_each = (
        (given("step"), takes, day("step_date")),
        (given("step2"), owners[-1] if owners else "", day("step2_date")),
    )
    return Preview(line, owners, tuple((step, who, by) for step, who, by in of_each if step and by is not None))
