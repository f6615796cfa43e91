"""What a coordinator chooses about the page itself: its words, its meetings, and who may show it in a frame."""

import re
from collections.abc import Mapping

from schemas.act import Act
from schemas.publication import HOSTS_MAX, INTRO_MAX, PageOpened, Publication, PublicationChanged
from schemas.seat import Seat
from server.core.change import changing
from server.core.errors import N_, Invalid, Sentence
from server.core.runtime import Runtime
from server.views.publication.stored import load_publication, own_publication
from server.web.edit_conflicts import together
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings

WRONG = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")
FIELDS = {"text": Field(INTRO_MAX), "list": Field(400), "shows": Field(1)}
HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")
LONGEST = 253
"""Characters of a name in the domain name system (RFC 1035)."""
NO_HOST = N_("“%(host)s” er ikke en hjemmeside. Skriv for eksempel rn.dk.")
TOO_MANY = N_("Der er plads til %(most)s hjemmesider.")


def shown(publication: Publication) -> dict[str, str]:
    """The form's fields, as filled in for a publication."""
    hosts = "\n".join(publication.embedded_in.split())
    return {"text": publication.intro, "shows": "1" if publication.shows_meetings else "", "list": hosts}


def hosts_of(typed: str) -> tuple[list[str], str]:
    """The host names in a text, one per line or word, as they were typed or copied from the browser; and a sentence
    about the first that is none, or about too many."""
    hosts: list[str] = []
    for word in typed.split():
        host = re.sub(r"^https?://", "", word.strip(",;").lower()).rstrip("/")
        try:
            named = host.encode("idna").decode() if len(host) <= LONGEST else ""
        except UnicodeError:
            named = ""
        if not HOST.match(named):
            return [], Sentence(NO_HOST, host=word[:60])
        hosts += [named] if named not in hosts else []
    if len(hosts) > HOSTS_MAX:
        return [], Sentence(TOO_MANY, most=HOSTS_MAX)
    return hosts, ""


async def save(runtime: Runtime, seat: Seat, typed: Mapping[str, str]) -> None:
    """Save what was chosen; the first time makes the board's publication, which is not open yet. Raises Invalid with a
    sentence per field, and ChangedMeanwhile."""
    async with changing(runtime, seat, Act.PUBLISH) as change:
        publication = await own_publication(change)
        wanted = together(typed, shown(publication), FIELDS)
        wrong = faults(FIELDS, wanted)
        hosts, fault = hosts_of(wanted["list"])
        if fault or len(" ".join(hosts)) > FIELDS["list"].most:
            wrong.setdefault("list", fault or Sentence(TOO_MANY, most=HOSTS_MAX))
        if wrong := wrong or warnings({"text": wanted["text"]}, typed.get("warned", "")):
            raise Invalid(WRONG, fields=wrong)
        publication.intro, publication.embedded_in = wanted["text"], " ".join(hosts)
        publication.shows_meetings = wanted["shows"] == "1"
        change.tell(PublicationChanged())


async def open_page(runtime: Runtime, seat: Seat) -> None:
    """Open the page. Doing it again changes nothing."""
    async with changing(runtime, seat, Act.PUBLISH) as change:
        publication = await own_publication(change)
        if publication.opened_at is None:
            publication.opened_at, publication.opened_by = change.now, change.by.id
            change.tell(PageOpened())


async def take_down(runtime: Runtime, seat: Seat) -> None:
    """Take the page down, also on a board that is closed. What was put up stays chosen."""
    async with changing(runtime, seat, Act.MODERATE) as change:
        publication = await load_publication(change.session, change.board)
        if publication is not None and publication.opened_at is not None:
            publication.opened_at = None
            change.tell(PageOpened())
