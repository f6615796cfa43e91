"""What people read is easy: LIX at most 30 wherever there are 100 words of it, and no sentence over 15 words."""

import re
from collections import defaultdict
from functools import cache

from tests.house.said import said_in
from tests.support.lix import LEAST, read

HARDEST = 30
LONGEST = 15
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
END = re.compile(r"(?<=[.!?:])\s+")


@cache
def catalogue() -> dict[str, set[str]]:
    """The Danish sentences of each folder of the code and the templates; a place to fill in counts as a short word."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in ("server", "web/templates"):
        for path, message in said_in(folder):
            told = (message,) if isinstance(message, str) else message
            found[f"{folder}/{path.split('/')[0]}"] |= {PLACE.sub("x", one) for one in told}
    return found


def sentences(messages: set[str]) -> list[str]:
    """The whole sentences among them: a label of one word would make everything look easy."""
    said = (sentence for message in sorted(messages) for sentence in END.split(message))
    return [sentence for sentence in said if sentence[-1:] in {".", "!", "?"} and len(sentence.split()) > 2]


def by_catalogue() -> dict[str, list[str]]:
    """The sentences of each folder that has enough of them, and of all the small ones together."""
    found: dict[str, list[str]] = {"the rest": []}
    for folder, messages in catalogue().items():
        said = sentences(messages)
        if read("\n\n".join(said)).words >= LEAST:
            found[folder] = said
        else:
            found["the rest"] += said
    return found


def test_what_people_read_is_easy() -> None:
    found = {folder: read("\n\n".join(said)) for folder, said in by_catalogue().items()}
    assert len(found) > 8
    assert not {folder: round(each.lix, 1) for folder, each in found.items() if each.lix > HARDEST}
    print(sorted((round(each.lix, 1), each.words, folder) for folder, each in found.items()))


def test_no_sentence_is_long() -> None:
    said = [sentence for messages in catalogue().values() for sentence in sentences(messages)]
    assert len(said) > 300
    assert not [sentence for sentence in said if len(sentence.split()) > LONGEST]


def test_hard_words_would_be_found() -> None:
    hard = (
        "Implementeringen af kvalitetsforbedringer forudsætter organisatorisk forankring hos afdelingsledelsen. " * 12
    )
    assert read(hard).lix > HARDEST
