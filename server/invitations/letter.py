"""The mail that invites one person. It names the meeting and nobody but that person."""

from datetime import datetime

from schemas.meeting import Meeting
from server.calendar.letters import facts, hello, one_line
from server.mail.letters import Letter, letter


def invited(name: str, board: str, meeting: Meeting, link: str, language: str, now: datetime) -> Letter:
    """To an address that a coordinator typed: when and where, and a link that works once."""
    begun = meeting.starts_at <= now
    if language == "en":
        return letter(
            f"Invitation: {one_line(meeting.title)}",
            hello(name, language),
            f"You are invited to a meeting in {board}.",
            facts(meeting, language),
            f"{'The meeting has begun. Join here:' if begun else 'Join here when the meeting begins:'}\n{link}",
            "The file with this mail puts the meeting into your calendar.",
            "The link is for you alone and works once. Do not pass it on.",
            "You decide what to be called. You can take part from a phone, or on paper at the meeting.",
        )
    return letter(
        f"Indbydelse: {one_line(meeting.title)}",
        hello(name, language),
        f"Du er inviteret til et møde i {board}.",
        facts(meeting, language),
        f"{'Mødet er begyndt. Gå med her:' if begun else 'Gå med her, når mødet begynder:'}\n{link}",
        "Filen i mailen lægger mødet i din kalender.",
        "Linket er kun til dig og virker én gang. Send det ikke videre.",
        "Du bestemmer selv, hvad du vil hedde. Du kan være med fra en telefon eller på papir i lokalet.",
    )
