"""House rules (regler): what may be written at a board, numbered, so that whoever is refused is told which rule it was.

The standard ones are the product's, and a board may put one away; what it adds has numbers of its own. A number is
never used again, so an old refusal can still be read.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from schemas.belonging import N_
from schemas.columns import key, moment, ref
from schemas.event import EventBase, event

RULE_MAX = 200
RULES_MOST = 20
"""How many of its own a board may have in force."""
STANDARD = {
    1: N_("Skriv pænt om og til andre. Ingen trusler og ingen hån."),
    2: N_("Nævn ikke ansatte, patienter eller andre ved navn."),
    3: N_("Skriv ikke om din egen sag, eller om en andens. Klager har deres egen vej."),
    4: N_("Hold dig til det, mødet handler om."),
    5: N_("Ingen reklame, og ikke det samme igen og igen."),
    6: N_("Skriv ikke noget, der er forbudt ved lov."),
}
FIRST_CLAUSE = 11
"""The number of the first clause about questions (schemas/question_rules.py): of all the rules of a board, a number
means one."""
FIRST_OWN = 31
"""The first number of a board's own rules; those before it are kept for the product's, and for the clauses about
questions (schemas/question_rules.py)."""


class HouseRule(SQLModel, table=True):
    """A rule of a board's own, or a standard one that it has put away: then it has no text here."""

    __tablename__ = "house_rule"
    __table_args__ = (UniqueConstraint("board_id", "number"),)
    id: int = key()
    board_id: int = ref("board.id")
    number: int = Field(sa_type=Integer)
    text: str = Field(default="", max_length=RULE_MAX)
    since: datetime = moment()
    put_away_at: datetime | None = moment(None)


@dataclass(frozen=True)
class Numbered:
    """A rule as it is read. The text of a `standard` one is a sentence of ours, which is translated where it is shown;
    a board's own is in the board's words."""

    number: int
    text: str
    standard: bool = True
    away: bool = False
    """It was put away: nobody is refused by it any more."""
    value: int = 0
    """The number in a sentence of ours that has one (`num`)."""

    @property
    def of_questions(self) -> bool:
        """Whether it belongs to the set of rules that the board has for questions: none of them is put away alone."""
        return FIRST_CLAUSE <= self.number < FIRST_OWN


@event
@dataclass(frozen=True)
class RulesChanged(EventBase):
    """A board's rules were changed."""
