"""What we write about a question: to members who follow the idea, and to staff when the answers are counted."""

from datetime import date

from schemas.follow_up import Question
from server.core.errors import N_
from server.mail.letters import Letter, letter

SENTENCES = {
    Question.FELT: N_("Kan du mærke det? Sig det her."),
    Question.EFFECT_3: N_("Hjalp det? Sig det her."),
    Question.EFFECT_12: N_("Hjalp det? Sig det her."),
}
"""The same in a line of the weekly letter."""
LOOK = N_("Medlemmerne har svaret på, om idéen hjalp. Se på det.")
SUBJECTS = {
    Question.FELT: N_("Kan du mærke det?"),
    Question.EFFECT_3: N_("Hjalp det?"),
    Question.EFFECT_12: N_("Hjalp det?"),
}
ASKED = {
    Question.FELT: N_("Ledelsen siger, at en idé, du følger, er gennemført. Kan du mærke det?"),
    Question.EFFECT_3: N_("En idé, du følger, blev gennemført for tre måneder siden. Hjalp det?"),
    Question.EFFECT_12: N_("En idé, du følger, blev gennemført for et år siden. Hjalp det?"),
}


def question(asked: Question, until: date, link: str, stop: str) -> Letter:
    """To one who follows an idea that is done. The question only; what it is about stands behind the link."""
    told = {"subject": SUBJECTS[asked], "asked": ASKED[asked], "until": until}
    return letter("work/follow_ups/letters/question.txt", **told, link=link, stop=stop)


def look_at_it(name: str, board: str, link: str) -> Letter:
    """To a leader or coordinator: members have said whether an idea helped, and staff say so too."""
    return letter("work/follow_ups/letters/look_at_it.txt", name=name, board=board, link=link)
