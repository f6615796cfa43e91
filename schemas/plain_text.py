"""Typed text as a reader sees it, in plain characters, so that rules about texts need not know all of Unicode."""

import unicodedata

_UNSEEN = {"Cf", "Cc", "Me", "Mn", "Cs", "Co"}
_BLANKS = dict.fromkeys(map(ord, "\t\u00a0\u115f\u1160\u2800\u3164\uffa0"), " ")
_DOTS = dict.fromkeys(map(ord, "·•‧∙⋅・。․"), ".")
# One letter that stands for a whole phrase, or for a word of five letters or more (NFKC): as one letter it is none of
# what is looked for, and a text of 4,000 of them stays one of 4,000.
_PHRASES = dict.fromkeys(
    map(ord, "㌇㌕㌖㌗㌙㌚㌠㌫㌮㌲㌴㌶㍇㍊㍖㎮㎯ﷺﷻ"),
    "¤",
)
_DASHES = dict.fromkeys(map(ord, "−⁃˗ー_"), "-")


class _Plain(dict[int, str]):
    """What a character looks like, worked out once for each."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


_PLAIN = _Plain()


def plain_text(text: str) -> str:
    """`text` with digits of any script as 0-9, every blank a space, every dash "-", every middle dot ".", wide and
    styled letters plain, and what cannot be seen (zero-width, soft hyphens, direction marks) gone. Lines are kept. What
    comes back is at most four times as long."""
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
