"""What typed text may contain. Every field of every form passes through here before anything reads it.

What can be seen is kept as it was typed. What cannot be seen is removed: it would make two names that look alike
differ, hide words from a search, or reverse the direction of the line it is in. Scripts and emoji that need a joiner
keep it.
"""

import re
import unicodedata

MARKS_MOST = 4
"""Combining marks on one letter; no living script needs more, and a letter with 37 covers the lines around it."""
_LINES = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")
# Letters and a symbol without a shape: the Hangul fillers, and the blank Braille pattern.
_BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u2800"), " ")
# What one gets for two or three letters when copying from a PDF.
_LIGATURES = {0xFB00 + at: letters for at, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_PLAINER = _LINES | _BLANKS | _LIGATURES
# Latin, Greek and Cyrillic letters and ordinary signs: all that most texts are made of, and it stays as it is.
_ORDINARY = re.compile(r"[\n\t -~¡-¬®-\u02ff\u0391-\u03a1\u0400-\u0482\u2013-\u201e\u2022\u2026\u20ac]*")
_UNSEEN = {"Cc", "Cf", "Cs", "Co"}
_SIGNS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
"""Arabic and Syriac signs that have a shape, though Unicode puts them in a category (Cf) that has none."""
_NO_SHAPE = frozenset("\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f\ufffc")
_EMOJI_SHAPE, _NOT_JOINED, _JOINED = "\ufe0f", "\u200c", "\u200d"


def as_kept(typed: str, *, lines: bool = False) -> str:
    """`typed` as it is stored and compared: composed (NFC), with uniform line breaks, nothing that cannot be seen, and
    at most MARKS_MOST marks on a letter. Without `lines` it is put on one line. Takes linear time."""
    text = typed.replace("\r\n", "\n")
    if not _ORDINARY.fullmatch(text):
        text = unicodedata.normalize("NFC", "".join(_seen(text.translate(_PLAINER))))
    return text if lines else text.replace("\n", " ").replace("\t", " ")


def _seen(text: str) -> list[str]:
    kept: list[str] = []
    marks, joiner = MARKS_MOST, ""  # a mark needs a letter before it
    for symbol in text:
        kind = unicodedata.category(symbol)
        if symbol in "\n\t":
            kept.append(symbol)
            marks, joiner = MARKS_MOST, ""
        elif symbol in {_NOT_JOINED, _JOINED}:
            joiner = symbol if kept and not joiner else ""
        elif symbol == _EMOJI_SHAPE:
            if kept and _drawn(kept[-1]):
                kept.append(symbol)
        elif _is_unseen(symbol, kind):
            continue
        elif kind in {"Mn", "Me"}:
            marks += 1
            if marks <= MARKS_MOST:
                kept.append(symbol)
        else:
            if joiner and _joins(kept[-1], symbol, joiner):
                kept.append(joiner)
            kept.append(" " if kind in {"Zs", "Zl", "Zp"} else symbol)
            marks, joiner = (MARKS_MOST if kind == "Zs" else 0), ""
    return kept


def _is_unseen(symbol: str, kind: str) -> bool:
    if kind in _UNSEEN:
        return symbol not in _SIGNS
    code = ord(symbol)
    selects = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    nobody = kind == "Cn" and (0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)
    return selects or nobody or symbol in _NO_SHAPE


def _drawn(symbol: str) -> bool:
    """Whether it may be drawn as an emoji: a symbol, or a digit that becomes a keycap."""
    return unicodedata.category(symbol)[0] == "S" or symbol in "0123456789#*\u203c\u2049"


def _joins(before: str, after: str, joiner: str) -> bool:
    """Whether a joiner between the two has a visible effect: between emoji, and within words in Arabic, Indic and other
    scripts."""
    if joiner == _JOINED and (before == _EMOJI_SHAPE or _drawn(before)) and _drawn(after):
        return True
    return _shaped(before) and _shaped(after)


def _shaped(symbol: str) -> bool:
    code = ord(symbol)
    return (0x0600 <= code < 0x10A0 or 0x1700 <= code < 0x1D00) and unicodedata.category(symbol)[0] in "LM"
