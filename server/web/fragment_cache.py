"""Fragments of pages that are the same for many people: rendered once, and again when anything they show changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST = 2000
"""Fragments kept, of about 2 kB each; the least recently used go first."""
_drawn: OrderedDict[Hashable, str] = OrderedDict()


def once(shown: Hashable, draw: Callable[[], str]) -> str:
    """What `draw` returns, cached under `shown`. That must be everything it shows, words included, so that no fragment
    outlives a change. In a template: `{% call once("name", all, that, it, shows) %}…{% endcall %}`."""
    if shown in _drawn:
        _drawn.move_to_end(shown)
        return _drawn[shown]
    made = _drawn[shown] = draw()
    if len(_drawn) > MOST:
        _drawn.popitem(last=False)
    return made
