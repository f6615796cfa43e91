"""The mail that invites one person. It names the meeting and nobody but that person."""

from datetime import datetime

from schemas.meeting import Meeting
from server.mail.letters import Letter, letter


def invited(name: str, board: str, meeting: Meeting, link: str, now: datetime) -> Letter:
    """To an address that a coordinator typed: when and where, and a link that works once."""
    begun = meeting.starts_at <= now
    return letter(
        "meeting/invitations/letters/invited.txt", name=name, board=board, meeting=meeting, link=link, begun=begun
    )
