"""The rules for questions: each clause by itself, as a region might have it, and the numbers by which a refusal names
them."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.board import Board
from schemas.house_rules import FIRST_CLAUSE, FIRST_OWN
from schemas.question_clauses import each_lasts, lapses, lapses_from, may_refuse_by, missing, on_time, time_is_up
from schemas.question_rules import (
    QUESTION_RULES,
    SENTENCES,
    Absent,
    Clause,
    Detail,
    QuestionRules,
    lines_of,
    number_of,
    rules_of,
)
from server.core.translations import say

BEFORE, SUBJECT, PRESENT = (QUESTION_RULES[name] for name in ("beforehand", "subject", "present"))
NONE = QuestionRules("")
MEETING = date(2026, 5, 20)


def test_thirty_minutes_in_all() -> None:
    assert not time_is_up(BEFORE, timedelta(minutes=29, seconds=59))
    assert time_is_up(BEFORE, timedelta(minutes=30))
    assert not time_is_up(NONE, timedelta(days=1))


def test_two_minutes_each() -> None:
    assert each_lasts(BEFORE) == timedelta(minutes=2)
    assert each_lasts(NONE) is None


def test_handed_in_eight_days_before() -> None:
    assert on_time(BEFORE, date(2026, 5, 12), MEETING)
    assert not on_time(BEFORE, date(2026, 5, 13), MEETING)
    assert on_time(NONE, MEETING, MEETING)


def test_who_is_absent() -> None:
    assert (BEFORE.absent, PRESENT.absent, NONE.absent) == (Absent.IN_WRITING, Absent.LAPSES, Absent.HEARD)
    assert number_of(BEFORE, Clause.IN_WRITING)
    assert number_of(PRESENT, Clause.PRESENT)


def test_what_is_to_be_said_of_oneself() -> None:
    assert missing(SUBJECT, []) == [Detail.ADULT]
    assert missing(SUBJECT, [Detail.ADULT]) == []
    assert missing(PRESENT, [Detail.NAME]) == [Detail.ADDRESS]
    assert missing(NONE, []) == []


def test_what_may_not_be_asked() -> None:
    assert {Clause.AGENDA, Clause.ANSWERED} <= set(SUBJECT.clauses)
    assert Clause.PERSONS in PRESENT.clauses
    assert not {Clause.AGENDA, Clause.ANSWERED, Clause.PERSONS} & set(NONE.clauses)


def test_it_lapses_three_months_before_an_election() -> None:
    election = date(2025, 11, 18)
    assert lapses_from(PRESENT, election) == date(2025, 8, 18)
    assert not lapses(PRESENT, election, date(2025, 8, 17))
    assert lapses(PRESENT, election, date(2025, 8, 18))
    assert lapses(PRESENT, election, election)
    assert not lapses(PRESENT, election, date(2025, 11, 19)), "the new council may be asked"
    assert not lapses(PRESENT, None, election)
    assert not lapses(BEFORE, election, election)
    assert lapses_from(PRESENT, date(2026, 5, 31)) == date(2026, 2, 28), "a month without that day"
    assert lapses_from(PRESENT, date(2026, 1, 15)) == date(2025, 10, 15)


@settings(derandomize=True, max_examples=50)
@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 24))
def test_an_election_on_any_day_ends_what_it_should(election: date, months: int) -> None:
    rules = QuestionRules("", election_months=months)
    first = lapses_from(rules, election)
    assert first is not None
    assert 28 * months <= (election - first).days <= 31 * months + 3
    assert lapses(rules, election, first)
    assert not lapses(rules, election, first - timedelta(days=1))


def test_rules_are_numbered_and_said_in_both_languages() -> None:
    assert set(SENTENCES) == set(Clause)
    board = Board(unit_id=1, name="Region", question_rules="present")
    lines = rules_of(board)
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))
    assert FIRST_CLAUSE <= numbers[0] < numbers[-1] < FIRST_OWN, "no other rule of the board has it"
    assert lines == lines_of(PRESENT)
    for line in lines:
        assert number_of(PRESENT, line.clause) == line.number
        texts = [say(language, line.sentence, num=line.value) for language in ("da", "en")]
        assert texts[0] != texts[1]
        assert "%" not in "".join(texts)
    assert may_refuse_by(PRESENT, lines[0].number)
    assert not may_refuse_by(PRESENT, numbers[-1] + 1)
    assert not may_refuse_by(PRESENT, 0)
    assert rules_of(Board(unit_id=1, name="Region")), "the default has rules too"
