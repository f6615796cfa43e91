"""Letters about referrals. None quotes an idea, and none names anybody."""

from datetime import date

from server.core.errors import N_
from server.mail.letters import Letter, letter

TOLD = N_("Et peerboard spørger jer om en idé.")
ENDED = N_("Der er sket noget med en idé, som andre er spurgt om.")
ANSWERED = N_("De, der er spurgt om idéen, har svaret.")
"""Each is its letter as a line of the weekly letter."""


def told(board: str, number: int | None, day: date, link: str, *, own: bool = False) -> Letter:
    """To whoever is asked: they answer by `day`. `own`: the link is theirs alone, since they have no account."""
    values = {"board": board, "idea_number": number, "day": day, "link": link, "own": own}
    return letter("work/referrals/letters/told.txt", **values)


def handed(board: str, day: date, ideas: list[tuple[int | None, str]], *, own: bool = False) -> Letter:
    """To whoever is asked about several ideas at one time, each by its number and with a link of its own."""
    values = {"board": board, "ideas": ideas, "day": day, "own": own}
    return letter("work/referrals/letters/handed.txt", **values)


def taken_back(board: str, number: int | None, day: date) -> Letter:
    """To whoever was asked on `day`: they need not answer any more."""
    return letter("work/referrals/letters/taken_back.txt", board=board, idea_number=number, day=day)


def ended(board: str, number: int | None, body: str, how: str, link: str) -> Letter:
    """To the board's own staff: the body answered ("answered"), gave the idea back ("returned"), or passed it on
    ("passed")."""
    values = {"board": board, "idea_number": number, "body": body, "how": how, "link": link}
    return letter("work/referrals/letters/ended.txt", **values)
