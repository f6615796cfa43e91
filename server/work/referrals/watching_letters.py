"""Letters about the date by which a body answers. Each names the board and the idea's number, and never quotes it."""

from datetime import date

from server.mail.letters import Letter, letter

WATCH = "work/referrals/letters"


def due_soon(board: str, body: str, number: int | None, day: date, link: str) -> Letter:
    """To the body: they are to answer by `day`, which is near."""
    return letter(f"{WATCH}/due_soon.txt", board=board, asked=body, idea_number=number, day=day, link=link)


def late(board: str, body: str, number: int | None, day: date, link: str) -> Letter:
    """To the body: they were to answer by `day`."""
    return letter(f"{WATCH}/late.txt", board=board, asked=body, idea_number=number, day=day, link=link)


def find_out_soon(board: str, body: str, number: int | None, day: date, link: str) -> Letter:
    """To the coordinators, where Peerboard asks nobody: the body is to answer by `day`, which is near."""
    return letter(f"{WATCH}/find_out_soon.txt", board=board, asked=body, idea_number=number, day=day, link=link)


def find_out_late(board: str, body: str, number: int | None, day: date, link: str) -> Letter:
    """To the coordinators, where Peerboard asks nobody: the body was to answer by `day`."""
    return letter(f"{WATCH}/find_out_late.txt", board=board, asked=body, idea_number=number, day=day, link=link)


def late_sent(board: str, body: str, number: int | None, day: date, link: str) -> Letter:
    """To whoever sent it: the body was to answer by `day`."""
    return letter(f"{WATCH}/late_sent.txt", board=board, asked=body, idea_number=number, day=day, link=link)


def silent(board: str, number: int | None, day: date) -> Letter:
    """To the body: they never answered, and are asked no longer."""
    return letter(f"{WATCH}/silent.txt", board=board, idea_number=number, day=day)


def back(board: str, body: str, number: int | None, day: date, link: str) -> Letter:
    """To whoever sent it, and the coordinators: the body was to answer by `day` and never did; the idea is back."""
    return letter(f"{WATCH}/back.txt", board=board, asked=body, idea_number=number, day=day, link=link)
