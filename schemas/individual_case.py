"""Tells whether a text looks like somebody's own case, or names a member of staff. Whoever wrote it is then asked once,
and never stopped (server/web/individual_cases.py).

A proposal may well begin with what happened to oneself: "Min mor manglede mad". So one signal is never enough. It looks
like a case if it is about the writer or somebody near them, and two more signals agree within three sentences; where a
sentence says what should be for everybody, or praises, three. It names somebody if a title stands with a name, or a
name with the place where they work.

How often that is right is measured on sentences (tests/schemas/test_individual_case.py). Each word is looked at once,
with a bounded number of words around it, so it takes linear time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from schemas import individual_case_words as words
from schemas.named_staff import names_staff
from schemas.personal_data import PersonalData, find_personal_data
from schemas.words_in_text import DATE, Word, sentences

LOOKED_AT = 8000
"""Characters that are looked at: no form of ours sends more than a title and a text."""
NEAR = 3
"""Sentences within which signals count together."""
ENOUGH, ENOUGH_IN_A_PROPOSAL = 2, 3


class Case(StrEnum):
    """What a text looks like."""

    OWN = "own"
    STAFF = "staff"


class Signal(StrEnum):
    """What was seen in a text. WHOSE says that it is about the writer or somebody near them, PROPOSES that it says what
    should be for everybody or praises, and DETAIL that one sentence has two words of illness or treatment."""

    WHOSE = "whose"
    PROPOSES = "proposes"
    ILLNESS = "illness"
    DETAIL = "detail"
    TIME = "time"
    PLACE = "place"
    HARM = "harm"
    COMPLAINT = "complaint"
    RECORD = "record"
    ASKS = "asks"
    NUMBER = "number"
    NAMED = "named"


Said = Sequence[Word]


def looks_like(text: str) -> frozenset[Case]:
    """What `text` looks like: nothing, somebody's own case, one that names a member of staff, or both. Call it with all
    the words of one thing, such as an idea's title and text. Never raises."""
    seen = list(_seen(text[:LOOKED_AT]))
    found = {Case.STAFF} if any(Signal.NAMED in each for each in seen) else set[Case]()
    if any(_agree(seen[at].union(*seen[at + 1 : at + NEAR])) for at in range(len(seen))):
        found.add(Case.OWN)
    return frozenset(found)


def signals_of(text: str) -> frozenset[Signal]:
    """Every signal in `text`, wherever it is."""
    return frozenset().union(*_seen(text[:LOOKED_AT]))


_ABOUT = frozenset(Signal) - {Signal.WHOSE, Signal.PROPOSES, Signal.NAMED}


def _agree(seen: frozenset[Signal]) -> bool:
    enough = ENOUGH_IN_A_PROPOSAL if Signal.PROPOSES in seen else ENOUGH
    return Signal.WHOSE in seen and len(seen & _ABOUT) >= enough


def _seen(text: str) -> Iterator[frozenset[Signal]]:
    """The signals of each sentence. A CPR number, which a note of staff may hold, counts everywhere."""
    has_number = any(map(str.isdigit, text)) and find_personal_data(text) is PersonalData.CPR
    everywhere = {Signal.NUMBER} if has_number else set[Signal]()
    for said in sentences(text):
        spoken = [at for at, word in enumerate(said) if word.text not in ",;:()"]
        ill = {said[at].text for at in spoken if _is_illness(said, at)}
        found = {signal for at in spoken for signal in _at(said, at)}
        if ill:
            found.add(Signal.ILLNESS)
        if len(ill) > 1:
            found.add(Signal.DETAIL)
        yield frozenset(found | everywhere)


def _at(said: Said, at: int) -> Iterator[Signal]:
    """The signals that the word at `at` gives, alone or with those after it."""
    for signal, gives in _RULES:
        if gives(said, at):
            yield signal
    for within, second, signal in _PAIRS.get("0" if said[at].number else said[at].text, ()):
        if any(_is_one_of(each, second) for each in said[at + 1 : at + 1 + within]):
            yield signal


def _pairs() -> dict[str, list[tuple[int, frozenset[str], Signal]]]:
    """The pairs of words that give a signal, by the first one."""
    pairs = defaultdict(list)
    told = ((Signal.HARM, words.NEAR_HARM), (Signal.ASKS, words.NEAR_ASKS), (Signal.TIME, words.NEAR_TIME))
    for signal, listed in told:
        for within, first, second in listed:
            for word in first:
                pairs[word].append((within, second, signal))
    return dict(pairs)


_PAIRS = _pairs()


def _is_one_of(word: Word, listed: frozenset[str]) -> bool:
    if word.number:
        return words.NUMBER in listed or (words.YEAR in listed and len(word.text) == 4)
    return word.text in listed


def _before(said: Said, at: int, listed: frozenset[str], most: int) -> bool:
    return any(each.text in listed for each in said[max(0, at - most) : at])


# --- What each word may say ---


def _is_whose(said: Said, at: int) -> bool:
    word, then = said[at], said[at + 1 : at + 3]
    if word.text in words.MINE:
        return any(map(_can_be_mine, then))
    if word.text == "jeg":
        around = [*said[max(0, at - 1) : at], *then]
        return not any(each.text in words.OPINION for each in around)
    if word.text == "i" and word.capital:  # English; the Danish "I" is no first person
        return any(each.text in words.I_DID for each in then[:1])
    return word.text in words.ME


def _can_be_mine(word: Word) -> bool:
    return word.among(words.KIN) or word.among(words.RECORD) or word.among(words.OWNED) or _is_ill(word)


def _is_ill(word: Word) -> bool:
    return word.among(words.ILLNESS) or word.begins(words.ILLNESS_BEGINS) or word.is_made_with(words.ILLNESS_ENDS)


def _is_illness(said: Said, at: int) -> bool:
    if said[at].among(words.OWNED):
        return _before(said, at, words.OWNERS, 2)
    return _is_ill(said[at])


def _proposes(said: Said, at: int) -> bool:
    return said[at].text in words.PROPOSES or (at == 0 and said[at].text in words.COMMANDS)


def _is_time(said: Said, at: int) -> bool:
    return said[at].text == DATE


def _is_place(said: Said, at: int) -> bool:
    word, then = said[at], said[at + 1 : at + 2]
    if word.text in words.WARD:
        return any(each.number or _is_ward(each) for each in then)
    if word.text == "paa":
        return any(map(_is_ward, then))
    if word.ends(words.SPECIALTY_ENDS):
        return any(each.text in words.WARD for each in then)
    return word.text in words.WARD_ENDS


def _is_ward(word: Word) -> bool:
    """A short name such as S4 or B12."""
    return len(word.text) < 5 and word.text[0].isalpha() and word.text[-1].isdigit()


def _is_harm(said: Said, at: int) -> bool:
    return said[at].text in words.HARM or said[at].begins(words.HARM_BEGINS)


def _is_complaint(said: Said, at: int) -> bool:
    word = said[at].text
    return word in words.COMPLAINT or (word in words.CASE and _before(said, at, words.MINE, 1))


def _is_record(said: Said, at: int) -> bool:
    return said[at].among(words.RECORD) and _before(said, at, words.WHOSE_RECORD, 2)


_RULES: tuple[tuple[Signal, Callable[[Said, int], bool]], ...] = (
    (Signal.WHOSE, _is_whose),
    (Signal.PROPOSES, _proposes),
    (Signal.TIME, _is_time),
    (Signal.PLACE, _is_place),
    (Signal.HARM, _is_harm),
    (Signal.COMPLAINT, _is_complaint),
    (Signal.RECORD, _is_record),
    (Signal.NAMED, names_staff),
)
