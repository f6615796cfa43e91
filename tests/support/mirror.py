"""Two pages compared as a person would see them (R4): one that followed the stream, one freshly loaded."""

from difflib import unified_diff

from lxml.html import HtmlElement

from tests.support.dom import Page

SKIPPED = {"script", "template", "link", "meta"}
TRANSIENT = {"data-at", "data-now", "data-acted", "hx-ws:connect", "data-news"}
"""Attributes that say how far a page has come and when it was made, not what it shows."""
PAINTED = {"value", "checked", "aria-disabled"}
"""Attributes that the script paints on a ballot from its note, #ballot-note, which is personal."""
MOMENTARY = {"held", "ways"}
"""Classes of what tells of the moment in which a page was fetched: its time, for people without scripts; and how much
waits for somebody, at the top, which is counted for no frame."""
ONE_TIME = {"key", "plain_key", "nonce"}
"""Hidden inputs that are new on every load."""


def picture(page: Page, *, personal: bool = False) -> list[str]:
    """The page as lines, one per element and text, without what may rightly differ between two loads."""
    lines: list[str] = []
    _draw(page.body, 0, lines, personal)
    return lines


def differences(followed: Page, fresh: Page, *, personal: bool = False) -> str:
    """How a page that followed differs from a fresh one, as a diff; empty when they are the same."""
    seen, loaded = picture(followed, personal=personal), picture(fresh, personal=personal)
    return "\n".join(unified_diff(seen, loaded, "followed", "fresh", n=2, lineterm=""))


def assert_mirrors(followed: Page, fresh: Page, *, personal: bool = False) -> None:
    """AssertionError with a readable diff unless both show the same. `personal` includes the personal elements."""
    diff = differences(followed, fresh, personal=personal)
    assert not diff, f"{followed.url}: a page that followed is not a page freshly loaded\n{diff}"


def _draw(element: HtmlElement, depth: int, lines: list[str], personal: bool) -> None:
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return
    indent = "  " * depth
    lines.append(f"{indent}<{element.tag}{_attributes(element, personal)}>")
    if ("data-personal" in element.attrib and not personal) or element.get("id") == "left":
        return
    if MOMENTARY & set((element.get("class") or "").split()):
        return
    _write(element.text, depth + 1, lines)
    for child in element:
        _draw(child, depth + 1, lines, personal)
        _write(child.tail, depth + 1, lines)


def _attributes(element: HtmlElement, personal: bool) -> str:
    skipped = set(TRANSIENT)
    field = element.get("name") or ""
    if field in ONE_TIME:
        skipped.add("value")
    if any(form.get("id") == "ballot" for form in element.iterancestors("form")):
        skipped |= PAINTED
    if "data-personal" in element.attrib and not personal:
        skipped |= {"class", "hidden", "data-version", "data-dots"}
    told = []
    for name, value in sorted(element.attrib.items()):
        if name in skipped:
            continue
        shown = " ".join(sorted(str(value).split())) if name == "class" else str(value)
        told.append(f' {name}="{shown}"')
    return "".join(told)


def _write(text: str | None, depth: int, lines: list[str]) -> None:
    if words := " ".join((text or "").split()):
        lines.append("  " * depth + words)
