"""The filters of a progress board: read from the address, applied to cards, written back into addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from schemas.flow import statuses_that
from schemas.stages import Stage
from schemas.typed_text import as_kept
from server.views.progress.card import Card

LONGEST = 200
"""Characters of one filter; more is no filter that a page has written."""
FELT = "felt"
"""Carried out, and the board has felt it: now, or before its effect was looked at."""
CARRIED_OUT = statuses_that(stage=Stage.DONE)
SEVERAL = {"on_the_way": statuses_that(stage=Stage.WORK), "carried_out": CARRIED_OUT, FELT: CARRIED_OUT}
"""What `status` may be besides one status: what the overview counts together."""


@dataclass(frozen=True)
class Sieve:
    """What is to be seen; an empty one lets everything through. The names are those of the address."""

    q: str = ""
    statement: str = ""
    theme: str = ""
    owner: str = ""
    role: str = ""
    late: str = ""
    status: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Sieve":
        """The filters of an address. The proposer's role stands alone: together with another filter it could point at
        fewer than it was counted for (promise P3), so it is left out."""
        told = {each.name: _clean(asked.get(each.name, "")) for each in fields(cls)}
        sieve = cls(**told)
        return sieve if not sieve.role or sieve == cls(role=sieve.role) else replace(sieve, role="")

    @property
    def empty(self) -> bool:
        """True when nothing is filtered."""
        return self == Sieve()

    def lets_through(self, card: Card) -> bool:
        """Whether a card is shown. The words of `q` are the database's to judge; a card knows the outcome."""
        return (
            card.found
            and self.statement in {"", card.statement}
            and self.theme in {"", card.theme}
            and (not self.owner or self.owner in card.carried_by)
            and self.role in {"", card.role}
            and (not self.late or card.broken is not None)
            and self._of_status(card)
        )

    def _of_status(self, card: Card) -> bool:
        if self.status not in SEVERAL:
            return self.status in {"", card.status}
        return card.status in SEVERAL[self.status] and (self.status != FELT or card.felt)

    def without(self, *names: str) -> "Sieve":
        """The same without some of its filters."""
        return replace(self, **dict.fromkeys(names, ""))

    def but(self, **others: str) -> "Sieve":
        """The same with others in their place."""
        return replace(self, **others)

    @property
    def query(self) -> str:
        """As the end of an address: "?q=ro&late=1", or nothing."""
        told = {each.name: value for each in fields(self) if (value := getattr(self, each.name))}
        return f"?{urlencode(told)}" if told else ""


def _clean(typed: str) -> str:
    return " ".join(as_kept(typed).split())[:LONGEST]
