"""Letters to owners. A letter names the board and the idea's number, and never quotes it."""

from datetime import date

from server.core.errors import N_
from server.mail.letters import Letter, letter

GIVEN = N_("Du har fået ansvaret for en idé.")
DUE = N_("Et skridt skal snart være taget.")
LATE = N_("Et skridt er ikke taget til tiden.")
STALE = N_("Der er ikke fortalt nyt om en idé i 30 dage.")
"""Each of these four is its letter as a line of the weekly letter."""


def given(board: str, number: int | None, link: str, *, own: bool = False) -> Letter:
    """To a new owner. `own`: the link is theirs alone."""
    return letter("work/owners/letters/given.txt", board=board, idea_number=number, link=link, own=own)


def due(day: date, board: str, number: int | None, link: str) -> Letter:
    """To owners, three days before a step is to be taken."""
    return letter("work/owners/letters/due.txt", day=day, board=board, idea_number=number, link=link)


def late(day: date, board: str, number: int | None, link: str) -> Letter:
    """To owners, the day after a step should have been taken."""
    return letter("work/owners/letters/late.txt", day=day, board=board, idea_number=number, link=link)


def stale(board: str, number: int | None, link: str) -> Letter:
    """To owners, when there has been no news for 30 days."""
    return letter("work/owners/letters/stale.txt", board=board, idea_number=number, link=link)
