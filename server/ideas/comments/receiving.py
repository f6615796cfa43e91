"""A comment as a form sends it, on an idea or on what another body asks."""

from typing import Any

from starlette.requests import Request

from schemas.consultation import Consultation
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core.access import runtime_of
from server.core.errors import Invalid, NotNow
from server.ideas.comments import commands
from server.web.forms import form_of
from server.web.individual_cases import ask_once


async def receive(
    request: Request, seat: Seat, meeting: Meeting, about: Idea | Consultation
) -> tuple[int, dict[str, Any]]:
    """Add the comment. Sent again with the same key, it is the same comment. Returns the answer's status, and what came
    of it, from which the form is drawn again: if it is refused, with the text."""
    typed = dict(await form_of(request))
    key, text = typed.get("key", "")[:64] or typed.get("plain_key", "")[:64], typed.get("text", "").strip()
    came: dict[str, Any] = {"about": about, "typed": typed, "wrong": {}, "problem": "", "sent": False}
    try:
        ask_once({"text": commands.TEXT}, {"text": text}, typed)
        await commands.write(runtime_of(request), seat, meeting, about, key, text)
    except (Invalid, NotNow) as problem:
        wrong = problem.fields if isinstance(problem, Invalid) else {}
        return problem.status, came | {"problem": problem.sentence, "wrong": wrong}
    return 200, came | {"typed": {}, "sent": True}
