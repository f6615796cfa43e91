"""What the clauses of QuestionRules (schemas/question_rules.py) decide, each a pure function of rules and days."""

from collections.abc import Collection
from datetime import date, timedelta

from schemas.question_rules import Detail, QuestionRules, lines_of


def last_day(rules: QuestionRules, meeting: date) -> date:
    """The last day on which a question for a meeting on the day `meeting` may be handed in."""
    return meeting - timedelta(days=rules.days_before or 0)


def on_time(rules: QuestionRules, written: date, meeting: date) -> bool:
    """Whether a question that was written on a day is for the meeting on another."""
    return rules.days_before is None or written <= last_day(rules, meeting)


def missing(rules: QuestionRules, said: Collection[Detail]) -> list[Detail]:
    """What whoever asks has still to say of themselves, in order."""
    return [detail for detail in Detail if detail in rules.details and detail not in said]


def each_lasts(rules: QuestionRules) -> timedelta | None:
    """How long one question takes, by the clock; None without a clock."""
    return timedelta(minutes=rules.minutes_each) if rules.minutes_each else None


def time_is_up(rules: QuestionRules, used: timedelta) -> bool:
    """Whether all questions together have had their time."""
    return rules.minutes is not None and used >= timedelta(minutes=rules.minutes)


def lapses_from(rules: QuestionRules, election: date | None) -> date | None:
    """The first day before an election on which questions lapse; None without one. The same day of the month, or the
    last that this month has."""
    if rules.election_months is None or election is None:
        return None
    years, month = divmod(election.year * 12 + election.month - 1 - rules.election_months, 12)
    for day in range(election.day, 27, -1):
        try:
            return date(years, month + 1, day)
        except ValueError:
            continue
    return date(years, month + 1, min(election.day, 28))


def lapses(rules: QuestionRules, election: date | None, today: date) -> bool:
    """Whether questions lapse on a day: from so long before the election, until it is over."""
    first = lapses_from(rules, election)
    return first is not None and election is not None and first <= today <= election


def may_refuse_by(rules: QuestionRules, number: int) -> bool:
    """Whether a refusal may name this rule."""
    return any(line.number == number for line in lines_of(rules))
