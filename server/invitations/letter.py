"""The mail that invites one person. It names the meeting and nobody but that person."""

from babel.dates import format_datetime

from schemas.meeting import Meeting
from server.days import DENMARK
from server.mail.letters import Letter


def invited(name: str, board: str, meeting: Meeting, link: str, language: str = "da") -> Letter:
    """To an address that a coordinator typed: when and where, and a link that works once."""
    pattern = "EEEE d. MMMM y 'kl.' HH.mm" if language == "da" else "EEEE d MMMM y, HH:mm"
    when = format_datetime(meeting.starts_at, pattern, tzinfo=DENMARK, locale=language)
    where = [meeting.place] if meeting.place else []
    if language == "en":
        return Letter(
            f"Invitation: {_line(meeting.title)}",
            _text(
                f"Dear {name}" if name else "Hello",
                f"You are invited to a meeting in {board}.",
                "\n".join([meeting.title, when, *where]),
                f"Join here when the meeting begins:\n{link}",
                "The file with this mail puts the meeting into your calendar.",
                "The link is for you alone and works once. Do not pass it on.",
                "You decide what to be called. You can take part from a phone, or on paper at the meeting.",
            ),
        )
    return Letter(
        f"Indbydelse: {_line(meeting.title)}",
        _text(
            f"Kære {name}" if name else "Hej",
            f"Du er inviteret til et møde i {board}.",
            "\n".join([meeting.title, when, *where]),
            f"Gå med her, når mødet begynder:\n{link}",
            "Filen i mailen lægger mødet i din kalender.",
            "Linket er kun til dig og virker én gang. Send det ikke videre.",
            "Du bestemmer selv, hvad du vil hedde. Du kan være med fra en telefon eller på papir i lokalet.",
        ),
    )


def _line(title: str) -> str:
    return " ".join(title.split())[:150]


def _text(*parts: str) -> str:
    return "\n\n".join((*parts, "Peerboard")) + "\n"
