"""Typed text as a reader sees it, in plain characters, so that rules about texts need not know all of Unicode."""

import unicodedata

_UNSEEN = {"Cf", "Cc", "Me", "Mn", "Cs", "Co"}
_BLANKS = dict.fromkeys(map(ord, "\t\u00a0\u115f\u1160\u2800\u3164\uffa0"), " ")
_DOTS = dict.fromkeys(map(ord, "·•‧∙⋅・。․"), ".")
_DASHES = dict.fromkeys(map(ord, "−⁃˗ー_"), "-")


class _Plain(dict[int, str]):
    """What a character looks like, worked out once for each."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


_PLAIN = _Plain()


def plain_text(text: str) -> str:
    """`text` with digits of any script as 0-9, every blank a space, every dash "-", every middle dot ".", wide and
    styled letters plain, and what cannot be seen (zero-width, soft hyphens, direction marks) gone. Lines are kept."""
    return unicodedata.normalize("NFKC", text.translate(_BLANKS)).translate(_DOTS | _DASHES).translate(_PLAIN)


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
