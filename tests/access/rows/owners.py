"""Who may work on an idea: leaders and coordinators on its page, an owner by their link, and nobody else."""

from schemas.flow import Status
from tests.access.row import MEMBERS, PUBLIC, Row, all_get

NO_MEMBER = all_get(MEMBERS, 403)
STEP = {"step": "Find en dag", "person": "Ida", "step_date": "{day}"}
AT_WORK = Status.IN_PROGRESS


def by_link(fields: dict[str, str], *, status: int = 303, step_id: str = "work_step") -> Row:
    """A form behind the link: whoever holds it may send it, with no cookie; any other link is worth nothing."""
    ids = {"token": "owner", "step": step_id}
    return Row({"nobody": status}, fields=fields, ids=ids, status=AT_WORK, others=False, after={"nobody": status})


def by_staff(*who: str, step_id: str = "work_step", **fields: str) -> Row:
    """A form on the idea's page; the other one of staff is refused, and members are."""
    refused = NO_MEMBER | {each: 403 for each in ("leo", "ada") if each not in who}
    after = all_get(who, 303) | {"ben": 403, "cora": 404, "lars": 404}
    return Row(all_get(who, 303), refused, fields, {"step": step_id}, status=AT_WORK, after=after)


ROWS: dict[str, list[Row]] = {
    "GET /o/{token}": [Row(PUBLIC, ids={"token": "owner"}, shows="shown idea", status=AT_WORK, after={"nobody": 200})],
    "POST /o/{token}/news": [by_link({"text": "Det går godt"})],
    "POST /o/{token}/steps": [by_link(STEP)],
    "POST /o/{token}/steps/{step}": [by_link(STEP)],
    "POST /o/{token}/steps/{step}/taking": [by_link({})],
    "POST /o/{token}/steps/{step}/waiting": [by_link({}, step_id="taken_step")],
    "POST /o/{token}/status": [by_link({"status": "done", "text": "Det er gjort"})],
    "POST /o/{token}/leaving": [by_link({"text": "Nyt arbejde"}, status=200)],
    "POST /ideas/{idea}/news": [by_staff("leo", text="Det går godt")],
    "POST /ideas/{idea}/steps": [by_staff("leo", "ada", **STEP)],
    "POST /ideas/{idea}/steps/{step}": [by_staff("leo", "ada", **STEP)],
    "POST /ideas/{idea}/steps/{step}/taking": [by_staff("leo", "ada")],
    "POST /ideas/{idea}/steps/{step}/waiting": [by_staff("leo", "ada", step_id="taken_step")],
    "POST /ideas/{idea}/owners": [by_staff("leo", "ada", owner="Birthe")],
    "POST /ideas/{idea}/leaving": [by_staff("leo", text="Nyt arbejde")],
}
