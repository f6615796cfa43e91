"""Mail to people who are invited: the invitation, a reminder, and word that the meeting is changed or cancelled, or the
invitation ended. It names the meeting, and nobody but the recipient."""

from datetime import datetime

from schemas.meeting import Meeting
from server.mail.letters import Letter, letter


def invited(name: str, board: str, meeting: Meeting, link: str, now: datetime, no: str = "") -> Letter:
    """To an address that a coordinator typed, or that a member gave: when and where the meeting is, and a link that
    works once. `no`: the link to say that they cannot come, for members."""
    values = {"name": name, "board": board, "meeting": meeting, "link": link, "begun": meeting.starts_at <= now}
    return letter("meeting/invitations/letters/invited.txt", **values, no=no)


def tomorrow(name: str, board: str, meeting: Meeting, link: str, stop: str) -> Letter:
    """The reminder on the last working day before: when and where once more. `link` is "" if it has been used."""
    return letter(
        "meeting/invitations/letters/tomorrow.txt", name=name, board=board, meeting=meeting, link=link, stop=stop
    )


def moved(name: str, board: str, meeting: Meeting, stop: str) -> Letter:
    """The title, time or place of the meeting has changed."""
    return letter("meeting/invitations/letters/moved.txt", name=name, board=board, meeting=meeting, stop=stop)


def cancelled(name: str, board: str, meeting: Meeting) -> Letter:
    """The meeting will not be held."""
    return letter("meeting/invitations/letters/cancelled.txt", name=name, board=board, meeting=meeting)


def ended(name: str, board: str, meeting: Meeting) -> Letter:
    """The invitation was ended before the guest used it."""
    return letter("meeting/invitations/letters/ended.txt", name=name, board=board, meeting=meeting)
