"""The letter that minutes are sent with. It names the board and the day; what was said stands behind the link."""

from schemas.meeting import Meeting
from server.days import day_words
from server.mail.letters import Letter
from server.mail.letters import letter as written


def minutes_letter(board: str, meeting: Meeting, link: str, language: str = "da", *, corrected: bool = False) -> Letter:
    """To one who was invited to the meeting, or works with its ideas."""
    when = day_words(meeting.starts_at, language)
    if language == "en":
        what = "The minutes have been corrected" if corrected else "The minutes are ready"
        return written(
            f"{what}: {_line(board)}, {when}",
            f"Hello\n\n{what} for the meeting in {_line(board)} on {when}.",
            f"Read them here:\n{link}",
            "You get this letter because you were invited, or work with what was agreed.",
        )
    what = "Referatet er rettet" if corrected else "Referatet er klar"
    return written(
        f"{what}: {_line(board)}, {when}",
        f"Hej\n\n{what} fra mødet i {_line(board)} den {when}.",
        f"Læs det her:\n{link}",
        "Du får brevet, fordi du var inviteret, eller fordi du arbejder med det, vi aftalte.",
    )


def _line(name: str) -> str:
    return " ".join(name.split())[:120]
