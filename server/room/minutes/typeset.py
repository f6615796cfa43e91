"""Minutes typeset by typst as PDF/UA-1, in a process of their own (`server/web/files/`).

What people wrote reaches typst as data, never as markup, and typst may open no file but its own template and fonts.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst

from server.checkout import CHECKOUT
from server.room.minutes.fonts import fonts_in

TEMPLATE = CHECKOUT / "web/templates/room/minutes/minutes.typ"
PROBE = """#set document(title: [a])
#set text(font: sys.inputs.fonts.split("|"))
#sys.inputs.told"""
USUAL = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("æøåÆØÅéüöäÉÜÖÄß–—…·“”‘’»«§°\n\u00a0")
JOINING = frozenset("\u200c\u200d")
"""Characters that keep letters together or apart."""
LINE_ENDS = frozenset("\u2028\u2029")
NEVER = {"Cc", "Cf", "Cs", "Cn", "Co"}
MISSING = re.compile(r'the text `"(.{1,40}?)"` could not be displayed', re.DOTALL)
"""How typst names the characters that no font has: in quotes, with marks and quotes escaped as in Rust."""
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)", re.DOTALL)


class Press:
    """Typst with the fonts of a folder."""

    def __init__(self, folder: Path) -> None:
        self._fonts = "|".join(fonts_in(folder))
        self._compiler = typst.Compiler(root=str(folder), font_paths=[str(folder)])

    def print(self, source: str, told: str) -> bytes:
        """The PDF of typst markup `source`, which reads `told`. Raises TypstError, among others for a character that no
        font has."""
        files: Any = source.encode()
        inputs = {"told": told, "fonts": self._fonts}
        made: Any = self._compiler.compile(files, sys_inputs=inputs, pdf_standards=["ua-1"])
        return bytes(made)

    def unshowable(self, letters: Iterable[str]) -> set[str]:
        """Those of `letters` that no font has. All are tried in one go, because a try takes longer than typesetting a
        page. Each follows a letter, since a combining mark needs one to sit on."""
        asked = set(letters)
        if not asked:
            return set()
        try:
            self.print(PROBE, "".join(f"a{letter}" for letter in sorted(asked)) + "a")
        except typst.TypstError as error:
            named = "".join(MISSING.findall(str(error.diagnostic)))
            return asked & set(ESCAPED.sub(_unescaped, named))
        return set()


def made(told: dict[str, Any], folder: Path) -> bytes:
    """The PDF of the data from `pdf.py`, with every character that no font has replaced. The entry point of the
    process."""
    press = Press(folder)
    printed = _printed(told, as_shown(press, _letters(told)))
    return press.print(TEMPLATE.read_text("utf-8"), json.dumps(printed, ensure_ascii=False))


def as_shown(press: Press, letters: Iterable[str]) -> dict[int, str]:
    """What to print instead of characters that cannot be printed: their name, as in "[thumbs up sign]", and nothing for
    those that are invisible or would reverse the direction of reading."""
    odd = set(letters) - USUAL
    unseen = {letter for letter in odd if unicodedata.category(letter) in NEVER and letter not in JOINING}
    shown = {ord(letter): "" for letter in unseen} | {ord(letter): "\n" for letter in odd & LINE_ENDS}
    return shown | {ord(letter): _called(letter) for letter in press.unshowable(odd - unseen - LINE_ENDS)}


def _called(letter: str) -> str:
    if unicodedata.category(letter) in {"Mn", "Me"}:
        return ""
    return f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]"


def _letters(told: Any) -> set[str]:
    """All characters of the strings in `told`."""
    if isinstance(told, str):
        return set(told)
    if isinstance(told, dict):
        told = list(told.values())
    return set().union(*map(_letters, told)) if isinstance(told, list | tuple) else set()


def _printed(told: Any, shown: dict[int, str]) -> Any:
    if isinstance(told, str):
        return told.translate(shown)
    if isinstance(told, dict):
        return {name: _printed(value, shown) for name, value in told.items()}
    return [_printed(value, shown) for value in told] if isinstance(told, list | tuple) else told


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]
