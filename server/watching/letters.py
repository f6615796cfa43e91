"""Letters to staff about promises: what is due, what is late, where it went. Never an idea's words."""

from datetime import date

from schemas.meeting import Meeting
from server.days import day_words
from server.mail.letters import Letter, letter


def sent(name: str, board: str, count: int, day: date, link: str, language: str = "da") -> Letter:
    """To a leader: ideas have come to them. `day` is the nearest date that an answer is promised by."""
    by = day_words(day, language)
    if language == "en":
        waits = f"An idea from {board} awaits" if count == 1 else f"{count} ideas await"
        return letter(
            "An idea awaits your answer" if count == 1 else f"{count} ideas await your answer",
            f"Dear {name}",
            f"{waits} your answer. The board has been promised one by {by}.",
            "An answer takes about a minute.",
            f"Answer here:\n{link}",
        )
    waits = f"En idé fra {board}" if count == 1 else f"{count} idéer"
    return letter(
        "En idé venter på dit svar" if count == 1 else f"{count} idéer venter på dit svar",
        f"Kære {name}",
        f"{waits} venter på dit svar. Vi har lovet svar senest {by}.",
        "Det tager cirka et minut at svare.",
        f"Svar her:\n{link}",
    )


def due_soon(name: str, count: int, day: date, link: str, language: str = "da") -> Letter:
    """To a leader: so many answers were promised by `day`, which is near."""
    by = day_words(day, language)
    if language == "en":
        waits = "An idea awaits your answer." if count == 1 else f"{count} ideas await your answer."
        return letter(
            "An answer is due soon" if count == 1 else f"{count} answers are due soon",
            f"Dear {name}",
            f"{waits} We promised it by {by}." if count == 1 else f"{waits} We promised them by {by}.",
            "An answer takes about a minute.",
            f"Answer here:\n{link}",
        )
    return letter(
        "Svarfristen er tæt på" if count == 1 else f"{count} svarfrister er tæt på",
        f"Kære {name}",
        f"{'En idé' if count == 1 else f'{count} idéer'} venter på dit svar. Vi har lovet svar senest {by}.",
        "Det tager cirka et minut at svare.",
        f"Svar her:\n{link}",
    )


def overdue(name: str, board: str, count: int, day: date, link: str, language: str = "da") -> Letter:
    """To a leader: the date that members were promised an answer by has passed. With several, `day` is the oldest."""
    by = day_words(day, language)
    if language == "en":
        one = f"{board} was promised an answer to an idea by {by}.", "It is still waiting for you."
        many = f"{count} ideas still await your answer.", f"The oldest was promised one by {by}."
        return letter(
            "An answer is overdue" if count == 1 else f"{count} answers are overdue",
            f"Dear {name}",
            " ".join(one if count == 1 else many),
            "An answer takes about a minute.",
            f"Answer here:\n{link}",
        )
    one = f"{board} skulle have svar på en idé senest {by}.", "Idéen venter stadig på dit svar."
    many = f"{count} idéer venter stadig på dit svar.", f"Den ældste skulle have haft svar senest {by}."
    return letter(
        "Svarfristen er overskredet" if count == 1 else f"{count} svarfrister er overskredet",
        f"Kære {name}",
        " ".join(one if count == 1 else many),
        "Det tager cirka et minut at svare.",
        f"Svar her:\n{link}",
    )


def handed_to(name: str, board: str, count: int, day: date, link: str, language: str = "da") -> Letter:
    """To the leader one unit up: these are yours to answer now."""
    by = day_words(day, language)
    if language == "en":
        waits = "An idea" if count == 1 else f"{count} ideas"
        return letter(
            "An idea now awaits your answer" if count == 1 else f"{count} ideas now await your answer",
            f"Dear {name}",
            f"{waits} from {board} got no answer in time. You lead the unit above, so now it is up to you.",
            f"We have told the board that an answer comes by {by}.",
            f"Answer here:\n{link}",
        )
    waits = "En idé" if count == 1 else f"{count} idéer"
    return letter(
        "En idé venter nu på dit svar" if count == 1 else f"{count} idéer venter nu på dit svar",
        f"Kære {name}",
        f"{waits} fra {board} fik ikke svar til tiden. Du leder enheden ovenfor. Derfor er det nu dig, der skal svare.",
        f"Vi har lovet svar senest {by}.",
        f"Svar her:\n{link}",
    )


def handed_on(board: str, leader: str, count: int, day: date, link: str, language: str = "da") -> Letter:
    """To the former leader and the coordinators: `leader` answers now."""
    by = day_words(day, language)
    if language == "en":
        waits = "An idea" if count == 1 else f"{count} ideas"
        return letter(
            "An idea went one unit up" if count == 1 else f"{count} ideas went one unit up",
            f"{waits} from {board} got no answer in time.",
            f"Now {leader} answers, by {by}.",
            f"See it here:\n{link}",
        )
    waits = "En idé" if count == 1 else f"{count} idéer"
    return letter(
        "En idé er gået en enhed op" if count == 1 else f"{count} idéer er gået en enhed op",
        f"{waits} fra {board} fik ikke svar til tiden.",
        f"Nu skal {leader} svare, senest {by}.",
        f"Se det her:\n{link}",
    )


def nobody_above(board: str, count: int, link: str, language: str = "da") -> Letter:
    """To the coordinators: late, and there is no leader left to ask."""
    if language == "en":
        return letter(
            "An idea has no leader to turn to" if count == 1 else f"{count} ideas have no leader to turn to",
            f"{'An idea' if count == 1 else f'{count} ideas'} from {board} got no answer in time.",
            "There is no leader above to ask. Please talk to the leader, and send it again.",
            f"See it here:\n{link}",
        )
    return letter(
        "En idé mangler svar" if count == 1 else f"{count} idéer mangler svar",
        f"{'En idé' if count == 1 else f'{count} idéer'} fra {board} fik ikke svar til tiden.",
        "Der er ingen leder højere oppe. Tal med lederen, og send idéen igen.",
        f"Se det her:\n{link}",
    )


def look_again(board: str, count: int, link: str, language: str = "da") -> Letter:
    """To the leader and the coordinators: the day has come on which so many on hold were to be looked at again."""
    if language == "en":
        was = f"An idea from {board} was" if count == 1 else f"{count} ideas from {board} were"
        return letter(
            "An idea is to be looked at again" if count == 1 else f"{count} ideas are to be looked at again",
            f"{was} put on hold.",
            "We promised to look at it again now." if count == 1 else "We promised to look at them again now.",
            f"See {'it' if count == 1 else 'them'} here:\n{link}",
        )
    was = "En idé" if count == 1 else f"{count} idéer"
    return letter(
        f"{was} skal ses på igen",
        f"{was} fra {board} blev sat på pause.",
        f"Vi har lovet at se på {'den' if count == 1 else 'dem'} igen nu.",
        f"Se {'den' if count == 1 else 'dem'} her:\n{link}",
    )


def trial_ended(board: str, link: str, language: str = "da") -> Letter:
    """To the owners and the leader: the trial is over; what now?"""
    if language == "en":
        return letter(
            "A trial has ended",
            f"An idea from {board} was tried out. The time for that is over.",
            "How did it go? Tell what happens now.",
            f"Do it here:\n{link}",
        )
    return letter(
        "En prøve er slut",
        f"En idé fra {board} blev prøvet af. Nu er tiden gået.",
        "Hvordan gik det? Skriv, hvad der skal ske nu.",
        f"Gør det her:\n{link}",
    )


def ended_itself(board: str, meeting: Meeting, link: str, language: str = "da", *, voted: bool) -> Letter:
    """To the coordinators: nobody ended the meeting. `voted`: people were in the middle of a vote."""
    day = day_words(meeting.starts_at, language)
    if language == "en":
        return letter(
            "A meeting ended by itself",
            f"Nobody ended the meeting in {board} on {day}. It ended by itself, a day after anything last happened.",
            "You were voting. The votes are counted, as when you choose “Result”." if voted else "",
            f"The minutes are a draft. Read them, and approve them:\n{link}",
        )
    return letter(
        "Et møde sluttede af sig selv",
        f"Ingen sluttede mødet i {board} den {day}. Det sluttede af sig selv, et døgn efter at der sidst skete noget.",
        "I var ved at stemme. Stemmerne er talt op, som når du vælger “Resultat”." if voted else "",
        f"Referatet er en kladde. Læs det, og godkend det:\n{link}",
    )


def dead_jobs(lines: list[tuple[str, int]], language: str = "da") -> Letter:
    """To who runs the installation: what was given up, by kind. No board, no person."""
    counted = "\n".join(f"{kind}: {count}" for kind, count in lines)
    if language == "en":
        return letter("Peerboard gave up some jobs", "These were tried many times and given up:", counted)
    return letter("Peerboard har opgivet noget", "Det her er prøvet mange gange og opgivet:", counted)
