"""Letters about an agenda: a reminder to hand in, a receipt, and word that the agenda is set. None quotes an item."""

from schemas.meeting import Meeting
from server.mail.letters import Letter, letter


def hand_in(name: str, board: str, meeting: Meeting, link: str, stop: str, *, known: bool) -> Letter:
    """Some days before items must be handed in, to whoever has handed in none. `link` leads to the form; for who is
    `known`, on the device that has their seat."""
    values = {"name": name, "board": board, "meeting": meeting, "link": link, "stop": stop, "known": known}
    return letter("room/agenda/letters/hand_in.txt", **values)


def handed_in(name: str, board: str, meeting: Meeting, stop: str, *, late: bool) -> Letter:
    """To whoever handed in an item: we have it, and what happens now."""
    return letter("room/agenda/letters/handed_in.txt", name=name, board=board, meeting=meeting, stop=stop, late=late)


def agenda(name: str, board: str, meeting: Meeting, items: int, where: str, stop: str) -> Letter:
    """The agenda is set, or is another than before: how many items it has, and where to read it."""
    values = {"name": name, "board": board, "meeting": meeting, "items": items, "where": where}
    return letter("room/agenda/letters/agenda.txt", **values, stop=stop)
