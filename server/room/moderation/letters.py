"""The letter about what waits to be looked at. It says how much, and never what: that is behind the link."""

from server.mail.letters import Letter, letter


def waits(board: str, count: int, link: str) -> Letter:
    """To the coordinators: something has waited for a day."""
    return letter("room/moderation/letters/waits.txt", board=board, count=count, link=link)
