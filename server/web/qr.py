"""QR codes as inline SVG."""

from functools import lru_cache

import segno
from markupsafe import Markup

from server.core.settings import get_settings


@lru_cache(maxsize=256)
def qr_svg(link: str) -> Markup:
    """A QR code of `link`, sized by the style sheet.

    Cached: making one takes 4 ms, a third of the time of a whole desk."""
    drawn = segno.make(link, error="m").svg_inline(omitsize=True, border=2, dark="#000", light="#fff", svgclass="qr")
    return Markup(drawn)  # noqa: S704 - drawn by segno from our own address


def address_qr(path: str) -> Markup:
    """The QR code for an address of ours."""
    return qr_svg(f"{get_settings().public_url}{path}")
