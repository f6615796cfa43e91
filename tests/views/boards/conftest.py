"""The one Chromium, for the way in by keyboard."""

from tests.browser.conftest import browser

__all__ = ["browser"]
