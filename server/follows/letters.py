"""What we write to those who asked for news. The idea is a number: mail is read by others."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.mail.letters import Letter, letter
from server.speech import say


def news(number: int | None, sentence: str, link: str, stop: str, language: str = "da") -> Letter:
    """One change of one idea, in one of our sentences."""
    told = say(language, sentence)
    if language == "en":
        return letter(
            f"News of idea {number}",
            "You asked us to tell you when there is news of an idea.",
            told,
            f"Read more here:\n{link}",
            f"Mail less often, or none? Choose here:\n{stop}",
        )
    return letter(
        f"Nyt om idé {number}",
        "Du bad os skrive, når der er nyt om en idé.",
        told,
        f"Læs mere her:\n{link}",
        f"Vil du have færre mails eller ingen? Vælg her:\n{stop}",
    )


@dataclass(frozen=True)
class WeekLine:
    """One line of the weekly letter."""

    number: int | None
    sentence: str
    link: str


def week(lines: Sequence[WeekLine], stop: str | None, language: str = "da") -> Letter:
    """All that happened in a week; `stop` is the reader's own link, which staff have none of."""
    english = language == "en"
    word = "Idea" if english else "Idé"
    told = [f"{word} {line.number}: {say(language, line.sentence)}\n{line.link}" for line in lines]
    end = []
    if stop:
        words = (
            "Mail less often, or none? Choose here:" if english else "Vil du have færre mails eller ingen? Vælg her:"
        )
        end = [f"{words}\n{stop}"]
    subject = "The week's news of ideas" if english else "Ugens nyt om idéer"
    first = "This happened since the last letter." if english else "Det er sket siden sidste brev."
    return letter(subject, first, *told, *end)


def attention(name: str, link: str, language: str = "da") -> Letter:
    """To staff: whoever wrote an idea asks them to look at it. Who that is stands nowhere."""
    if language == "en":
        return letter(
            "A member asks you to look at an idea",
            f"Dear {name}",
            "Whoever wrote an idea is waiting for news of it.",
            "Look at the idea, and write a line about how it goes.",
            f"Do it here:\n{link}",
        )
    return letter(
        "Et medlem beder jer se på en idé",
        f"Kære {name}",
        "Den, der skrev en idé, venter på nyt om den.",
        "Se på idéen, og skriv en linje om, hvordan det går.",
        f"Gør det her:\n{link}",
    )
