"""Two pages compared as a person would see them (R4): one that followed the stream, one freshly loaded."""

from difflib import unified_diff

from lxml.html import HtmlElement

from tests.support.dom import Page

SKIPPED = {"script", "template", "link", "meta"}
TRANSIENT = {"data-at", "data-now", "data-acted", "hx-ws:connect", "data-news", "data-part"}
"""Attributes that say how far a page has come and when it was made, not what it shows."""
PAINTED = {"value", "checked", "aria-disabled"}
"""Attributes that the script paints on a ballot from its note, #ballot-note, which is personal."""
PERSONAL = {"class", "hidden", "data-version", "data-dots"}
"""Attributes of an element that is somebody's own, which tell of that person."""
MOMENTARY = {"held", "ways"}
"""Classes of what tells of the moment in which a page was fetched: its time, for people without scripts; and how much
waits for somebody, at the top, which is counted for no frame."""
ONE_TIME = {"key", "plain_key", "nonce"}
"""Hidden inputs that are new on every load."""


def picture(page: Page, *, personal: bool = False) -> list[str]:
    """The page as lines, one per element and text, without what may rightly differ between two loads."""
    lines: list[str] = []
    _draw(page.body, 0, lines, personal, ballot=False)
    return lines


def differences(followed: Page, fresh: Page, *, personal: bool = False) -> str:
    """How a page that followed differs from a fresh one, as a diff; empty when they are the same."""
    seen, loaded = picture(followed, personal=personal), picture(fresh, personal=personal)
    if seen == loaded:
        return ""
    return "\n".join(unified_diff(seen, loaded, "followed", "fresh", n=2, lineterm=""))


def assert_mirrors(followed: Page, fresh: Page, *, personal: bool = False) -> None:
    """AssertionError with a readable diff unless both show the same. `personal` includes the personal elements."""
    diff = differences(followed, fresh, personal=personal)
    assert not diff, f"{followed.url}: a page that followed is not a page freshly loaded\n{diff}"


def _draw(element: HtmlElement, depth: int, lines: list[str], personal: bool, *, ballot: bool) -> None:
    """`ballot`: it stands in the form of that name."""
    tag, given = element.tag, dict(element.items())
    if not isinstance(tag, str) or tag in SKIPPED:
        return
    ballot = ballot or (tag == "form" and given.get("id") == "ballot")
    hidden = "data-personal" in given and not personal
    lines.append(f"{'  ' * depth}<{tag}{_attributes(given, hidden=hidden, ballot=ballot) if given else ''}>")
    if hidden or given.get("id") == "left" or not MOMENTARY.isdisjoint(given.get("class", "").split()):
        return
    _write(element.text, depth + 1, lines)
    for child in element:
        _draw(child, depth + 1, lines, personal, ballot=ballot)
        _write(child.tail, depth + 1, lines)


def _attributes(given: dict[str, str], *, hidden: bool, ballot: bool) -> str:
    told = []
    for name, value in sorted(given.items()):
        if name in TRANSIENT or (ballot and name in PAINTED) or (hidden and name in PERSONAL):
            continue
        if name == "value" and given.get("name") in ONE_TIME:
            continue
        shown = " ".join(sorted(value.split())) if name == "class" else value
        told.append(f' {name}="{shown}"')
    return "".join(told)


def _write(text: str | None, depth: int, lines: list[str]) -> None:
    if text and (words := " ".join(text.split())):
        lines.append("  " * depth + words)
