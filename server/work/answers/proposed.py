"""What stands in the form before anybody has typed: what most leaders would write, to be changed freely."""

from collections.abc import Mapping
from datetime import date, timedelta

from schemas.answer import Step
from server.core.days import working_day

STEP_WITHIN = timedelta(days=30)
PAUSE = timedelta(days=90)


def proposed(name: str, today: date, step: Step | None, owners: Mapping[str, str]) -> dict[str, str]:
    """The fields of an answer by `name`: who has the idea keeps it (`owners`, fields as well), else they own it
    themselves; the step is the one the meeting agreed on if its day is not gone, and dates are working days."""
    within = working_day(today + STEP_WITHIN).isoformat()
    has = owners if owners.get("owner") else {"owner": name}
    told = {**has, "person": has["owner"], "step": "", "step_date": within, "until": within}
    if step is not None:
        told |= {"step": step.text, "person": step.person}
        if step.day >= today:
            told["step_date"] = step.day.isoformat()
    return told | {"date": working_day(today + PAUSE).isoformat()}
