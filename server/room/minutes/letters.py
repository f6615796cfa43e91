"""The letter that announces the minutes. It names the board and the day; what was said is behind the link."""

from schemas.meeting import Meeting
from server.mail.letters import Letter, letter


def minutes_letter(board: str, meeting: Meeting, link: str, *, corrected: bool = False) -> Letter:
    """To everybody who was invited to the meeting, works with its ideas or follows one. `corrected`: they have had it
    before."""
    return letter("room/minutes/letters/minutes.txt", board=board, meeting=meeting, link=link, corrected=corrected)
