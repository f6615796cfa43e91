"""A board's rules for questions, the election that they ask about, and where a meeting can be seen."""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.question_rules import QUESTION_RULES
from schemas.question_time import QuestionRulesSet
from schemas.seat import Seat
from server.core.change import changing
from server.core.days import DENMARK, danish_day
from server.core.errors import N_, Invalid, Sentence
from server.core.runtime import Runtime
from server.web.fields import TOO_LONG
from server.web.typed_dates import NO_DAY, NO_TIME, SKIPPED, moment_of, read_day, read_time

STREAM_MAX = 500
WRONG = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")
NO_RULES = N_("Vælg et af regelsættene.")
NO_LINK = N_("Skriv hele linket. Det begynder med https://.")
NO_STREAM = N_("Skriv også linket til udsendelsen.")


async def set_rules(runtime: Runtime, seat: Seat, meeting: Meeting, typed: Mapping[str, str]) -> None:
    """Choose them. The rules and the election hold for the whole board. Raises Invalid with a sentence per field."""
    async with changing(runtime, seat, Act.SET_UP, meeting) as change:
        wrong: dict[str, str] = {}
        today, held = danish_day(change.now), danish_day(change.at.starts_at)
        rules = typed.get("rules", "")
        if rules not in QUESTION_RULES:
            wrong["rules"] = NO_RULES
        election = _day(typed.get("election", "").strip(), today, wrong)
        url = _link(typed.get("stream", "").strip(), wrong)
        begins = _begins(typed.get("stream_from", "").strip(), held, wrong)
        if begins is not None and not url and "stream" not in wrong:
            wrong["stream"] = NO_STREAM
        if wrong:
            raise Invalid(WRONG, fields=wrong)
        change.board.question_rules, change.board.election_on = rules, election
        change.at.stream_url, change.at.stream_from = url, begins
        change.tell(QuestionRulesSet(change.at.id))


def as_fields(meeting: Meeting, rules: str, election: date | None) -> dict[str, str]:
    """The form as it is stored."""
    begins = meeting.stream_from.astimezone(DENMARK) if meeting.stream_from else None
    return {
        "rules": rules,
        "election": election.isoformat() if election else "",
        "stream": meeting.stream_url,
        "stream_from": f"{begins:%H:%M}" if begins else "",
    }


def _day(typed: str, today: date, wrong: dict[str, str]) -> date | None:
    day = read_day(typed, today) if typed else None
    if typed and day is None:
        wrong["election"] = NO_DAY
    return day


def _link(typed: str, wrong: dict[str, str]) -> str:
    if not typed:
        return ""
    if len(typed) > STREAM_MAX:
        wrong["stream"] = Sentence(TOO_LONG, most=STREAM_MAX, many=len(typed))
        return ""
    try:
        parts = urlsplit(typed)
        good = parts.scheme == "https" and bool(parts.hostname) and not parts.username
    except ValueError:
        good = False
    if not good:
        wrong["stream"] = NO_LINK
    return typed if good else ""


def _begins(typed: str, held: date, wrong: dict[str, str]) -> datetime | None:
    if not typed:
        return None
    at = read_time(typed)
    begins = moment_of(held, at) if at is not None else None
    if begins is None:
        wrong["stream_from"] = NO_TIME if at is None else SKIPPED
    return begins
