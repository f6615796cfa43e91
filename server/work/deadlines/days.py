"""How many days a board allows: to answer, and before a late answer is escalated."""

from collections.abc import Mapping

from schemas.act import Act
from schemas.board import Board
from schemas.idea import Idea
from schemas.seat import Seat
from server.core.change import changing
from server.core.errors import N_, Invalid
from server.core.runtime import Runtime
from server.web.edit_conflicts import together
from server.work.deadlines.dates import awaiting, watch_answers
from server.work.deadlines.replies import watch_replies

LEAST, MOST = {"answer_days": 7, "escalate_days": 1}, 90
WRONG = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")
FAULTS = {
    "answer_days": N_("Skriv et helt tal fra 7 til 90."),
    "escalate_days": N_("Skriv et helt tal fra 1 til 90."),
}


def shown(board: Board) -> dict[str, str]:
    """A board's days as the form shows them."""
    return {name: str(getattr(board, name)) for name in LEAST}


async def set_days(runtime: Runtime, seat: Seat, typed: Mapping[str, str]) -> None:
    """Set a board's days. Dates already promised stay; when a late idea is escalated follows the new days. Raises
    Invalid, ChangedMeanwhile, NotAllowed."""
    async with changing(runtime, seat, Act.SET_UP) as change:
        wanted = together(typed, shown(change.board), LEAST)
        days = {name: int(text) if _is_number(text) else 0 for name, text in wanted.items()}
        if wrong := {name: FAULTS[name] for name, number in days.items() if not LEAST[name] <= number <= MOST}:
            raise Invalid(WRONG, fields=wrong)
        for name, number in days.items():
            setattr(change.board, name, number)
        ideas = await awaiting(change.session, Idea.board_id == change.board.id)
        await watch_answers(change.session, change.board, ideas, change.now)
        await watch_replies(change.session, change.board, change.now)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4
