"""Danish and English: the sentences in the code are Danish, the English ones stand in a catalogue."""

import re
from functools import cache
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from markupsafe import Markup

from server.checkout import CHECKOUT

WEB = CHECKOUT / "web"
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
_TURNED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def isolated(words: Any) -> Any:
    """What somebody wrote, so that it turns none of the words around it: what is written from right to left stands
    between Unicode's isolates (UAX 9), which mean in any text what <bdi> means in HTML. All else is as it was."""
    if not isinstance(words, str) or isinstance(words, Markup) or words.isascii() or not _TURNED.search(words):
        return words
    return f"\u2068{words}\u2069"


def say(language: str, sentence: str, /, **values: object) -> str:
    """A Danish sentence in `language`, its `%(name)s` filled in: by `values`, and by those that the sentence brings."""
    told = translations(language).gettext(sentence)
    brought = {
        name: format_decimal(value, locale=language) if isinstance(value, int) else value
        for name, value in getattr(sentence, "values", {}).items()
    }
    filled = {name: isolated(value) for name, value in {**brought, **values}.items()}
    return told % filled if filled else told
