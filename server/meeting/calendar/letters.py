"""What we write about a meeting: the day before, when it is moved, and when it is not held. It names nobody else."""

from schemas.meeting import Meeting
from server.mail.letters import Letter, letter


def tomorrow(name: str, board: str, meeting: Meeting, link: str, stop: str) -> Letter:
    """To somebody who was invited: when and where, once more. `link` is empty for one who has used theirs."""
    return letter(
        "meeting/calendar/letters/tomorrow.txt", name=name, board=board, meeting=meeting, link=link, stop=stop
    )


def moved(name: str, board: str, meeting: Meeting, stop: str) -> Letter:
    """To somebody who was invited: title, time or place is another now."""
    return letter("meeting/calendar/letters/moved.txt", name=name, board=board, meeting=meeting, stop=stop)


def cancelled(name: str, board: str, meeting: Meeting) -> Letter:
    """To somebody who was invited: it is not held."""
    return letter("meeting/calendar/letters/cancelled.txt", name=name, board=board, meeting=meeting)


def ended(name: str, board: str, meeting: Meeting) -> Letter:
    """To somebody whose invitation was ended before they used it."""
    return letter("meeting/calendar/letters/ended.txt", name=name, board=board, meeting=meeting)
