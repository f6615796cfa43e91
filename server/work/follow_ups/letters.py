"""Letters about a question: to members who follow the idea, and to staff once the answers are counted."""

from datetime import date

from schemas.follow_up import Question
from server.core.errors import N_
from server.mail.letters import Letter, letter

SENTENCES = {
    Question.FELT: N_("Kan du mærke det? Sig det her."),
    Question.EFFECT_3: N_("Hjalp det? Sig det her."),
    Question.EFFECT_12: N_("Hjalp det? Sig det her."),
}
"""The question as a line of the weekly letter."""
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
    """To a follower of an idea that was carried out. It holds only the question; the idea is behind the link."""
    values = {"subject": SUBJECTS[asked], "asked": ASKED[asked], "until": until}
    return letter("work/follow_ups/letters/question.txt", **values, link=link, stop=stop)


def look_at_it(name: str, board: str, link: str) -> Letter:
    """To a leader or coordinator: members have said whether an idea helped; now it is for staff to say."""
    return letter("work/follow_ups/letters/look_at_it.txt", name=name, board=board, link=link)
