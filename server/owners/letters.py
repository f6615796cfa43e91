"""What owners are written to about. A letter names the board and the number of the idea, and never quotes it."""

from datetime import date

from server.days import day_words
from server.errors import N_
from server.mail.letters import Letter, letter

GIVEN = N_("Du har fået ansvaret for en idé.")
DUE = N_("Et skridt skal snart være taget.")
LATE = N_("Et skridt er ikke taget til tiden.")
STALE = N_("Der er ikke fortalt nyt om en idé i 30 dage.")
"""The same in the weekly letter."""


def given(board: str, number: int | None, link: str, language: str = "da", *, own: bool = False) -> Letter:
    """To a new owner; `own` says that the link is theirs alone."""
    if language == "en":
        alone = "The link is yours alone. Do not pass it on. You need no password." if own else ""
        return letter(
            f"You are responsible for idea {number}",
            f"You are now responsible for idea {number} of {board}.",
            f"See the idea, and tell in a line how it goes:\n{link}",
            alone,
        )
    alone = "Linket er kun til dig. Send det ikke videre. Du skal ikke bruge en kode." if own else ""
    return letter(
        f"Du har ansvaret for idé {number}",
        f"Du har nu ansvaret for idé {number} fra {board}.",
        f"Se idéen, og fortæl med en linje, hvordan det går:\n{link}",
        alone,
    )


def due(day: date, board: str, number: int | None, link: str, language: str = "da") -> Letter:
    """Three days before a step is to be taken."""
    if language == "en":
        return letter(
            f"A step of idea {number} is due soon",
            f"A step of idea {number} of {board} is to be taken by {day_words(day, language)}.",
            f"Is it taken? Say so here, or choose another day:\n{link}",
        )
    return letter(
        f"Et skridt for idé {number} skal snart være taget",
        f"Et skridt for idé {number} fra {board} skal være taget senest {day_words(day, language)}.",
        f"Er det taget? Sig det her, eller vælg en anden dag:\n{link}",
    )


def late(day: date, board: str, number: int | None, link: str, language: str = "da") -> Letter:
    """The day after."""
    if language == "en":
        return letter(
            f"A step of idea {number} is late",
            f"A step of idea {number} of {board} was to be taken by {day_words(day, language)}.",
            "The people who proposed the idea can see that.",
            f"Is it taken? Say so here, or choose another day:\n{link}",
        )
    return letter(
        f"Et skridt for idé {number} er ikke taget til tiden",
        f"Et skridt for idé {number} fra {board} skulle være taget senest {day_words(day, language)}.",
        "Det kan de også se, som har foreslået idéen.",
        f"Er det taget? Sig det her, eller vælg en anden dag:\n{link}",
    )


def stale(board: str, number: int | None, link: str, language: str = "da") -> Letter:
    """When nobody has told anything for 30 days."""
    if language == "en":
        return letter(
            f"How is idea {number} going?",
            f"Nothing has been told of idea {number} of {board} for 30 days.",
            f"One line is enough. It takes less than a minute:\n{link}",
        )
    return letter(
        f"Hvordan går det med idé {number}?",
        f"Der er ikke fortalt nyt om idé {number} fra {board} i 30 dage.",
        f"En linje er nok. Det tager under et minut:\n{link}",
    )
