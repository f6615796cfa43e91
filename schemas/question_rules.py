"""QuestionRules (regler for spørgetid): what a board asks of a question and of whoever asks it; data, not code. Each
clause is a function, and has a number by which a refusal names it."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.belonging import N_
from schemas.board import Board
from schemas.house_rules import FIRST_CLAUSE


class Detail(StrEnum):
    """What whoever asks is to say of themselves before they ask."""

    ADULT = "adult"
    NAME = "name"
    ADDRESS = "address"


class Absent(StrEnum):
    """What becomes of a question whose writer is not there when it is called."""

    HEARD = "heard"
    """It is read aloud and answered all the same."""
    IN_WRITING = "in_writing"
    LAPSES = "lapses"


class Clause(StrEnum):
    """What a rule is about. Their order is that of their numbers, so a new one comes last."""

    LENGTH = "length"
    EACH = "each"
    DAYS_BEFORE = "days_before"
    ADULT = "adult"
    NAME = "name"
    ADDRESS = "address"
    PRESENT = "present"
    IN_WRITING = "in_writing"
    AGENDA = "agenda"
    ANSWERED = "answered"
    PERSONS = "persons"
    ELECTION = "election"


SENTENCES = {
    Clause.LENGTH: N_("Spørgetiden varer højst %(num)s minutter."),
    Clause.EACH: N_("Der er højst %(num)s minutter til hvert spørgsmål."),
    Clause.DAYS_BEFORE: N_("Skriv senest %(num)s dage før mødet. Ellers kommer spørgsmålet med næste gang."),
    Clause.ADULT: N_("Du skal være fyldt 18 år."),
    Clause.NAME: N_("Du skal sige dit navn."),
    Clause.ADDRESS: N_("Du skal skrive din adresse. Kun personalet ser den."),
    Clause.PRESENT: N_("Du skal selv være til stede. Ellers falder spørgsmålet bort."),
    Clause.IN_WRITING: N_("Er du der ikke, får du svaret på skrift."),
    Clause.AGENDA: N_("Spørg ikke om noget, der er på dagsordenen."),
    Clause.ANSWERED: N_("Spørg ikke om noget, der er svaret på før."),
    Clause.PERSONS: N_("Spørg ikke om enkelte personer."),
    Clause.ELECTION: N_("Spørgsmål falder bort, når der er %(num)s måneder til et valg."),
}


@dataclass(frozen=True)
class QuestionRules:
    """One set of rules. None and False leave a clause out."""

    name: str
    minutes: int | None = None
    """How long all questions may take together."""
    minutes_each: int | None = None
    days_before: int | None = None
    """A question that comes later than this before the meeting waits for the next one."""
    details: frozenset[Detail] = frozenset()
    absent: Absent = Absent.HEARD
    off_agenda: bool = False
    new: bool = False
    no_persons: bool = False
    election_months: int | None = None
    """How long before an election nothing can be asked any more."""

    @property
    def clauses(self) -> dict[Clause, int]:
        """Those that hold, in order, each with the number in its sentence (0 for none)."""
        held: dict[Clause, int | None] = {
            Clause.LENGTH: self.minutes,
            Clause.EACH: self.minutes_each,
            Clause.DAYS_BEFORE: self.days_before,
            Clause.ADULT: 0 if Detail.ADULT in self.details else None,
            Clause.NAME: 0 if Detail.NAME in self.details else None,
            Clause.ADDRESS: 0 if Detail.ADDRESS in self.details else None,
            Clause.PRESENT: 0 if self.absent is Absent.LAPSES else None,
            Clause.IN_WRITING: 0 if self.absent is Absent.IN_WRITING else None,
            Clause.AGENDA: 0 if self.off_agenda else None,
            Clause.ANSWERED: 0 if self.new else None,
            Clause.PERSONS: 0 if self.no_persons else None,
            Clause.ELECTION: self.election_months,
        }
        return {clause: number for clause, number in held.items() if number is not None}


@dataclass(frozen=True)
class RuleLine:
    """A rule as people read it: `number` is what a refusal names, `value` the number in its sentence."""

    number: int
    clause: Clause
    value: int

    @property
    def sentence(self) -> str:
        """Its sentence, to be translated; it takes `num`."""
        return SENTENCES[self.clause]


QUESTION_RULES: dict[str, QuestionRules] = {
    "open": QuestionRules(N_("Kort og åben"), minutes_each=2, no_persons=True),
    "beforehand": QuestionRules(*(N_("Skriv før mødet"), 30, 2, 8), absent=Absent.IN_WRITING),
    "subject": QuestionRules(*(N_("Nye emner"), 30, 3), details=frozenset({Detail.ADULT}), off_agenda=True, new=True),
    "present": QuestionRules(
        *(N_("Navn og fremmøde"), 30, 3),
        details=frozenset({Detail.NAME, Detail.ADDRESS}),
        absent=Absent.LAPSES,
        no_persons=True,
        election_months=3,
    ),
}
"""The sets that a board chooses from. A region's own is one more."""
DEFAULT_RULES = "open"


def rules_named(name: str) -> QuestionRules:
    """A set by its name; one that is gone reads as the default."""
    return QUESTION_RULES.get(name, QUESTION_RULES[DEFAULT_RULES])


def lines_of(rules: QuestionRules) -> list[RuleLine]:
    """The rules as people read them, each with its number, which is the same in every set."""
    return [
        RuleLine(FIRST_CLAUSE + list(Clause).index(clause), clause, value) for clause, value in rules.clauses.items()
    ]


def rules_of(board: Board) -> list[RuleLine]:
    """The rules for questions on a board, numbered. A pure function of its row."""
    return lines_of(rules_named(board.question_rules))


def number_of(rules: QuestionRules, clause: Clause) -> int:
    """A clause's number; 0 where it does not hold."""
    return next((line.number for line in lines_of(rules) if line.clause is clause), 0)
