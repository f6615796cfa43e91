"""A region that takes the place of others on a page, and gives it back."""

from server.live.pages import Gathering, Page, Region, no_state


async def nothing(*_: object) -> None:
    """A page that nobody loads."""


REGIONS = {
    name: Region(name, f"{name}.html", state=name == "count") for name in ("whole", "where", "list", "form", "count")
}
PAGE = Page(
    "page", nothing, nothing, no_state, REGIONS,  # type: ignore[arg-type]
    Gathering("whole", frozenset({"where"}), when=lambda over: over),
)  # fmt: skip


def drawn(*names: str, over: bool) -> list[str]:
    return [region.id for region in PAGE.there([REGIONS[name] for name in names], over)]


def test_what_is_not_there_is_drawn_as_what_stands_in_its_place() -> None:
    assert drawn("where", "list", "form", over=False) == ["where", "list", "form"]
    assert drawn("where", "list", "form", over=True) == ["whole", "where"]
    assert drawn("whole", "where", over=True) == ["whole", "where"]


def test_it_is_not_drawn_for_what_stands_beside_it_or_only_counts() -> None:
    assert drawn("where", over=True) == ["where"]
    assert drawn("count", over=True) == []
    assert drawn("where", "count", over=True) == ["where"]
