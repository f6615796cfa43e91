"""Pieces of pages that are the same for many people: drawn once, and anew when anything that they show is different."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST = 2000
"""Pieces kept, about 2 kB each; those not wanted for the longest go first."""
_drawn: OrderedDict[Hashable, str] = OrderedDict()


def once(shown: Hashable, draw: Callable[[], str]) -> str:
    """What `draw` makes, remembered under `shown`: everything that it shows, words included, so that nothing outlives
    a change. In a template: `{% call once("name", all, that, it, shows) %}…{% endcall %}`."""
    if shown in _drawn:
        _drawn.move_to_end(shown)
        return _drawn[shown]
    made = _drawn[shown] = draw()
    if len(_drawn) > MOST:
        _drawn.popitem(last=False)
    return made
