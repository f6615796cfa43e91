"""Danish and English: the sentences in the code are Danish, the English ones are in a catalogue. The templates of pages
and of letters get their language here, so that both write dates, numbers and plurals the same way.

The sentences speak of ideas. Where a format has something else written (`Written`), each language has a catalogue of
its own that says the same sentences of that, and falls back on the usual ones. Which it is follows from the meeting or
board that a request, a frame or a letter is about, so no template asks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from jinja2 import Environment, pass_context
from markupsafe import Markup

from schemas.answer import MEMBER
from schemas.format import Written
from server.checkout import CHECKOUT
from server.core.days import clock_words, danish_day, day_words, weekday_words
from server.core.errors import N_

WEB = CHECKOUT / "web"
LANGUAGES = ("da", "en")
FIRST = LANGUAGES[0]
"""For those who have not chosen one and cannot be asked."""


spoken_of: ContextVar[Written] = ContextVar("spoken_of", default=Written.IDEA)
"""What the sentences speak of, as set by whatever found out which meeting or board this is about: the look-up of a
request (`access.py`), a page or frame (`server/web/html.py`), or a letter (`server/mail/letters.py`)."""


@contextmanager
def speaking_of(written: Written) -> Iterator[None]:
    """Let the sentences within speak of `written`."""
    before = spoken_of.set(written)
    try:
        yield
    finally:
        spoken_of.reset(before)


@cache
def translations(language: str, written: Written = Written.IDEA) -> NullTranslations:
    """The catalogue of a language, read from its .po file; Danish is the source and needs none. For anything but ideas,
    the sentences that `<written>.po` has, over those."""
    name, usual = ("messages", None) if written is Written.IDEA else (written.value, translations(language))
    path = WEB / "locale" / language / "LC_MESSAGES" / f"{name}.po"
    if not path.exists():
        return usual or NullTranslations()
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    found = Translations(compiled)
    if usual is not None:
        found.add_fallback(usual)
    return found


class Spoken:
    """The catalogue of a language for whatever is spoken of when a sentence is said."""

    def __init__(self, language: str) -> None:
        self.language = language

    def gettext(self, sentence: str) -> str:
        """A sentence in that language."""
        return translations(self.language, spoken_of.get()).gettext(sentence)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The one of two sentences that fits a number."""
        return translations(self.language, spoken_of.get()).ngettext(one, many, number)


# Letters that are written from right to left: Hebrew, Arabic and related scripts, and historical ones.
_TURNED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


class Said(str):
    """A sentence of ours in plain text; the values in it are already isolated."""


def isolated(words: Any) -> Any:
    """What somebody wrote, made safe to put into a sentence: right-to-left text is wrapped in Unicode isolates (UAX 9),
    the plain-text form of <bdi>, so that it does not reorder the words around it. Anything else is returned as it is.
    """
    ours = not isinstance(words, str) or isinstance(words, Markup | Said)
    if ours or words.isascii() or not _TURNED.search(words):
        return words
    return f"\u2068{words}\u2069"


def teach(env: Environment, language: str) -> None:
    """Make the templates of an environment write sentences, dates and numbers in `language`, and isolate everything
    that somebody wrote. The environment must have Jinja's i18n extension."""
    env.install_gettext_translations(Spoken(language), newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {name: _isolating(env.globals[name]) for name in ("gettext", "ngettext")}
    env.globals["number"] = lambda value: format_decimal(value, locale=language)
    env.filters |= {
        "day": lambda moment: day_words(moment, language),
        "weekday": lambda moment: weekday_words(moment, language),
        "iso": lambda moment: danish_day(moment).isoformat(),
        "clock": lambda moment: clock_words(moment, language),
        "called": partial(_called, language),
    }
    env.finalize = isolated


def called(language: str, name: str, *, first: bool = False) -> str:
    """A name as it is read: the name itself or, for somebody who is not to be named, our words for them. `first`: they
    begin a sentence."""
    return say(language, N_("Et medlem") if first else N_("et medlem")) if name == MEMBER else name


def _called(language: str, name: str, first: bool = False) -> str:
    return called(language, name, first=first)


def _isolating(gettext: Any) -> Any:
    """Jinja's own function, with the values that are put into the sentence isolated."""

    @pass_context
    def translated(context: Any, *sentences: Any, **values: Any) -> Any:
        text = gettext(context, *sentences, **{name: isolated(value) for name, value in values.items()})
        return text if isinstance(text, Markup) else Said(text)

    return translated


def say(language: str, sentence: str, /, **values: object) -> str:
    """A Danish sentence in `language`, with its `%(name)s` filled in from `values` and from those that a `Sentence`
    carries."""
    text = translations(language, spoken_of.get()).gettext(sentence)
    carried = {
        name: format_decimal(value, locale=language) if isinstance(value, int) else value
        for name, value in getattr(sentence, "values", {}).items()
    }
    filled = {name: isolated(value) for name, value in {**carried, **values}.items()}
    return text % filled if filled else text
