"""The open pages as text: never larger than 60 kB, nothing left out, easy to read, and people's words are text."""

import csv
import html as escaping
import io
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from icalendar import Calendar
from lxml import html

from schemas.flow import FLOW, Status
from schemas.format import Written
from schemas.stages import Stage
from schemas.unit import UnitKind
from server.room.minutes.blocks import Block, Document, Item, Section, Text
from server.views.public import drawing, feeds
from server.views.public.content import OpenBoard, Record, ToCome, Words
from server.views.public.listing import Listed, Wish
from server.views.public.portions import PAGE_MOST, in_group
from server.views.public.routes import headers_of
from server.views.public.spots import GROUPS, Leaf, Spot
from server.web.files.sheet import sheet
from server.web.open_paths import make_nobody
from tests.access.attacks import ATTACKS, MARK
from tests.support.dom import Page
from tests.support.lix import LEAST, read
from tests.views.public.showing import NOW, pages_of, shown, shown_board, turned

MOST = PAGE_MOST
SHOWN = [status for status in Status if not FLOW[status].gone]


@pytest.fixture(scope="module")
def longest() -> OpenBoard:
    """500 ideas with the longest texts that there can be, all of characters that take most room, and at the longest
    address."""
    title, text = '"' * 300, '"' * 4000
    also = tuple(Words(title, text) for _ in range(3))
    ideas = tuple(
        shown(number, SHOWN[number % len(SHOWN)], title, text, text, also=also if number < 20 else ())
        for number in range(1, 501)
    )
    meetings = tuple(ToCome('"' * 200, '"' * 300, NOW, NOW) for _ in range(9))
    minutes = tuple(Record(n, '"' * 200, NOW, NOW) for n in range(1, 9))
    return shown_board(
        slug="s" * 60, minutes=minutes, ideas=ideas, name='"' * 200, unit='"' * 200, intro='"' * 1000, to_come=meetings
    )


def test_no_page_is_too_large_and_nothing_is_lost(longest: OpenBoard) -> None:
    found, sizes = set[str](), dict[str, int]()
    for name, page in pages_of(longest, ideas=len(SHOWN) * 2):
        size = len(page.encode())
        sizes[name.split()[0]] = max(size, sizes.get(name.split()[0], 0))
        assert size <= MOST, f"{name}: {size}"
        if name.startswith(("board", "group")):
            found |= set(re.findall(r'href="/aabent/s+/(\d+)"', page))
        if name.startswith("idea 1 "):
            assert page.count("<h1") == 1
    print(sizes)
    assert found == {str(number) for number in range(1, 501)}
    whole = "".join(page for name, page in pages_of(longest, ideas=1) if name.startswith("idea"))
    written = whole.count("&#34;" * 4000)
    official = sum(len(line.words) == 4000 for line in longest.ideas[0].lines)
    assert written == 1 + len(longest.ideas[0].also) + official, "each text stands there once, and whole"


def test_long_minutes_go_on_on_the_next_page() -> None:
    text = '"' * 4000
    items: list[Block] = [Item(f"Idé {n}", '"' * 300, text, note=text, link=str(n)) for n in range(12)]
    sections = [
        Section("head", "", [Text("Om mødet.")], []),
        Section("agreed", "Aftalt", items, [Text(text, own=True)]),
    ]
    document = Document("Referat", "Mødet", '"' * 200, [("Dato", "1. maj")], sections)
    record = Record(1, '"' * 200, NOW, NOW)
    content = shown_board(minutes=tuple(Record(n, '"' * 200, NOW, NOW) for n in range(1, 40)))
    pages = [page for _, page in turned("minutes", lambda n: drawing.minutes_html(content, record, document, "da", n))]
    assert len(pages) > 3
    assert max(len(page.encode()) for page in pages) <= MOST
    assert "".join(pages).count("&#34;" * 4000) == 25
    assert 'href="/aabent/afdeling-a/7"' in "".join(pages)
    listed = [page for _, page in turned("records", lambda n: drawing.records_html(content, "da", n))]
    assert max(len(page.encode()) for page in listed) <= MOST
    assert len(set(re.findall(r"/referat/(\d+)", "".join(listed)))) == 39
    board = drawing.board_html(content, "da")
    assert "Alle referater" in board


def test_every_stage_stands_in_one_group() -> None:
    for stage in Stage:
        holding = [group for group in GROUPS if stage in group.stages]
        assert len(holding) == (stage is not Stage.GONE), stage
    content = shown_board(ideas=tuple(shown(n, status, "t", "x", "y") for n, status in enumerate(SHOWN, 1)))
    assert sum(len(in_group(content, group)) for group in GROUPS) == len(SHOWN)


def test_the_list_of_boards_is_never_too_large() -> None:
    name = '"' * 200
    listed = [Listed(f"b{n}", name, name, UnitKind.DEPARTMENT, f"top{n % 5}", name) for n in range(60)]
    found = set[str]()
    for page in (1, 2, 3, 4):
        drawn = drawing.list_html(listed, Wish(q='"'), "da", page)
        assert len(drawn.encode()) <= MOST
        found |= set(re.findall(r'href="/aabent/(b\d+)"', drawn))
    assert len(found) == 60


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_people_write_is_text(language: str) -> None:
    """Sixty attacks as titles, texts, retellings, official words, names and places, in every form that there is."""
    raw = [text for text in ATTACKS if set(text) & set("<>\"'&")]
    assert len(raw) > 40
    plain = _attacked([f"{MARK} ord {number}" for number in range(len(ATTACKS))])
    attacked = _attacked(list(ATTACKS))
    for (name, page), (_, other) in zip(pages_of(attacked, language), pages_of(plain, language), strict=True):
        assert not [text for text in raw if text in page], name
        assert _elements(page) == _elements(other), name
        assert "{" not in re.sub(r"<[^>]*>", "", other), name
    feed = ET.fromstring(feeds.atom(attacked, language))
    assert {each.tag for each in feed.iter()} == {
        each.tag for each in ET.fromstring(feeds.atom(plain, language)).iter()
    }
    made = Calendar.from_ical(feeds.calendar(attacked))
    assert [str(each["SUMMARY"]) for each in made.walk("VEVENT")] == [
        f"{attacked.name}: {each.title}" for each in attacked.to_come
    ]
    assert len(feeds.calendar(attacked).split(b"\r\n")) >= len(feeds.calendar(plain).split(b"\r\n"))
    for row in csv.reader(io.StringIO(sheet(feeds.rows(attacked), bom=False)), delimiter=";"):
        assert len(row) == len(feeds.COLUMNS)
        assert not any(cell.lstrip()[:1] in {"=", "+", "-", "@"} for cell in row)


def test_what_cannot_stand_in_xml_is_left_out_of_the_feed() -> None:
    content = shown_board(ideas=(shown(1, Status.DONE, "Ro\0\x0b\ufffe om aftenen", "x", "Ja\x1f."),))
    assert "Ro om aftenen" in "".join(ET.fromstring(feeds.atom(content, "da")).itertext())


def test_only_hosts_may_frame_it() -> None:
    frame, named = Spot(Leaf.FRAME, "x"), ("region.dk", "a.b.dk:8443", "x.dk; script-src *", "*", "'self'", "", "-x")
    policy = headers_of(frame, "text/html", shown_board(embedded_in=named))["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://region.dk https://a.b.dk:8443")
    for other in (frame, Spot(Leaf.BOARD, "x")):
        policy = headers_of(other, "text/html", shown_board(embedded_in=()))["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'none'")


def test_nothing_tells_who_is_asking() -> None:
    told = {"cookie": "peerboard=x", "Authorization": "Bearer x", "accept-language": "en", "accept-encoding": "gzip"}
    scope: Any = {"headers": [(name.lower().encode(), value.encode()) for name, value in told.items()]}
    make_nobody(scope)
    assert scope["headers"] == [(b"accept-encoding", b"gzip")]


def _attacked(texts: list[str]) -> OpenBoard:
    written = [text.replace("\0", "") for text in texts]
    ideas = tuple(
        shown(
            n + 1,
            SHOWN[n % len(SHOWN)],
            text,
            written[(n + 7) % len(written)],
            written[(n + 13) % len(written)],
            also=(Words(written[(n + 3) % len(written)], text),) if (n + 1) % 3 else (),
            theme=written[(n + 5) % len(written)],
        )
        for n, text in enumerate(written)
    )
    meetings = tuple(ToCome(text.replace("\r\n", " "), text, NOW, NOW) for text in written[:12])
    return shown_board(ideas=ideas, name=written[1], unit=written[2], intro=written[3], to_come=meetings)


def _elements(page: str) -> list[tuple[str, list[str]]]:
    return [
        (str(each.tag), sorted(map(str, each.attrib)))
        for each in html.document_fromstring(page).iter()
        if isinstance(each.tag, str)
    ]


def test_our_own_words_are_easy_to_read() -> None:
    """LIX at most 30, without people's words; and no sentence of more than 18 words."""
    content = shown_board(
        intro="x", ideas=tuple(shown(n, status, "a", "a", "", theme="") for n, status in enumerate(SHOWN, 1))
    )
    for name in ("board", "idea", "story", "poster", "list"):
        text = _ours(name, content)
        told = read(text)
        print(f"{name}: {told.words} words, LIX {told.lix:.1f}")
        assert told.words <= LEAST or told.lix <= 30, name
        sentences = [part for block in text.split("\n\n") for part in re.split(r"[.:!?] ", block)]
        assert max(len(sentence.split()) for sentence in sentences) <= 18, name
    whole = read("\n\n".join(_ours(name, content) for name in ("board", "idea", "story", "poster", "list")))
    assert whole.words > 3 * LEAST
    assert whole.lix <= 30


def _ours(name: str, content: OpenBoard) -> str:
    draw = {
        "board": lambda: drawing.board_html(content, "da"),
        "idea": lambda: "".join(drawing.idea_html(content, idea.number, "da") for idea in content.ideas),
        "story": lambda: drawing.story_html(content, _done(content), "da"),
        "poster": lambda: drawing.poster_html(content, "a4", "da"),
        "list": lambda: drawing.list_html([], Wish(), "da"),
    }
    page: Any = html.document_fromstring(draw[name]())
    for theirs in page.xpath("//main//*[self::blockquote or self::time]"):
        theirs.drop_tree()
    found = page.xpath("//main//*[self::h1 or self::h2 or self::p or self::li[not(*)] or self::a or self::label]")
    return "\n\n".join(" ".join(each.text_content().split()) for each in found)


def _done(content: OpenBoard) -> int:
    return next(idea.number for idea in content.ideas if idea.rule.stage is Stage.DONE)


def test_whose_words_they_are_is_said() -> None:
    own = drawing.idea_html(shown_board(), 1, "da")
    assert "Et medlems egne ord" in own
    assert own.count("<blockquote") >= 1
    retold = drawing.idea_html(shown_board(ideas=(shown(3, Status.REVIEW, "Titel", "Tekst", ""),)), 3, "da")
    assert "Genfortalt af koordinatoren" in retold
    assert "<blockquote" not in retold, "a retelling is no quotation"


def test_each_page_says_what_it_is_to_machines() -> None:
    names = set[str]()
    for language in ("da", "en"):
        for name, page in pages_of(shown_board(), language):
            parsed: Any = html.document_fromstring(page)
            (title,), (about,) = parsed.xpath("//title/text()"), parsed.xpath("//meta[@name='description']/@content")
            assert 10 < len(title) < 150, name
            assert 10 < len(about) <= 200, name
            assert {str(each) for each in parsed.xpath("//link[@hreflang]/@hreflang")} == {"da", "en", "x-default"}
            (canonical,) = parsed.xpath("//link[@rel='canonical']/@href")
            assert parsed.xpath("//meta[@property='og:url']/@content") == [canonical]
            assert str(canonical) in map(str, parsed.xpath(f"//link[@hreflang='{language}']/@href"))
            assert not parsed.xpath("//script") + parsed.xpath("//*[@style or @onclick]")
            names.add(escaping.unescape(str(canonical)))
    assert len(names) == 2 * (6 + len(GROUPS)), "each has an address of its own"


@pytest.mark.parametrize("written", [each for each in Written if each is not Written.IDEA])
@pytest.mark.parametrize(("language", "idea"), [("da", r"\bidé"), ("en", r"\bideas?\b")])
def test_every_page_calls_it_what_the_board_writes(written: Written, language: str, idea: str) -> None:
    """All that is open of a board where questions are asked speaks of questions, and so on; our own words too."""
    ideas = tuple(shown(n, status, "Titel", "Tekst", "Ja.") for n, status in enumerate(SHOWN, 1))
    content = shown_board(name="Råd", written=written, ideas=ideas, minutes=(Record(1, "Mødet", NOW, NOW),))
    pages = [*pages_of(content, language), ("rules", drawing.rules_html(content, language))]
    pages.append(("records", drawing.records_html(content, language)))
    for name, page in pages:
        assert not re.findall(rf"(?i).{{0,30}}{idea}.{{0,20}}", Page(page).text), name
    assert not re.search(rf"(?i){idea}", feeds.atom(content, language).decode())
