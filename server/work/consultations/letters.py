"""Letters about cases. None says what was asked or answered: that is behind the link."""

from datetime import date

from server.mail.letters import Letter, letter


def put(board: str, body: str, day: date, link: str) -> Letter:
    """To the coordinators: a body has asked the board, and waits for an answer by `day`."""
    return letter("work/consultations/letters/put.txt", board=board, body=body, day=day, link=link)


def due(board: str, body: str, day: date, link: str, *, late: bool) -> Letter:
    """To the coordinators: the day is near, or has passed (`late`)."""
    return letter("work/consultations/letters/due.txt", board=board, body=body, day=day, link=link, late=late)


def answered(board: str, body: str, link: str) -> Letter:
    """To the body: the board has answered."""
    return letter("work/consultations/letters/answered.txt", board=board, body=body, link=link)
