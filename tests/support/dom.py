"""A page as a browser holds it: parsed, with forms, and changed by frames."""

from urllib.parse import urlsplit

from lxml import html
from lxml.html import FormElement, HtmlElement

from tests.support.frames import Part, parts


class Page:
    """One HTML page. `url` is where it was read."""

    def __init__(self, text: str, url: str = "", status: int = 200) -> None:
        self.url, self.status, self.source = url, status, text
        self.tree: HtmlElement = html.document_fromstring(text or "<html><body></body></html>")

    @property
    def body(self) -> HtmlElement:
        """The body element, which has data-page, data-id, data-at and data-seat on live pages."""
        return self.tree.find("body")

    @property
    def text(self) -> str:
        """What a person reads, with single spaces."""
        return words(self.body)

    def at(self, name: str) -> str:
        """The body's attribute `data-<name>`, or an empty string."""
        return str(self.body.get(f"data-{name}", ""))

    def find(self, ident: str) -> HtmlElement | None:
        """The element with this id."""
        return find(self.tree, ident)

    def element(self, ident: str) -> HtmlElement:
        """The element with this id; AssertionError when the page has none."""
        found = self.find(ident)
        assert found is not None, f"no #{ident} on {self.url}"
        return found

    def select(self, xpath: str) -> list[HtmlElement]:
        """Elements by XPath."""
        found = self.tree.xpath(xpath)
        return [element for element in found if isinstance(element, HtmlElement)]

    def forms(self) -> list[FormElement]:
        """All forms."""
        return list(self.tree.forms)

    def form(self, action: str) -> FormElement:
        """The form whose action's path ends with `action` ("/ideas"), or whose id is `action` ("#…")."""
        found = [form for form in self.forms() if matches(form, action)]
        assert found, f"no form for {action} on {self.url}; there are {[form.action for form in self.forms()]}"
        return found[0]

    def apply(self, content: str, *, mine: bool = False) -> None:
        """Do with a frame's content what htmx does. AssertionError when a target is missing, unless it is `mine`: a
        personal answer may be for a phase that the page has not heard of yet, and htmx skips it then."""
        for part in parts(content):
            if not mine or part.target == "body" or self.find(part.target.removeprefix("#")) is not None:
                self._apply(part)

    def _apply(self, part: Part) -> None:
        target = self.body if part.target == "body" else self.find(part.target.removeprefix("#"))
        assert target is not None, f"a frame names {part.target}, which is not on {self.url}"
        part.swap_into(target)


def matches(form: FormElement, action: str) -> bool:
    """Whether `action` means this form."""
    if action.startswith("#"):
        return bool(form.get("id") == action[1:])
    return bool(urlsplit(form.action or "").path.endswith(action))


def find(tree: HtmlElement, ident: str) -> HtmlElement | None:
    """The element with this id in a tree; AssertionError when there are two."""
    found = tree.xpath("//*[@id=$ident]", ident=ident)
    assert len(found) < 2, f"{len(found)} elements have the id {ident}"
    return found[0] if found else None


def words(element: HtmlElement) -> str:
    """The text of an element, scripts and templates aside, with single spaces and without soft hyphens."""
    texts = element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::template)]")
    return " ".join(" ".join(str(text) for text in texts).replace("\u00ad", "").split())
