"""The open page in forms for other programs: news as Atom (RFC 4287), ideas as rows of a sheet, meetings as a calendar
(RFC 5545), and the addresses of all pages for search engines."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from icalendar import Calendar, Event

from server.core import clock
from server.core.days import DENMARK, danish_day
from server.core.errors import N_
from server.core.settings import get_settings
from server.core.translations import LANGUAGES, isolated, say, speaking_of
from server.meeting.invitations.calendar_file import copenhagen
from server.views.public.content import OpenBoard, Shown
from server.views.public.listing import Listed
from server.views.public.sentences import now_of, words_beside
from server.views.public.spots import Leaf, Spot, board_at, idea_at
from server.web.files.sheet import Cell
from server.web.labels import EFFECTS
from server.web.labels_of_statuses import STATUSES

NEWEST = 20
"""Ideas in the feed: those that something was last told about."""
WORDS = 1000
"""Characters of somebody's words there; the rest stands on the idea's page."""
ATOM, MAP = "http://www.w3.org/2005/Atom", "http://www.sitemaps.org/schemas/sitemap/0.9"
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, however it is written."""
COLUMNS = (
    *("Nummer", "Titel", "Tekst", "Genfortalt", "Emne", "Trin"),
    *("Siden", "Seneste svar", "Svaret af", "Hjalp det?", "Bord"),
)
"""Danish whatever the language, as those of all our sheets are: other programs read them."""
SITEMAP_MOST = 20_000
"""Boards there: each is two of the 50,000 addresses that it may hold."""


def atom(content: OpenBoard, language: str) -> bytes:
    """The news as a feed. The id of an entry is the address of its idea, which never changes."""
    own = get_settings().public_url
    at = own + board_at(content.slug).path(language)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _say(feed, "id", at)
    _say(feed, "title", f"{content.name}: {say(language, N_('Det sagde I, det gjorde vi'))}")
    _say(feed, "subtitle", content.unit)
    newest = max((idea.moved_at for idea in content.ideas), default=content.opened_at)
    _say(feed, "updated", _moment(max(newest, content.opened_at)))
    SubElement(feed, "link", {"rel": "self", "href": own + Spot(Leaf.FEED, content.slug).path(language)})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "hreflang": language, "href": at})
    _say(SubElement(feed, "author"), "name", content.unit)
    with speaking_of(content.written):
        for idea in content.ideas[:NEWEST]:
            _entry(feed, content, idea, language)
    return _xml(feed)


def _entry(feed: Element, content: OpenBoard, idea: Shown, language: str) -> None:
    at = get_settings().public_url + idea_at(content.slug, idea.number).path(language)
    entry = SubElement(feed, "entry")
    _say(entry, "id", at)
    _say(entry, "title", f"{say(language, N_('Idé %(number)s'), number=idea.number)}: {isolated(idea.words.title)}")
    _say(entry, "published", _moment(min(idea.said_at, idea.moved_at)))
    _say(entry, "updated", _moment(idea.moved_at))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "hreflang": language, "href": at})
    beside = words_beside(idea.now)
    said = beside if len(beside) <= WORDS else f"{beside[:WORDS]}…"
    _say(entry, "summary", "\n".join(filter(None, (now_of(idea, language), said, idea.now.who))), type="text")


def rows(content: OpenBoard) -> list[Sequence[Cell]]:
    """The ideas as rows of a sheet, by number, after a row of headings."""
    return [COLUMNS, *(_row(idea) for idea in sorted(content.ideas, key=lambda idea: idea.number))]


def _row(idea: Shown) -> Sequence[Cell]:
    answers = [line for line in idea.lines if line.rule.answer and line.words]
    effects = [line.effect for line in idea.lines if line.effect]
    return (
        idea.number,
        idea.words.title,
        idea.words.text,
        "ja" if idea.retold else "nej",
        idea.theme or None,
        say("da", STATUSES[idea.status]),
        danish_day(idea.moved_at).isoformat(),
        answers[-1].words if answers else None,
        answers[-1].who if answers else None,
        say("da", EFFECTS[effects[-1]]) if effects else None,
        idea.table_no,
    )


def calendar(content: OpenBoard) -> bytes:
    """The meetings to come, for a calendar that is asked again now and then."""
    made = Calendar()
    made.add("prodid", "-//Peerboard//DA")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", content.name)
    made.add_component(copenhagen())
    host = urlsplit(get_settings().public_url).hostname
    at_once = Counter[str]()
    for meeting in content.to_come:
        event, start = Event(), f"{meeting.starts_at:%Y%m%dT%H%M}"
        at_once[start] += 1
        event.add("uid", f"{content.slug}-{start}-{at_once[start]}@{host}")
        event.add("dtstamp", clock.now())
        event.add("dtstart", meeting.starts_at.astimezone(DENMARK))
        event.add("dtend", meeting.ends_at.astimezone(DENMARK))
        event.add("summary", f"{isolated(content.name)}: {isolated(meeting.title)}")
        if meeting.place:
            event.add("location", meeting.place)
        event.add("url", get_settings().public_url + board_at(content.slug).path("da"))
        made.add_component(event)
    return bytes(made.to_ical())


def sitemap(listed: Sequence[Listed]) -> bytes:
    """The addresses that search engines may begin at: the list and every open board, in both languages."""
    own = get_settings().public_url
    made = Element("urlset", {"xmlns": MAP})
    for spot in (Spot(Leaf.LIST), *(board_at(each.slug) for each in listed[:SITEMAP_MOST])):
        for language in LANGUAGES:
            _say(SubElement(made, "url"), "loc", own + spot.path(language))
    return _xml(made)


def _say(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = NO_XML.sub("", text)


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _xml(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
