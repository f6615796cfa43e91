"""Whoever writes what looks like somebody's own case, or names a member of staff, is asked once whether others may read
it (decision 0049). Nobody is stopped, and nobody is told that they were asked: nothing of it is kept."""

from collections.abc import Mapping
from hashlib import blake2b

from schemas.individual_case import Case, looks_like
from server.core.errors import N_, Invalid
from server.web.fields import Field, faults

ASKED = "asked"
"""The hidden field of a form, and the key in `Asked.fields`, that holds which words were asked about."""
STAFF = N_("Det ligner navnet på en ansat.")
OWN = {Case.OWN: N_("Det ligner en sag om dig selv."), Case.STAFF: STAFF}
"""What to say to those who write for themselves."""
TOLD = {Case.OWN: N_("Det ligner en sag om den, der fortæller."), Case.STAFF: STAFF}
"""What to say to those who write down what somebody else says."""


class Asked(Invalid):
    """Not wrong, but asked about first. The form comes back with the question, and with `fields["asked"]`, which lets
    the same words pass when they are sent again. `fields["case"]` is what they look like."""


def ask_once(
    fields: Mapping[str, Field],
    words: Mapping[str, str],
    typed: Mapping[str, str],
    before: str = "",
    says: Mapping[Case, str] = OWN,
) -> None:
    """Raise Asked if `words`, what a form `typed` in `fields` for others to read, look like a case and have not been
    asked about. `before` are the words that they replace: what those look like is not asked about again. Words that are
    to be refused anyway are never asked about; the command says why."""
    text = "\n".join(words[name] for name in fields if words.get(name))
    found = looks_like(text)
    if not found or (before and found <= looks_like(before)):
        return
    mark = mark_of(text)
    if typed.get(ASKED, "") == mark or faults(fields, words):
        return
    case = Case.OWN if Case.OWN in found else Case.STAFF
    raise Asked(says[case], fields={ASKED: mark, "case": case})


def mark_of(text: str) -> str:
    """What the field `asked` holds once these words have been asked about. It says nothing of them."""
    return blake2b(" ".join(text.split()).encode(), digest_size=8).hexdigest()
