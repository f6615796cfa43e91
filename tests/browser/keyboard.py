"""Going through a page by keyboard alone, as one does who uses no pointer: Tab, Enter, Space and letters."""

from playwright.async_api import Page

FAR = 120
"""Tabs that a page may take before one is where one wants to be."""


async def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(FAR):
        if await page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"nobody comes to {selector} by Tab on {page.url}")


async def type_in(page: Page, selector: str, text: str) -> None:
    """Go to a field and write."""
    await tab_to(page, selector)
    await page.keyboard.type(text)


async def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to a button, a link or a choice, and press it."""
    await tab_to(page, selector)
    await page.keyboard.press(key)
