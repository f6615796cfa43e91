"""Letters are short and plain, in both languages, and lead only to ourselves."""

import re
from datetime import UTC, datetime

import pytest

from server.mail.letters import Letter, answered, confirm, overdue, sign_in

LINK, STOP = "https://peerboard.test/ideas/abc", "https://peerboard.test/follow/def"
MOMENT = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)


def _all(language: str) -> list[Letter]:
    return [
        answered(LINK, STOP, language),
        overdue("Leo Bach", "Psykiatriens Peerboard", MOMENT, LINK, language),
        confirm(LINK, language),
        sign_in(LINK, language),
    ]


@pytest.mark.parametrize("language", ["da", "en"])
def test_short_sentences_and_our_links_alone_on_their_lines(language: str) -> None:
    for letter in _all(language):
        assert len(letter.subject) <= 60
        links = re.findall(r"^https://peerboard\.test/\S+$", letter.body, re.MULTILINE)
        assert LINK in links
        assert len(links) == letter.body.count("://")
        for sentence in re.split(r"[.?:!]\s|\n", re.sub(r"\S+://\S+", "", letter.body)):
            assert len(sentence.split()) <= 15, sentence


def test_the_two_languages_say_different_things() -> None:
    for danish, english in zip(_all("da"), _all("en"), strict=True):
        assert danish.subject != english.subject
        assert danish.body != english.body


def test_the_day_is_the_danish_one() -> None:
    assert "1. december 2026" in overdue("Leo", "P", MOMENT, LINK).body
    assert "1 December 2026" in overdue("Leo", "P", MOMENT, LINK, "en").body
