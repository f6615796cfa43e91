"""What we write about a meeting: the day before, when it is moved, and when it is not held. It names nobody else."""

from babel.dates import format_datetime

from schemas.meeting import Meeting
from server.days import DENMARK
from server.mail.letters import Letter, letter
from server.speech import isolated


def tomorrow(name: str, board: str, meeting: Meeting, link: str, stop: str, language: str = "da") -> Letter:
    """To somebody who was invited: when and where, once more. `link` is empty for one who has used theirs."""
    if language == "en":
        way = f"Join here when the meeting begins:\n{link}" if link else "You are in. Your phone knows your place."
        return letter(
            f"We meet soon: {one_line(meeting.title)}",
            hello(name, language),
            f"This is a reminder of the meeting in {board}.",
            facts(meeting, language),
            way,
            f"No more mail about this meeting:\n{stop}",
        )
    way = f"Gå med her, når mødet begynder:\n{link}" if link else "Du er med. Din telefon kender din plads."
    return letter(
        f"Vi ses snart: {one_line(meeting.title)}",
        hello(name, language),
        f"Vi minder om mødet i {board}.",
        facts(meeting, language),
        way,
        f"Vil du ikke have flere mails om mødet? Så sig stop her:\n{stop}",
    )


def moved(name: str, board: str, meeting: Meeting, stop: str, language: str = "da") -> Letter:
    """To somebody who was invited: title, time or place is another now."""
    if language == "en":
        return letter(
            f"Changed: {one_line(meeting.title)}",
            hello(name, language),
            f"The meeting in {board} has been changed. This is how it is now:",
            facts(meeting, language),
            "The link in your invitation still works.",
            f"No more mail about this meeting:\n{stop}",
        )
    return letter(
        f"Ændret: {one_line(meeting.title)}",
        hello(name, language),
        f"Mødet i {board} er ændret. Sådan er det nu:",
        facts(meeting, language),
        "Linket i din indbydelse virker stadig.",
        f"Vil du ikke have flere mails om mødet? Så sig stop her:\n{stop}",
    )


def cancelled(name: str, board: str, meeting: Meeting, language: str = "da") -> Letter:
    """To somebody who was invited: it is not held."""
    if language == "en":
        return letter(
            f"Cancelled: {one_line(meeting.title)}",
            hello(name, language),
            f"The meeting in {board} will not be held.",
            facts(meeting, language),
            "You need do nothing.",
        )
    return letter(
        f"Aflyst: {one_line(meeting.title)}",
        hello(name, language),
        f"Mødet i {board} bliver ikke holdt.",
        facts(meeting, language),
        "Du skal ikke gøre noget.",
    )


def ended(name: str, board: str, meeting: Meeting, language: str = "da") -> Letter:
    """To somebody whose invitation was ended before they used it."""
    if language == "en":
        return letter(
            f"Your invitation has ended: {one_line(meeting.title)}",
            hello(name, language),
            f"Your invitation to a meeting in {board} has ended. The link in it no longer works.",
            facts(meeting, language),
            "Would you still like to come? Then ask the coordinator for a new one.",
        )
    return letter(
        f"Din indbydelse er lukket: {one_line(meeting.title)}",
        hello(name, language),
        f"Din indbydelse til et møde i {board} er lukket. Linket i den virker ikke mere.",
        facts(meeting, language),
        "Vil du stadig med? Så spørg koordinatoren om en ny.",
    )


def hello(name: str, language: str) -> str:
    """How a letter begins."""
    if language == "en":
        return f"Dear {name}" if name else "Hello"
    return f"Kære {name}" if name else "Hej"


def facts(meeting: Meeting, language: str) -> str:
    """What the meeting is called, when it begins, and where."""
    pattern = "EEEE d. MMMM y 'kl.' HH.mm" if language == "da" else "EEEE d MMMM y, HH:mm"
    when = format_datetime(meeting.starts_at, pattern, tzinfo=DENMARK, locale=language)
    return "\n".join([meeting.title, when, *([meeting.place] if meeting.place else [])])


def one_line(title: str) -> str:
    """As much of a title as a subject has room for."""
    return str(isolated(" ".join(title.split())[:150]))
