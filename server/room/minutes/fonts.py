"""The product's own fonts for typst, which cannot read web fonts. Each server unpacks them once, into a folder that it
throws away."""

import os
from pathlib import Path

from server.checkout import CHECKOUT

FAMILY = "Atkinson Hyperlegible"
ALSO = f"{FAMILY} Ext"
"""The same font with the letters of more languages, as a family of its own: under one name typst confuses the two
files."""
SIGNS = "Noto Emoji"
"""Hearts, thumbs and faces in one colour, as they are written on phones."""
FALLBACK = ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math")
"""The fonts that typst comes with."""


def fonts_in(folder: Path) -> tuple[str, ...]:
    """Unpack the fonts into a folder, unless they are there already. Returns the families in order of preference; only
    typst's own if there are no web fonts."""
    vendor = CHECKOUT / "web/static/vendor"
    files = sorted((*vendor.glob("atkinson-hyperlegible-*.woff2"), *vendor.glob("noto-emoji-*.woff2")))
    for file in files:
        if not (folder / f"{file.stem}.ttf").exists():
            _unpack(file, folder)
    return ((FAMILY, ALSO) if files else ()) + FALLBACK + ((SIGNS,) if files else ())


def _unpack(file: Path, folder: Path) -> None:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # imported here, where it is seldom needed

    font = TTFont(file)
    font.flavor = None
    if "latin-ext" in file.name:
        for record in font["name"].names:
            if record.nameID in {1, 4, 16}:
                record.string = record.toUnicode().replace(FAMILY, ALSO)
    whole = folder / f"{file.stem}.{os.getpid()}"  # another process may be unpacking or reading it
    font.save(whole)
    whole.rename(folder / f"{file.stem}.ttf")
