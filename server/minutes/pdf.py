"""The minutes as a PDF that a screen reader can read (PDF/UA-1), set by typst.

What people wrote reaches typst as data, never as markup, and typst may open no file but its own template and fonts.
"""

import asyncio
import json
import unicodedata
from collections import OrderedDict
from dataclasses import asdict
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

import typst

from server.errors import N_, Problem
from server.minutes.blocks import Document
from server.minutes.fonts import font_folder
from server.speech import WEB, say

TEMPLATE = WEB / "templates/minutes/minutes.typ"
PATIENCE = 30.0
"""Seconds that somebody waits for a PDF, those before it in the line included."""
KEEP = 16
PROBE = """#set document(title: [a])
#set text(font: sys.inputs.fonts.split("|"))
#sys.inputs.told"""
USUAL = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("æøåÆØÅéüöäÉÜÖÄß–—…·“”‘’»«§°\n\u00a0")
JOINING = frozenset("\u200c\u200d")
"""They hold letters together, or apart."""


class Busy(Problem):
    """It took too long."""

    status = 503


_made: "OrderedDict[bytes, bytes]" = OrderedDict()
_one_at_a_time = asyncio.Semaphore(1)


async def pdf_of(shown: Document, language: str) -> bytes:
    """The document as a PDF, made at most once for the same words. Raises Busy after half a minute."""
    told = {"language": language, "words": _words(language), **asdict(shown)}
    told["sections"] = [asdict(section) for section in shown.read]
    key = blake2b(json.dumps(told).encode(), digest_size=16).digest()
    try:
        async with asyncio.timeout(PATIENCE), _one_at_a_time:
            if key not in _made:
                _made[key] = await asyncio.to_thread(_set, told)
    except TimeoutError:
        raise Busy(N_("Det tog for lang tid at lave PDF-filen. Prøv igen om lidt.")) from None
    _made.move_to_end(key)
    while len(_made) > KEEP:
        _made.popitem(last=False)
    return _made[key]


def _words(language: str) -> dict[str, str]:
    return {"page": say(language, N_("Side")), "of": say(language, N_("af"))}


def _printable(told: Any) -> Any:
    if isinstance(told, str):
        return "".join(letter if letter in USUAL else _shown(letter) for letter in told)
    if isinstance(told, dict):
        return {name: _printable(value) for name, value in told.items()}
    return [_printable(value) for value in told] if isinstance(told, list | tuple) else told


@lru_cache(maxsize=4096)
def _shown(letter: str) -> str:
    """A letter as the PDF can hold it: itself where a font has it, else what it is called, as in "[thumbs up sign]";
    nothing for what cannot be seen, nor for what turns the reading around: a text is printed in the order it has."""
    if letter in {"\u2028", "\u2029"}:
        return "\n"
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Cn", "Co"} and letter not in JOINING:
        return ""
    try:
        _typeset(PROBE, f"a{letter}a")
    except typst.TypstError:
        marks = unicodedata.category(letter) in {"Mn", "Me"}
        return "" if marks else f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]"
    return letter


def _set(told: dict[str, Any]) -> bytes:
    """All the work, away from the loop; nothing is in it that no font can show."""
    return _typeset(TEMPLATE.read_text("utf-8"), json.dumps(_printable(told), ensure_ascii=False))


def _typeset(source: str, told: str) -> bytes:
    compiler, names = _compiler()
    files: Any = source.encode()
    made: bytes = compiler.compile(files, sys_inputs={"told": told, "fonts": "|".join(names)}, pdf_standards=["ua-1"])
    return made


@cache
def _compiler() -> tuple[Any, tuple[str, ...]]:
    """One for all, for it has read the fonts; it sees no folder but theirs."""
    folder, names = font_folder()
    return typst.Compiler(root=str(folder), font_paths=[str(folder)]), names
