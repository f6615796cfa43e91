"""What the answer form is filled with at first: what most leaders would write, free to be changed."""

from collections.abc import Mapping
from datetime import date, timedelta

from schemas.answer import Step
from server.core.days import working_day

STEP_WITHIN = timedelta(days=30)
PAUSE = timedelta(days=90)


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
