"""Staff are asked once about what looks like personal data in their text, since they may mean it (promise P4)."""

from collections.abc import Mapping
from hashlib import blake2b

from schemas.personal_data import PersonalData, find_personal_data
from server.core.errors import N_

LOOKS_LIKE = {
    PersonalData.CPR: N_("Det ligner et CPR-nummer. Alle kan læse det. Send igen, hvis du mener det."),
    PersonalData.PHONE: N_("Det ligner et telefonnummer. Alle kan læse det. Send igen, hvis du mener det."),
    PersonalData.MAIL: N_("Det ligner en mailadresse. Alle kan læse den. Send igen, hvis du mener det."),
}


def warnings(words: Mapping[str, str], warned: str) -> dict[str, str]:
    """A sentence for each field in `words` that seems to hold personal data, and a digest under "warned". If the form
    is sent again with that as `warned`, the same words pass. Empty if there is nothing to ask about."""
    found = {name: kind for name, typed in words.items() if (kind := find_personal_data(typed))}
    digest = blake2b("\0".join(words[name] for name in found).encode(), digest_size=8).hexdigest()
    if not found or warned == digest:
        return {}
    return {name: LOOKS_LIKE[kind] for name, kind in found.items()} | {"warned": digest}
