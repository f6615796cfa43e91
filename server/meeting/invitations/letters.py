"""What we write to those who are invited: to come, the day before, when it is moved, and when it is not held. A letter
names the meeting, and nobody but whom it goes to."""

from datetime import datetime

from schemas.meeting import Meeting
from server.mail.letters import Letter, letter


def invited(name: str, board: str, meeting: Meeting, link: str, now: datetime) -> Letter:
    """To an address that a coordinator typed: when and where, and a link that works once."""
    begun = meeting.starts_at <= now
    return letter(
        "meeting/invitations/letters/invited.txt", name=name, board=board, meeting=meeting, link=link, begun=begun
    )


def tomorrow(name: str, board: str, meeting: Meeting, link: str, stop: str) -> Letter:
    """To somebody who was invited: when and where, once more. `link` is empty for one who has used theirs."""
    return letter(
        "meeting/invitations/letters/tomorrow.txt", name=name, board=board, meeting=meeting, link=link, stop=stop
    )


def moved(name: str, board: str, meeting: Meeting, stop: str) -> Letter:
    """To somebody who was invited: title, time or place is another now."""
    return letter("meeting/invitations/letters/moved.txt", name=name, board=board, meeting=meeting, stop=stop)


def cancelled(name: str, board: str, meeting: Meeting) -> Letter:
    """To somebody who was invited: it is not held."""
    return letter("meeting/invitations/letters/cancelled.txt", name=name, board=board, meeting=meeting)


def ended(name: str, board: str, meeting: Meeting) -> Letter:
    """To somebody whose invitation was ended before they used it."""
    return letter("meeting/invitations/letters/ended.txt", name=name, board=board, meeting=meeting)
