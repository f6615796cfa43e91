"""Soft hyphens in long words, for browsers that cannot divide Danish ones: a line then breaks where a person would
break it, and with a hyphen. The patterns are those of the Danish dictionary in pyphen.

They are drawn on pages only. Nothing that is stored, searched, exported or mailed has them; and whoever copies a title
from a page into a form sends none, because `as_kept` (schemas/typed_text.py) removes what cannot be seen.
"""

import re
from functools import cache, lru_cache

from markupsafe import Markup
from pyphen import Pyphen

LONG = 13
"""Letters from which a word is divided: shorter ones fit on a line of the narrowest phone at any size of text."""
LONGEST = 80
"""Letters looked at together: nobody writes a longer word, and what is no word costs no more than its length."""
SOFT = "\u00ad"
_WORDS = re.compile(rf"[^\W\d_]{{{LONG},{LONGEST}}}")


@cache
def _danish() -> Pyphen:
    return Pyphen(lang="da_DK", left=4, right=4)


@lru_cache(maxsize=4096)
def _divided(word: str) -> str:
    return str(_danish().inserted(word, SOFT))


def hyphenated(words: str) -> str:
    """`words` with soft hyphens in its long ones. What is HTML already is returned as it is."""
    if isinstance(words, Markup):
        return words
    return _WORDS.sub(lambda found: _divided(found[0]), words)
