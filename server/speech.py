"""Danish and English: the sentences in the code are Danish, the English ones stand in a catalogue."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from markupsafe import Markup

WEB = Path(__file__).resolve().parent.parent / "web"
LANGUAGES = ("da", "en")


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language, read from its .po file; Danish is the source and needs none."""
    path = WEB / "locale" / language / "LC_MESSAGES" / "messages.po"
    if language == "da" or not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


# Letters that are written from right to left: Hebrew, Arabic and what stands near them, and the scripts of old.
_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_TURNED = re.compile(_LETTER)
# What stands apart already; or such letters and what is between them, but no letters of ours and no new line.
_RUN = re.compile(f"\u2068[^\u2069]*\u2069|{_LETTER}(?:[^\n\u2068\u2069A-Za-z\u00c0-\u024f]*{_LETTER})*")
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), 0x2066, 0x2067])
"""Signs that turn what comes after them. Nothing that is kept holds any (schemas/typed_text.py)."""


def isolated(words: Any) -> Any:
    """What somebody wrote, so that it turns none of the words around it: what is written from right to left stands
    between Unicode's isolates (UAX 9), which mean in any text what <bdi> means in HTML. All else is as it was."""
    if not isinstance(words, str) or isinstance(words, Markup) or words.isascii() or not _TURNED.search(words):
        return words
    return f"\u2068{words}\u2069"


def set_apart(text: str) -> str:
    """The same for a finished text, as a letter is, that is not made of a template: each run of words that are written
    from right to left stands by itself, and nothing turns what comes after it."""
    if text.isascii():
        return text
    told = text.translate(_TURNS)
    return _RUN.sub(lambda run: run[0] if run[0].startswith("\u2068") else f"\u2068{run[0]}\u2069", told)


def say(language: str, sentence: str, /, **values: object) -> str:
    """A Danish sentence in `language`, its `%(name)s` filled in: by `values`, and by those that the sentence brings."""
    told = translations(language).gettext(sentence)
    brought = {
        name: format_decimal(value, locale=language) if isinstance(value, int) else value
        for name, value in getattr(sentence, "values", {}).items()
    }
    filled = {name: isolated(value) for name, value in {**brought, **values}.items()}
    return told % filled if filled else told
