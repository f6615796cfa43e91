"""Danish and English: the sentences in the code are Danish, the English ones stand in a catalogue."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

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


def say(language: str, sentence: str, /, **values: object) -> str:
    """A Danish sentence in `language`, its `%(name)s` filled in: by `values`, and by those that the sentence brings."""
    told = translations(language).gettext(sentence)
    brought = {
        name: format_decimal(value, locale=language) if isinstance(value, int) else value
        for name, value in getattr(sentence, "values", {}).items()
    }
    return told % {**brought, **values} if brought or values else told
