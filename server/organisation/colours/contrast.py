"""Contrast as WCAG 2.2 defines it, and the pairs of colours that our pages put on top of each other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from server.core.errors import N_

LEAST = 4.5
"""The contrast that WCAG 2.2, 1.4.3, requires between text and its background."""
OURS = {
    "paper": "#FBF8F2",
    "card": "#FFFFFF",
    "ink": "#1B2430",
    "quiet": "#485260",
    "brand": "#0A4F52",
    "brand-soft": "#E1EEEC",
}
"""The six tokens that an organisation may change, with our own values (`web/static/css/tokens.css`)."""
FIXED = {
    "warm": "#8A3B12",
    "good": "#1E5631",
    "waiting": "#6A4A00",
    "not": "#8B1E3F",
    "focus": "#0B57D0",
    "warm-soft": "#FBE9DD",
    "good-soft": "#E3F1E6",
    "waiting-soft": "#FBF0D2",
    "not-soft": "#F9E3E9",
    "ground": "#F6F2EA",
}
"""The tokens that nobody can change: what they signal must look the same everywhere."""
GROUNDS = ("paper", "card")
PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("ink", "quiet", "brand") for ground in (*GROUNDS, "brand-soft")),
    *((text, ground) for text in ("ink", "quiet") for ground in ("ground",)),
    *(("ink", ground) for ground in ("warm-soft", "good-soft", "waiting-soft", "not-soft")),
    *((text, ground) for text in ("warm", "good", "waiting", "not", "focus") for ground in GROUNDS),
    ("paper", "brand"),
    ("card", "brand"),
)
"""(text, ground): every pair that a page may show in light mode. Dark mode uses our own colours, at 7:1."""
NAMES = {
    "paper": N_("papir"),
    "card": N_("kort"),
    "ink": N_("tekst"),
    "quiet": N_("dæmpet tekst"),
    "brand": N_("jeres farve"),
    "brand-soft": N_("jeres lyse farve"),
    "warm": N_("rød-brun"),
    "good": N_("grøn"),
    "waiting": N_("gul-brun"),
    "not": N_("rød"),
    "focus": N_("blå ramme"),
    "warm-soft": N_("lys rød-brun"),
    "good-soft": N_("lys grøn"),
    "waiting-soft": N_("lys gul"),
    "not-soft": N_("lys rød"),
    "ground": N_("lys grå"),
}
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


@dataclass(frozen=True)
class Weak:
    """A pair with too little contrast; `ratio` is what it has."""

    text: str
    ground: str
    ratio: float


def colour(typed: str) -> str | None:
    """A typed colour ("0a4f52", "#0A4F52", "#abc") as #RRGGBB, or None if it is not a colour."""
    found = _HEX.fullmatch(typed.strip())
    if found is None:
        return None
    digits = found.group(1).upper()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def luminance(value: str) -> float:
    """The relative luminance of a #RRGGBB in sRGB, from 0 for black to 1 for white (WCAG 2.2)."""
    shares = (int(value[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two #RRGGBB colours, from 1 to 21, the same either way round (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def weak_pairs(colours: Mapping[str, str]) -> list[Weak]:
    """The pairs under LEAST when the six tokens have these `colours`, worst first. A missing token has our own
    colour."""
    tokens = {**FIXED, **OURS, **colours}
    seen = [Weak(text, ground, contrast(tokens[text], tokens[ground])) for text, ground in PAIRS]
    return sorted((pair for pair in seen if pair.ratio < LEAST), key=lambda pair: pair.ratio)
