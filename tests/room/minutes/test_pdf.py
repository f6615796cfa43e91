"""The PDF: tagged for screen readers, everything in it as it was written, and made in bounded time."""

import io
import json
import unicodedata
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from server.room.minutes.blocks import Document, Item, Section, Table, Text
from server.room.minutes.pdf import told_of
from server.room.minutes.typeset import Press, as_shown, made
from tests.access.attacks import ATTACKS
from tests.room.minutes.scene import TITLES, evening
from tests.support.cast import Cast

TYPST = (
    '#import "@preview/x:0.1.0": *',
    '#read("/etc/passwd")',
    '#include "minutes.typ"',
    "$ x^2 $ og 5 $",
    "`kode` og ```kode```",
    "@label <x> [link](y) #x",
    "= Overskrift",
    "*fed* _kursiv_ \\ ny linje // bemærk /* skjult */",
    "#set page(width: 1pt)",
    "---",
    "\"citat\" 'citat'",
)
UNSEEN = {0x200D: None, 0xFE0F: None}


def paper(words: list[str], titles: list[str]) -> Document:
    """Minutes with these texts in every place where people's words stand."""
    table = Table("Idéerne", ["Nr.", "Idé", "Bemærk"], [[f"Idé {n}", title, ""] for n, title in enumerate(titles, 1)])
    items = [
        Item(f"Idé {n}", title, text, facts=[("Første skridt", text[:500])])
        for n, (title, text) in enumerate(zip(titles, words, strict=True), 1)
    ]
    sections = [
        Section("ideas", "Idéer", [Text("Vi skrev dem."), table], []),
        Section("agreed", "Det aftalte vi", list(items), [Text(text, own=True) for text in words[:3]]),
    ]
    return Document("Referat", titles[0], "Peerboard", [("Sted", titles[0])], sections)


@pytest.fixture(autouse=True)
def fonts_of_ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has fonts of its own, for Chinese for instance, shows more than is asked for here."""
    monkeypatch.setattr(typst, "Compiler", partial(typst.Compiler, ignore_system_fonts=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the fonts are unpacked."""
    return tmp_path_factory.mktemp("fonts")


def pdf(shown: Document, folder: Path) -> bytes:
    """As the process of its own makes it."""
    return made(json.loads(json.dumps(told_of(shown, "da"))), folder)


def text_of(printed: bytes) -> str:
    """All of its text, without spaces and line ends: where lines break is the layout's own affair."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages).split())


def root_of(printed: bytes) -> Any:
    """The catalogue of the file."""
    return PdfReader(io.BytesIO(printed)).trailer["/Root"]


def tags(printed: bytes) -> list[str]:
    """The kinds of all elements of its structure."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for each in node:
                walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(str(node["/S"]))
            walk(node.get("/K"))

    walk(root_of(printed)["/StructTreeRoot"])
    return found


@pytest.mark.long
async def test_it_is_pdf_ua_with_title_language_headings_and_header_cells(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    answer = await ada.get(f"{at.path}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    root = root_of(answer.content)
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "da"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert f"Referat: {cast.meeting.title}" in xmp
    kinds = tags(answer.content)
    assert {"/Title", "/H1", "/H2", "/Table", "/THead", "/TH", "/TD", "/BlockQuote"} <= set(kinds), sorted(set(kinds))
    assert kinds.count("/TH") >= 3
    text = text_of(answer.content)
    for words in (*TITLES, "10 personer: 5 patienter, 5 pårørende", "Spørg køkkenet", "Natholdet vil prøve det."):
        assert "".join(words.split()) in text, words
    assert "Kladde" in text


@pytest.mark.long
async def test_english_readers_get_our_words_in_english(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    answer = await ada.get(f"{at.path}.pdf?lang=en")
    await at.approve()
    letter = await (await cast.cleo()).get(f"/minutes/{await at.token()}.pdf?lang=en")
    for each in (answer, letter):
        assert each.status_code == 200
    assert root_of(letter.content)["/Lang"] == "en"


@pytest.mark.parametrize("text", [*TYPST, *ATTACKS])
def test_what_people_write_comes_out_as_it_was_written(text: str, folder: Path) -> None:
    told = text_of(pdf(paper([f"{text} slut"], [f"Start {text}"]), folder)).translate(UNSEEN)
    plain = "".join(text.translate(as_shown(Press(folder), text)).split()).translate(UNSEEN)
    assert f"Start{plain}" in told
    assert f"{plain}slut" in told
    if text.isascii():
        assert plain == "".join(text.replace("\0", "").split()), "to the letter"
    assert "root:" not in told


def test_a_word_without_end_stays_on_the_paper(folder: Path) -> None:
    words = ("https://www.example.org/" + "til-patienter/" * 15, "æ" * 290)
    printed = pdf(paper([f"Se {word} her" for word in words], list(words)), folder)
    for word in words:
        assert text_of(printed).count(word) >= 3, "whole, and nothing between its letters"
    lines = [line for page in PdfReader(io.BytesIO(printed)).pages for line in page.extract_text().splitlines()]
    assert max(map(len, lines)) < 120, "a line of A4 in this size"


def test_what_no_font_can_show_is_named_and_nothing_is_left_out(folder: Path) -> None:
    printed = pdf(paper(["Tak 👍 for 日 \x07det\ufeff"], ["Ro 🛌 💛"]), folder)
    text = text_of(printed)
    assert "Tak👍for[cjkunifiedideograph-65e5]det" in text
    assert "Ro🛌💛" in text, "signs that people write on phones are set in a font of their own"
    assert "<pdfuaid:part>1" in root_of(printed)["/Metadata"].get_object().get_data().decode()


def test_all_letters_are_asked_for_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking takes as long as setting a page: a thousand letters that nobody has seen must not take a thousand times
    that."""
    printed: list[str] = []

    def counted(self: Press, source: str, told: str) -> bytes:
        printed.append(source)
        return whole(self, source, told)

    whole = Press.print
    monkeypatch.setattr(Press, "print", counted)
    rare = [chr(number) for number in range(0x3400, 0x3400 + 4 * 299)]
    titles = ["".join(rare[start : start + 299]) for start in range(0, len(rare), 299)]
    text = text_of(pdf(paper(["ord"] * 4, titles), folder))
    assert text.count("[cjkunifiedideograph-") >= len(rare)
    assert len(printed) == 2, "once for the letters, once for the minutes"


def test_a_letter_is_shown_exactly_where_a_font_has_it(folder: Path) -> None:
    """Asked all at once they are answered as asked one by one."""
    press = Press(folder)
    letters = [chr(number) for number in (*range(0xA1, 0x3000, 37), *range(0x1F300, 0x1F600, 41), 0x1DEC, 0x2DF9)]
    letters = [letter for letter in letters if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Cn", "Co"}]
    one_by_one = {letter for letter in letters if press.unshowable(letter)}
    assert press.unshowable(letters) == one_by_one
    assert 0 < len(one_by_one) < len(letters)


@pytest.mark.slow
def test_the_largest_meeting_is_made_and_nothing_is_cut(folder: Path) -> None:
    words = [
        (f"Nr. {n} begynder her. " + "Når min kontaktperson er væk, begynder jeg forfra. " * 90)[:3985] + f" slut{n}."
        for n in range(60)
    ]
    titles = [
        f"{n} " + ("En fast kontaktperson, som kender mig og min familie, også i ferien, " * 5)[:280] + f" ende{n}"
        for n in range(60)
    ]
    text = text_of(pdf(paper(words, titles), folder))
    for n in range(60):
        assert f"slut{n}." in text
        assert text.count(f"ende{n}") >= 2
