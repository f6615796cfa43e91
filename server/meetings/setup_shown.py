"""What a meeting's form holds before anybody types: the meeting as it is, the defaults, or the last one's set-up."""

from datetime import datetime, timedelta
from typing import Any

from schemas.format import FORMATS, Format
from schemas.meeting import Meeting
from server.days import DENMARK
from server.errors import Problem
from server.meetings.setup_form import ALWAYS, BEFORE, normal
from server.two_at_once import ChangedMeanwhile, as_was


def shown(meeting: Meeting) -> dict[str, str]:
    """A meeting as its form shows it."""
    starts = meeting.starts_at.astimezone(DENMARK)
    return {
        "title": meeting.title,
        "place": meeting.place,
        "day": starts.date().isoformat(),
        "time": f"{starts:%H:%M}",
        "ends": f"{meeting.ends_at.astimezone(DENMARK):%H:%M}" if meeting.ends_at else "",
        "format": meeting.format.value,
        "themes": "\n".join(meeting.themes or FORMATS[meeting.format].themes),
        "method": meeting.method.value,
        "dots": str(meeting.dots),
        "most": str(meeting.most),
        "own": "1" if meeting.own_allowed else "",
        "leaders": "1" if meeting.leaders_vote else "",
        "author_seen": meeting.author_seen.value,
        "reveal_by": meeting.reveal_by.value,
        "members_group": "1" if meeting.members_group else "",
    }


def blank(format_: Format, now: datetime) -> dict[str, str]:
    """The form of a new meeting: the defaults of its format, today at the next full hour."""
    starts = (now + timedelta(hours=1)).astimezone(DENMARK).replace(minute=0, second=0, microsecond=0)
    rule = FORMATS[format_]
    plain = Meeting(format=format_, starts_at=starts, title="", dots=rule.dots, most=rule.most)  # type: ignore[call-arg]
    return shown(plain)


def copied(last: Meeting, now: datetime) -> dict[str, str]:
    """The form of a new meeting like the last one, four weeks later, or as many weeks as it takes to be ahead."""
    form, starts = shown(last), last.starts_at.astimezone(DENMARK)
    weeks = max(4, -(-(now.astimezone(DENMARK).date() - starts.date()).days // 7))
    return form | {"day": (starts.date() + timedelta(weeks=weeks)).isoformat()}


def form_context(form: dict[str, str], **told: Any) -> dict[str, Any]:
    """What the fields of a meeting want; `was` is carried on from a form that was refused."""
    filled = dict.fromkeys((*ALWAYS, *BEFORE), "") | form
    known: dict[str, Any] = {
        "begun": False,
        "problem": None,
        "wrong": {},
        "clashes": {},
        "last": None,
        "copying": False,
    }
    return known | {"form": filled, "was": filled.get("was") or as_was(form)} | told


def refused(typed: dict[str, str], problem: Problem) -> dict[str, str]:
    """The form to be put right: as it was typed, in the notation that a browser's fields for dates and times take."""
    return problem.form if isinstance(problem, ChangedMeanwhile) else normal(typed)
