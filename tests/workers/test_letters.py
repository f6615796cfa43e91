"""Letters are short and plain, in both languages, and lead only to ourselves."""

import re
from datetime import date

import pytest

from server.follows import letters as follows
from server.follows.sentences import MOMENT_NEWS
from server.mail.letters import Letter, confirm, sign_in
from server.watching import letters as watching
from server.words import ANSWERED, STATUS_NEWS

LINK, STOP = "https://peerboard.test/ideas/abc", "https://peerboard.test/follow/def"
DAY = date(2026, 12, 1)
BOARD = "Psykiatriens Peerboard"


def _all(language: str) -> list[Letter]:
    return [
        *(
            follows.news(12, sentence, LINK, STOP, language)
            for sentence in (*STATUS_NEWS.values(), *MOMENT_NEWS.values())
        ),
        follows.week([follows.WeekLine(12, ANSWERED, LINK)] * 3, STOP, language),
        follows.attention("Leo Bach", LINK, language),
        confirm(LINK, language),
        sign_in(LINK, language),
        *(one for count in (1, 40) for one in _promises(count, language)),
        watching.trial_ended(BOARD, LINK, language),
    ]


def _promises(count: int, language: str) -> list[Letter]:
    return [
        watching.due_soon("Leo Bach", count, DAY, LINK, language),
        watching.overdue("Leo Bach", BOARD, count, DAY, LINK, language),
        watching.handed_to("Nina Krog", BOARD, count, DAY, LINK, language),
        watching.handed_on(BOARD, "Nina Krog", count, DAY, LINK, language),
        watching.nobody_above(BOARD, count, LINK, language),
        watching.look_again(BOARD, count, LINK, language),
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


def test_the_day_is_written_out() -> None:
    assert "1. december 2026" in watching.overdue("Leo", "P", 1, DAY, LINK).body
    assert "1 December 2026" in watching.overdue("Leo", "P", 1, DAY, LINK, "en").body
