"""The pictures of the pages of help: our own screens, one of each for each language, in web/static/help/.

`make screens ARGS=help` takes them anew (tests/browser/help_pictures.py).
"""

from dataclasses import dataclass

from server.web.assets import STATIC

FOLDER = STATIC / "help"
SIZE_MOST = 60_000
"""Bytes of one picture: who reads about a meeting may stand in a corridor with a bad line."""


@dataclass(frozen=True)
class Size:
    """How wide and high a screen is, in CSS pixels, and how many pixels of the picture make one of them."""

    width: int
    height: int
    scale: float = 1


PICTURES = {
    "write": Size(360, 640, 2),
    "vote": Size(360, 640, 2),
    "answer": Size(1200, 800),
    "poster": Size(794, 1123),
    "desk": Size(1366, 768),
    "wall": Size(1920, 1080, 0.5),
    "after": Size(1366, 768),
}
"""By name."""


def address(name: str, language: str) -> str:
    """The URL of a picture."""
    return f"/static/help/{file_of(name, language)}"


def file_of(name: str, language: str) -> str:
    """The name of a picture's file in FOLDER."""
    return f"{name}.{language}.webp"
