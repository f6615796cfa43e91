"""The filters of a progress board: read from an address, applied to cards, and written back into addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from schemas.flow import statuses_that
from schemas.stages import Stage
from schemas.typed_text import as_kept
from server.views.progress.card import Card

LONGEST = 200
"""The most characters in one filter; none that our pages write is longer."""
FELT = "felt"
"""Carried out and felt by the board, whether now or before its effect was judged."""
CARRIED_OUT = statuses_that(stage=Stage.DONE)
SEVERAL = {"asked": statuses_that(answer_dated=True), "on_the_way": statuses_that(stage=Stage.WORK)}
SEVERAL |= {"carried_out": CARRIED_OUT, FELT: CARRIED_OUT}
"""The other values of `status`: groups of statuses that the overview counts together."""


@dataclass(frozen=True)
class Sieve:
    """What to show; an empty sieve lets everything through. The fields are named as in the address."""

    q: str = ""
    statement: str = ""
    theme: str = ""
    owner: str = ""
    role: str = ""
    late: str = ""
    status: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Sieve":
        """The filters in an address. A proposer's role only works alone: combined with another filter it could single
        out fewer people than it may be disclosed for (promise P3), so then it is ignored."""
        filters = {each.name: _clean(asked.get(each.name, "")) for each in fields(cls)}
        sieve = cls(**filters)
        return sieve if not sieve.role or sieve == cls(role=sieve.role) else replace(sieve, role="")

    @property
    def empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == Sieve()

    def lets_through(self, card: Card) -> bool:
        """Whether a card is shown. The database has already matched `q`; the card holds the outcome."""
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
        """The same sieve without the filters `names`."""
        return replace(self, **dict.fromkeys(names, ""))

    def but(self, **others: str) -> "Sieve":
        """The same sieve with these filters changed."""
        return replace(self, **others)

    @property
    def query(self) -> str:
        """The query string of an address: "?q=ro&late=1", or ""."""
        filters = {each.name: value for each in fields(self) if (value := getattr(self, each.name))}
        return f"?{urlencode(filters)}" if filters else ""


def _clean(typed: str) -> str:
    return " ".join(as_kept(typed).split())[:LONGEST]
