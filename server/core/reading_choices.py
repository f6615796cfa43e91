"""What a person has chosen about reading: in the address until they join, in their browser session afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import HTTPConnection

from schemas.seat import Seat
from schemas.session import BrowserSession

LANGUAGES = ("da", "en")
SIZES = ("", "2", "3")
THEMES = ("", "light", "dark")
ADDRESS = {"language": "lang", "size": "size", "theme": "theme"}
"""The name of each choice in an address."""


@dataclass(frozen=True)
class Reading:
    """`size` and `theme` are "" if nothing was chosen. `kept`: a session remembers it, so the address need not."""

    language: str
    size: str = ""
    theme: str = ""
    paused: bool = False
    kept: bool = False
    asked: bool = False
    """Some of it is in the address, and must be in the next address too: there is no session yet."""

    def but(self, typed: Mapping[str, str]) -> Self:
        """The same with a form's choices in place of the old ones; what the form lacks or garbles stays."""
        known = {"language": LANGUAGES, "size": SIZES, "theme": THEMES}
        said = {name: typed[name] for name, values in known.items() if typed.get(name) in values}
        paused = typed["pause"] == "1" if "pause" in typed else self.paused
        asked = self.asked or (bool(said) and not self.kept)
        return replace(replace(self, paused=paused, asked=asked), **said)  # type: ignore[arg-type]

    def give(self, to: BrowserSession | Seat) -> None:
        """Store the choices on a session or a seat."""
        to.language, to.size, to.theme, to.paused = self.language, self.size, self.theme, self.paused


def language_of(request: HTTPConnection, session: BrowserSession | None = None) -> str:
    """The language in the address, else the session's, else the browser's; Danish if it has no preference."""
    asked = request.query_params.get("lang") if request.scope["query_string"] else None
    if asked in LANGUAGES:
        return asked
    if session is not None:
        return session.language
    known: Reading | None = getattr(request.state, "reading", None)
    if known is not None:
        return known.language
    wants = request.headers.get("accept-language", "da").lower()
    danish, english = wants.find("da"), wants.find("en")
    return "en" if english >= 0 and (danish < 0 or english < danish) else "da"


def reading_of(request: HTTPConnection, session: BrowserSession | None = None) -> Reading:
    """The choices of whoever is asking. What was found with a session is remembered for the rest of the request."""
    known: Reading | None = getattr(request.state, "reading", None)
    if session is None and known is not None:
        return known
    if session is None:
        found = Reading(language_of(request))
    else:
        found = Reading(language_of(request, session), session.size, session.theme, session.paused, kept=True)
    if request.scope["query_string"]:
        found = found.but({name: request.query_params.get(address, "none") for name, address in ADDRESS.items()})
    request.state.reading = found
    return found


def remember(request: HTTPConnection, typed: Mapping[str, str]) -> Reading:
    """The choices of whoever is asking, with what their form carried over from the page before."""
    request.state.reading = found = reading_of(request).but(typed)
    return found


def of_seat(seat: Seat, otherwise: Reading) -> Reading:
    """The choices kept on a seat, for somebody who comes back to it; `otherwise` for an old seat that has none."""
    if not seat.language:
        return otherwise
    return Reading(seat.language, seat.size, seat.theme, seat.paused)


def with_choices(address: str, reading: Reading) -> str:
    """The address with the choices in it, for a browser that has no session to remember them."""
    parts = urlsplit(address)
    asked = {name: value for name, value in parse_qsl(parts.query) if name not in ADDRESS.values()}
    chosen = {ADDRESS[name]: value for name in ADDRESS if (value := getattr(reading, name))}
    return parts._replace(query=urlencode(asked | chosen)).geturl()


def without_choices(address: str) -> str:
    """The address without choices, for a browser whose session remembers them."""
    parts = urlsplit(address)
    left = [(name, value) for name, value in parse_qsl(parts.query) if name not in ADDRESS.values()]
    return parts._replace(query=urlencode(left)).geturl()
