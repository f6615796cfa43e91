"""Danish and English: the sentences in the code are Danish, the English ones stand in a catalogue. Templates of pages
and of letters are taught to speak here, so that both say a day, a number and a plural the same way."""

import re
from functools import cache
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from jinja2 import Environment, pass_context
from markupsafe import Markup

from server.checkout import CHECKOUT
from server.core.days import clock_words, danish_day, day_words, weekday_words

WEB = CHECKOUT / "web"
LANGUAGES = ("da", "en")
FIRST = LANGUAGES[0]
"""For whoever has not chosen one, and cannot be asked."""


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


class Said(str):
    """A sentence of our own in a plain text; the values in it are isolated already."""


def isolated(words: Any) -> Any:
    """What somebody wrote, so that it turns none of the words around it: what is written from right to left stands
    between Unicode's isolates (UAX 9), which mean in any text what <bdi> means in HTML. All else is as it was."""
    ours = not isinstance(words, str) or isinstance(words, Markup | Said)
    if ours or words.isascii() or not _TURNED.search(words):
        return words
    return f"\u2068{words}\u2069"


def teach(env: Environment, language: str) -> None:
    """Let the templates of an environment say sentences, days and numbers in `language`, and isolate what somebody
    wrote wherever it stands in them. The environment has Jinja's i18n extension."""
    env.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {name: _isolating(env.globals[name]) for name in ("gettext", "ngettext")}
    env.globals["number"] = lambda value: format_decimal(value, locale=language)
    env.filters |= {
        "day": lambda moment: day_words(moment, language),
        "weekday": lambda moment: weekday_words(moment, language),
        "iso": lambda moment: danish_day(moment).isoformat(),
        "clock": lambda moment: clock_words(moment, language),
    }
    env.finalize = isolated


def _isolating(gettext: Any) -> Any:
    """Jinja's own, with the values that are put into a sentence isolated."""

    @pass_context
    def told(context: Any, *sentences: Any, **values: Any) -> Any:
        said = gettext(context, *sentences, **{name: isolated(value) for name, value in values.items()})
        return said if isinstance(said, Markup) else Said(said)

    return told


def say(language: str, sentence: str, /, **values: object) -> str:
    """A Danish sentence in `language`, its `%(name)s` filled in: by `values`, and by those that the sentence brings."""
    told = translations(language).gettext(sentence)
    brought = {
        name: format_decimal(value, locale=language) if isinstance(value, int) else value
        for name, value in getattr(sentence, "values", {}).items()
    }
    filled = {name: isolated(value) for name, value in {**brought, **values}.items()}
    return told % filled if filled else told
