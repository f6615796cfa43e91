"""The product's own letters for typst, which reads no web fonts: unpacked once by each server, and not kept."""

import os
from pathlib import Path

from server.core.translations import WEB

FAMILY = "Atkinson Hyperlegible"
ALSO = f"{FAMILY} Ext"
"""The same letters for other languages; a family of its own, or typst would take one file for the other."""
FALLBACK = ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math")
"""Those that typst brings along."""


def fonts_in(folder: Path) -> tuple[str, ...]:
    """Unpack the fonts into a folder, unless they lie there already; the families in the order in which they are asked.
    Without web fonts: typst's own."""
    files = sorted((WEB / "static/vendor").glob("atkinson-hyperlegible-*.woff2"))
    for file in files:
        if not (folder / f"{file.stem}.ttf").exists():
            _unpack(file, folder)
    return ((FAMILY, ALSO) if files else ()) + FALLBACK


def _unpack(file: Path, folder: Path) -> None:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # here: once they are unpacked, nobody needs it

    font = TTFont(file)
    font.flavor = None
    if "latin-ext" in file.name:
        for record in font["name"].names:
            if record.nameID in {1, 4, 16}:
                record.string = record.toUnicode().replace(FAMILY, ALSO)
    whole = folder / f"{file.stem}.{os.getpid()}"  # another process may be unpacking it, or reading what is there
    font.save(whole)
    whole.rename(folder / f"{file.stem}.ttf")
