"""Typed text in plain characters, as a reader sees it, so that rules about texts need not know all of Unicode."""

import unicodedata

_UNSEEN = {"Cf", "Cc", "Me", "Mn", "Cs", "Co"}
_BLANKS = dict.fromkeys(map(ord, "\t\u00a0\u115f\u1160\u2800\u3164\uffa0"), " ")
_DOTS = dict.fromkeys(map(ord, "·•‧∙⋅・。․"), ".")
# Single characters that NFKC spells out as a phrase or a word of five letters or more. Nothing we look for contains
# one, and left as it is a text of 4,000 of them stays 4,000 long.
_PHRASES = dict.fromkeys(
    map(ord, "㌇㌕㌖㌗㌙㌚㌠㌫㌮㌲㌴㌶㍇㍊㍖㎮㎯ﷺﷻ"),
    "¤",
)
_DASHES = dict.fromkeys(map(ord, "−⁃˗ー_"), "-")


class _Plain(dict[int, str]):
    """What each character looks like, worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


_PLAIN = _Plain()


def plain_text(text: str) -> str:
    """`text` with digits of any script as 0-9, every blank as a space, every dash as "-", every middle dot as ".",
    full-width and styled letters as plain ones, and without what cannot be seen (zero-width characters, soft hyphens,
    direction marks). Line breaks are kept. The result is at most four times as long."""
    if text.isascii() and text.isprintable():
        return text.replace("_", "-")
    composed = unicodedata.normalize("NFKC", text.translate(_BLANKS | _PHRASES))
    return composed.translate(_DOTS | _DASHES).translate(_PLAIN)


def _plain(symbol: str) -> str:
    if symbol.isascii() and symbol.isprintable():
        return symbol
    if symbol in "\n\r\u2028\u2029":
        return "\n"
    digit = unicodedata.decimal(symbol, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(symbol)
    return "" if kind in _UNSEEN else " " if kind == "Zs" else "-" if kind == "Pd" else symbol
