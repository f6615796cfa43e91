"""The product's own letters for typst, which reads no web fonts: unpacked once, into a folder that is not kept."""

import tempfile
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from server.speech import WEB

FAMILY = "Atkinson Hyperlegible"
ALSO = f"{FAMILY} Ext"
"""The same letters for other languages; a family of its own, or typst would take one file for the other."""
FALLBACK = ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math")
"""Those that typst brings along."""


@cache
def font_folder() -> tuple[Path, tuple[str, ...]]:
    """Where the fonts lie, and the families in the order in which they are asked. Without web fonts: typst's own."""
    folder = Path(tempfile.mkdtemp(prefix="peerboard-fonts-"))
    files = sorted((WEB / "static/vendor").glob("atkinson-hyperlegible-*.woff2"))
    for file in files:
        _unpack(file, folder)
    return folder, ((FAMILY, ALSO) if files else ()) + FALLBACK


def _unpack(file: Path, folder: Path) -> None:
    font = TTFont(file)
    font.flavor = None
    if "latin-ext" in file.name:
        for record in font["name"].names:
            if record.nameID in {1, 4, 16}:
                record.string = record.toUnicode().replace(FAMILY, ALSO)
    font.save(folder / f"{file.stem}.ttf")
