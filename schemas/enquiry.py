"""Enquiry (henvendelse): what a citizen asks of those who lead a unit, written down by a politician or a leader; and
Listener (lyttepost), the leave to do so. An enquiry is on no board: it makes no event, and no search finds it.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field, SQLModel

from schemas.codes import new_public_id
from schemas.columns import key, moment, ref, word
from schemas.idea import TEXT_MAX, TITLE_MAX
from schemas.unit import UNIT_NAME_MAX

CONTACT_MAX = 254
ANSWERER_MAX = 700
ANSWER_DAYS, ESCALATE_DAYS = 14, 7
"""How many days a level has to answer, and how late it may be before the next one above is asked. A citizen waits, and
there is no board whose meetings it could wait for."""
SLIP_SHOWN = timedelta(hours=24)
"""How long whoever wrote it down can show the citizen's slip again, unless they say before that it was handed over."""


class Matter(StrEnum):
    """What kind of thing a citizen asks about."""

    PRACTICAL = "practical"
    SERVICE = "service"
    TREATMENT = "treatment"
    """There is another way for that, which is shown first."""


class Reply(StrEnum):
    """How the citizen gets the answer."""

    SLIP = "slip"
    """By the link on a slip that they were given."""
    MAIL = "mail"
    """By the same link, mailed to an address of theirs."""
    ALOUD = "aloud"
    """Whoever wrote it down tells them."""


class Listener(SQLModel, table=True):
    """Somebody who may pass on enquiries about a unit and those below it, and read their own."""

    unit_id: int = ref("unit.id", primary=True)
    person_id: int = Field(
        primary_key=True, foreign_key="person.id", ondelete="CASCADE", index=True, sa_type=BigInteger
    )
    called: str | None = Field(default=None, max_length=UNIT_NAME_MAX)
    """The name that was typed for them, until they have been here themselves."""
    by_id: int | None = ref("person.id", index=False, default=None)
    """Who gave the leave; None for the operator's command."""
    since: datetime = moment()


class Enquiry(SQLModel, table=True):
    """One enquiry. Whoever leads the nearest unit at or above `level_id` answers it, and nobody else reads it but
    whoever wrote it down, and the citizen."""

    id: int = key()
    public_id: str = Field(default_factory=new_public_id, max_length=32, unique=True)
    unit_id: int = ref("unit.id")
    """The unit that it is about."""
    level_id: int = ref("unit.id")
    """From where on up somebody is asked: the same at first, and higher when no answer came."""
    written_by: int | None = ref("person.id", default=None)
    submission: str = Field(max_length=64, unique=True)
    """The form's own id: sent twice, it is one enquiry."""
    matter: Matter = word(Matter)
    text: str = Field(max_length=TEXT_MAX)
    reply: Reply = word(Reply)
    contact: str = Field(default="", max_length=CONTACT_MAX)
    """The citizen's address, if they want the answer by mail; else what whoever wrote it down needs to find them again.
    """
    token_hash: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    """Of the citizen's link. Its token is derived again for each letter."""
    code_hash: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    """Of the code on the slip."""
    written_at: datetime = moment()
    handed_at: datetime | None = moment(None)
    """When the slip was handed over: then it is not shown again."""
    answer_by: datetime = moment(index=True)
    nobody_at: datetime | None = moment(None)
    """When it was said that it is late, and nobody is left to ask."""
    answer: str = Field(default="", max_length=TEXT_MAX)
    answered_at: datetime | None = moment(None)
    answered_by: int | None = ref("person.id", default=None)
    answerer: str = Field(default="", max_length=ANSWERER_MAX)
    """Who answered: name, title and unit, in the words of that time."""
    told_at: datetime | None = moment(None)
    """When the citizen was told the answer, according to whoever wrote it down."""
    erased_at: datetime | None = moment(None)
    """When the citizen took it back. Then all words are gone."""
    board_id: int | None = ref("board.id", default=None)
    """The board that might have it as an idea, if the citizen says yes to the words below."""
    idea_title: str = Field(default="", max_length=TITLE_MAX)
    idea_text: str = Field(default="", max_length=TEXT_MAX)
    yes_at: datetime | None = moment(None)

    @property
    def open(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.answered_at is None and self.erased_at is None

    @property
    def gone(self) -> bool:
        """Whether its words are: the citizen erased it, or it has served its time."""
        return not self.text

    @property
    def offered(self) -> bool:
        """Whether the citizen is asked if it may become an idea, or was."""
        return self.board_id is not None and bool(self.idea_title)

    def late(self, now: datetime) -> bool:
        """Whether the answer did not come by its date."""
        return self.open and self.answer_by < now

    def slip_shown(self, now: datetime) -> bool:
        """Whether whoever wrote it down can still see the citizen's slip."""
        return (
            not self.gone
            and self.reply is not Reply.MAIL
            and self.handed_at is None
            and (now < self.written_at + SLIP_SHOWN)
        )


WORDLESS: dict[str, object] = {
    "text": "",
    "contact": "",
    "answer": "",
    "idea_title": "",
    "idea_text": "",
    "token_hash": None,
    "code_hash": None,
}
"""What an enquiry without its words holds in their place. What became an idea is the board's, and tells nothing of it.
"""
