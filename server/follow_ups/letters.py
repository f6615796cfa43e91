"""What we write about a question: to members who follow the idea, and to staff when the answers are counted."""

from datetime import date

from schemas.follow_up import Question
from server.days import day_words
from server.errors import N_
from server.mail.letters import Letter, letter

SENTENCES = {
    Question.FELT: N_("Kan du mærke det? Sig det her."),
    Question.EFFECT_3: N_("Hjalp det? Sig det her."),
    Question.EFFECT_12: N_("Hjalp det? Sig det her."),
}
"""The same in a line of the weekly letter."""
LOOK = N_("Medlemmerne har svaret på, om idéen hjalp. Se på det.")
AFTER = {
    "da": {Question.EFFECT_3: "for tre måneder siden", Question.EFFECT_12: "for et år siden"},
    "en": {Question.EFFECT_3: "three months ago", Question.EFFECT_12: "a year ago"},
}


def question(asked: Question, until: date, link: str, stop: str, language: str = "da") -> Letter:
    """To one who follows an idea that is done. The question only; what it is about stands behind the link."""
    if language == "en":
        return _question_in_english(asked, until, link, stop)
    day = day_words(until, language)
    if asked is Question.FELT:
        subject, said = "Kan du mærke det?", "Ledelsen siger, at en idé, du følger, er gennemført. Kan du mærke det?"
    else:
        subject = "Hjalp det?"
        said = f"En idé, du følger, blev gennemført {AFTER['da'][asked]}. Hjalp det?"
    return letter(
        subject,
        said,
        f"Svar her. Du skal ikke logge ind:\n{link}",
        f"Du kan svare til og med {day}. Ingen ser, hvad netop du svarer.",
        f"Vil du ikke have flere mails om idéen? Så sig stop her:\n{stop}",
    )


def _question_in_english(asked: Question, until: date, link: str, stop: str) -> Letter:
    day = day_words(until, "en")
    if asked is Question.FELT:
        subject, said = "Can you feel it?", "The leaders say that an idea you follow has been carried out."
        said += " Can you feel it?"
    else:
        subject = "Did it help?"
        said = f"An idea you follow was carried out {AFTER['en'][asked]}. Did it help?"
    return letter(
        subject,
        said,
        f"Answer here. You need not sign in:\n{link}",
        f"You can answer until {day}. Nobody sees what you in particular answer.",
        f"No more mail about this idea:\n{stop}",
    )


def look_at_it(name: str, board: str, link: str) -> Letter:
    """To a leader or coordinator: members have said whether an idea helped, and staff say so too."""
    return letter(
        "Hjalp idéen?",
        f"Kære {name}",
        f"{board} har svaret på, om en idé hjalp.",
        "Se på svarene, og skriv selv, om det hjalp. Det tager et par minutter.",
        f"Gør det her:\n{link}",
    )
