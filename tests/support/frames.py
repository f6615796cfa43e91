"""What a frame's content does to a page: each <hx-partial> names a target and how to swap it."""

from dataclasses import dataclass
from typing import TypeAlias

from lxml import html
from lxml.html import HtmlElement

Node: TypeAlias = HtmlElement | str


@dataclass(frozen=True)
class Part:
    """One <hx-partial>."""

    target: str
    swap: str
    nodes: list[Node]

    def swap_into(self, target: HtmlElement) -> None:
        """Swap it into the tree that `target` is in."""
        how = self.swap.split()[0]
        assert how in SWAPS, f"the tests' page does not know hx-swap={self.swap}"
        SWAPS[how](target, self.nodes)


def parts(content: str) -> list[Part]:
    """The parts of a frame's content, in order; AssertionError when there is text outside of them."""
    found: list[Part] = []
    nodes: list[Node] = list(html.fragments_fromstring(content))
    for node in nodes:
        if isinstance(node, str) or node.tag != "hx-partial":
            assert isinstance(node, str), f"<{node.tag}> stands outside of a partial"
            assert not node.strip(), f"text outside of a partial: {node[:80]}"
            continue
        assert not (node.tail or "").strip(), f"text after a partial: {node.tail}"
        inner: list[Node] = [node.text] if node.text else []
        inner += list(node)
        found.append(Part(node.get("hx-target", ""), node.get("hx-swap", "outerMorph"), inner))
    return found


def _replace(target: HtmlElement, nodes: list[Node]) -> None:
    parent = target.getparent()
    assert parent is not None
    elements = [node for node in nodes if not isinstance(node, str)]
    tail, target.tail = target.tail, None
    place = parent.index(target)
    parent.remove(target)
    for offset, element in enumerate(elements):
        parent.insert(place + offset, element)
    if elements:
        elements[-1].tail = tail


def _fill(target: HtmlElement, nodes: list[Node]) -> None:
    for child in list(target):
        target.remove(child)
    target.text = None
    _append(target, nodes)


def _append(target: HtmlElement, nodes: list[Node]) -> None:
    for node in nodes:
        if not isinstance(node, str):
            target.append(node)
        elif len(target):
            target[-1].tail = (target[-1].tail or "") + node
        else:
            target.text = (target.text or "") + node


def _prepend(target: HtmlElement, nodes: list[Node]) -> None:
    for place, node in enumerate(node for node in nodes if not isinstance(node, str)):
        target.insert(place, node)


def _after(target: HtmlElement, nodes: list[Node]) -> None:
    for node in reversed([node for node in nodes if not isinstance(node, str)]):
        target.addnext(node)


def _before(target: HtmlElement, nodes: list[Node]) -> None:
    for node in nodes:
        if not isinstance(node, str):
            target.addprevious(node)


def _delete(target: HtmlElement, nodes: list[Node]) -> None:
    target.drop_tree()


SWAPS = {
    "outerMorph": _replace,
    "outerHTML": _replace,
    "innerMorph": _fill,
    "innerHTML": _fill,
    "beforeend": _append,
    "append": _append,
    "afterbegin": _prepend,
    "prepend": _prepend,
    "afterend": _after,
    "after": _after,
    "beforebegin": _before,
    "before": _before,
    "delete": _delete,
}
