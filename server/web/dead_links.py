"""Links that do not work, or no longer do: each kind says so in its own words, and what to do instead. A used link gets
the same answer as one that never existed."""

import re
from dataclasses import dataclass

from server.core.errors import N_

KIND = re.compile(r"/(?P<kind>[a-z]+)/[^/]*")
"""A key after the kind of link, and nothing after that."""


@dataclass(frozen=True)
class DeadLink:
    """What is said about one kind of link, and the one thing to do next."""

    title: str
    sentence: str
    action: str
    to: str
    status: int = 404


NO_MEETING = N_("Linket til mødet virker ikke. Skriv mødets kode i stedet, eller spørg koordinatoren.")
USED_UP = N_("Indbydelsen virker ikke. Måske er den brugt. Brug din returkode, eller spørg koordinatoren.")
NO_LINK = N_("Linket virker ikke længere. Måske har en anden idéen nu. Spørg den, du fik idéen af.")
NO_ASKED = N_("Linket virker ikke længere. Måske er der svaret, eller de spørger jer ikke mere.")
NO_ENQUIRY = N_("Linket virker ikke længere. Henvendelsen er slettet, eller der er gået lang tid.")
NO_SCREEN = N_("Linket til skærmen virker ikke. Koordinatoren finder det rigtige, hvor mødet ledes.")
NO_MINUTES = N_("Linket til referatet virker ikke. Måske er det gammelt. Spørg koordinatoren om et nyt.")
NO_RESULT = N_("Linket til resultatet virker ikke. Koordinatoren finder det rigtige, hvor mødet ledes.")
NO_SIGN_IN = N_("Linket er brugt eller for gammelt. Få et nyt på din mail.")
NO_ADDRESS = N_("Linket er brugt eller for gammelt. Skriv den nye adresse igen på Min konto.")
NO_ANSWERING = N_("Linket virker ikke længere. Der er intet, I skal gøre.")
NO_REPLY = N_("Linket virker ikke. Spørg det peerboard, I har skrevet til.")
HOME = N_("Til forsiden")
DEAD: dict[str, DeadLink] = {
    "j": DeadLink(N_("Mødet"), NO_MEETING, N_("Skriv en kode"), "/"),
    "i": DeadLink(N_("Indbydelse"), USED_UP, N_("Skriv en returkode"), "/#f-return"),
    "o": DeadLink(N_("Din idé"), NO_LINK, HOME, "/"),
    "r": DeadLink(N_("En idé til jer"), NO_ASKED, HOME, "/"),
    "h": DeadLink(N_("Henvendelse"), NO_ENQUIRY, HOME, "/"),
    "screen": DeadLink(N_("Skærmen i lokalet"), NO_SCREEN, N_("Log ind som koordinator"), "/login"),
    "minutes": DeadLink(N_("Referat"), NO_MINUTES, HOME, "/"),
    "result": DeadLink(N_("Resultat"), NO_RESULT, N_("Log ind som koordinator"), "/login"),
    "address": DeadLink(N_("Ny mailadresse"), NO_ADDRESS, N_("Til Min konto"), "/account", 410),
    "replies": DeadLink(N_("Svaret fra peerboardet"), NO_REPLY, HOME, "/"),
    "answering": DeadLink(N_("Svar for jeres enhed"), NO_ANSWERING, HOME, "/"),
    "login": DeadLink(N_("Log ind"), NO_SIGN_IN, N_("Send mig et link"), "/login", 410),
}
"""By the first part of the path. Links about mail ("follow", "felt", "stop") are not here: their own pages say that no
more mail will come, and of a dead one there is nothing else to say."""


def dead_link(path: str) -> DeadLink | None:
    """What to say when such a link leads nowhere; None for any other path."""
    found = KIND.fullmatch(path)
    return DEAD.get(found["kind"]) if found else None
