"""The kinds of things that may need somebody: what each is called, what its day says, and the page where it is done."""

from dataclasses import dataclass
from enum import StrEnum

from server.core.errors import N_

ANSWER_BY = N_("Svar senest %(day)s")
IDEA, BOARD = "/ideas/{idea}", "/b/{board}"


class Needed(StrEnum):
    """Why something needs somebody, in the order in which it is listed."""

    ANSWER = "answer"
    ASKED = "asked"
    """Other boards ask a unit that they lead."""
    ENQUIRY = "enquiry"
    """A citizen asks."""
    LATE = "late"
    FIND_OUT = "find_out"
    """An idea was sent to a body that nobody asks."""
    UNSENT = "unsent"
    MINUTES = "minutes"
    MODERATE = "moderate"
    """Something that members wrote waits to be looked at."""
    QUIET = "quiet"
    UNRUN = "unrun"
    """Nobody coordinates a board of theirs any more."""


@dataclass(frozen=True)
class Kind:
    """How a kind is shown. `page` is filled with the public ids of a Need."""

    title: str
    since: str
    page: str
    in_inbox: bool = False
    """It is listed on the page of answers too."""


KINDS = {
    Needed.ANSWER: Kind(N_("Skal have dit svar"), ANSWER_BY, "/answers/{idea}", in_inbox=True),
    Needed.ASKED: Kind(N_("Sendt til dig af andre"), ANSWER_BY, "/answers", in_inbox=True),
    Needed.ENQUIRY: Kind(N_("Borgere, der venter på svar"), ANSWER_BY, "/answers", in_inbox=True),
    Needed.LATE: Kind(N_("Svaret er forsinket"), N_("Skulle have haft svar %(day)s"), IDEA),
    Needed.FIND_OUT: Kind(N_("Det skal du finde ud af"), N_("De skal svare senest %(day)s"), "/b/{board}/finding-out"),
    Needed.UNSENT: Kind(N_("Ikke sendt til en leder"), N_("Valgt %(day)s"), IDEA),
    Needed.MINUTES: Kind(N_("Referater, der skal godkendes"), N_("Mødet sluttede %(day)s"), "/m/{meeting}/minutes"),
    Needed.MODERATE: Kind(N_("Venter på at blive vist"), N_("Venter siden %(day)s"), "/b/{board}/moderation"),
    Needed.QUIET: Kind(N_("Her sker der ikke noget"), N_("Intet nyt siden %(day)s"), BOARD),
    Needed.UNRUN: Kind(N_("Mangler en koordinator"), N_("Find en på peerboardets side"), BOARD),
}
