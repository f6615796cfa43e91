"""Mail to people on a board's list, or who are asked to be on it. It names the board, and nobody on it."""

from collections.abc import Callable
from datetime import date

from server.mail.letters import Letter, letter

Asks = Callable[[str, str], Letter]
"""A letter with the link by which its reader says yes: of the board's name and the link."""


def listed(board: str, link: str) -> Letter:
    """To an address that a coordinator typed: would you be on the list?"""
    return letter("meeting/members/letters/listed.txt", board=board, link=link)


def address(board: str, link: str) -> Letter:
    """To an address that a member typed: is it yours?"""
    return letter("meeting/members/letters/address.txt", board=board, link=link)


def old_address(board: str) -> Letter:
    """To the address that counted until now: from now on we write to another, or to none."""
    return letter("meeting/members/letters/old_address.txt", board=board)


def term_ends(name: str, board: str, day: date, link: str) -> Letter:
    """A member's term ends in sixty days. `link` is theirs, to leave the list."""
    return letter("meeting/members/letters/term.txt", name=name, board=board, day=day, link=link)
