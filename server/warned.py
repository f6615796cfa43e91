"""Staff may mean it: what looks like personal data in their words is asked about once (promise P4)."""

from collections.abc import Mapping
from hashlib import blake2b

from schemas.personal_data import find_personal_data
from server.answers.needs import LOOKS_LIKE


def warnings(words: Mapping[str, str], warned: str) -> dict[str, str]:
    """A sentence for each field that holds what looks like personal data, and "warned": sent again with that, the
    same words pass. Empty when there is nothing to ask about."""
    found = {name: kind for name, typed in words.items() if (kind := find_personal_data(typed))}
    digest = blake2b("\0".join(words[name] for name in found).encode(), digest_size=8).hexdigest()
    if not found or warned == digest:
        return {}
    return {name: LOOKS_LIKE[kind] for name, kind in found.items()} | {"warned": digest}
