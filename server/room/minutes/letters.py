"""The letter that minutes are sent with. It names the board and the day; what was said stands behind the link."""

from schemas.meeting import Meeting
from server.mail.letters import Letter, letter


def minutes_letter(board: str, meeting: Meeting, link: str, *, corrected: bool = False) -> Letter:
    """To one who was invited to the meeting, or works with its ideas."""
    return letter("room/minutes/letters/minutes.txt", board=board, meeting=meeting, link=link, corrected=corrected)
