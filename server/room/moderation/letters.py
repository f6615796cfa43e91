"""Letters about what is looked at: how much waits, and what was decided. They never say a word of what somebody wrote
or was told, since others may read the mail: that is behind the link."""

from schemas.screening import Verdict
from server.core.errors import N_
from server.mail.letters import Letter, letter


def waits(board: str, count: int, link: str) -> Letter:
    """To the coordinators: something has waited for a day."""
    return letter("room/moderation/letters/waits.txt", board=board, count=count, link=link)


DECIDED = {
    Verdict.ASKED: N_("Vil du skrive det med andre ord? Så kan det blive vist."),
    Verdict.CORRECTED: N_("En moderator foreslår andre ord. Sig ja eller nej til dem."),
    Verdict.REFUSED: N_("Det, du skrev, bliver ikke vist. Se hvorfor."),
}
"""What its writer is told, as a line of a letter too. That it is shown is no news of ours: followers get that."""


def decided(verdict: Verdict, board: str, link: str, stop: str) -> Letter:
    """To whoever wrote something: those who moderate decided about it. `verdict` is one of DECIDED."""
    values = {"board": board, "sentence": DECIDED[verdict], "link": link, "stop": stop}
    return letter("room/moderation/letters/decided.txt", **values)
