"""What a change of status must carry: the one place that reads it from a form and says what is missing or wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from schemas.answer import ANSWER_MAX, STEP_MAX, Effect
from schemas.flow import FLOW, REASON_MIN, Need, Status
from server.core.addresses import NO_ADDRESS, NotAnAddress, mail_address
from server.core.errors import N_, Invalid
from server.web.fields import Field
from server.web.personal_data_warning import warnings
from server.web.typed_dates import NO_DAY, read_day

NAME_MAX = 200
FARTHEST = timedelta(days=5 * 366)
PAST = N_("Vælg en dato, der ikke er gået.")
FAR = N_("Vælg en dato inden for fem år.")
NO_CHOICE = N_("Vælg et af svarene.")
NO_SECOND = N_("Skriv også, hvem det er.")
NO_STEP = N_("Skriv det næste skridt.")
NO_RULE = N_("Skriv reglens nummer.")
NO_STEP_DAY = N_("Vælg, hvornår det er gjort.")


@dataclass(frozen=True)
class Given:
    """What came with a change of status. `day` is its one date, whatever the status uses it for; `place` a place or a
    unit."""

    text: str = ""
    owner: str = ""
    owner_mail: str = ""
    """Where the link goes if the owner has no account. Only staff see it."""
    owner2: str = ""
    owner2_mail: str = ""
    step2: str = ""
    day2: date | None = None
    """What the second owner does first, and by when: two organisations may each do their part."""
    step: str = ""
    person: str = ""
    place: str = ""
    body_mail: str = ""
    """Where whoever is asked gets the idea, if they have no account."""
    day: date | None = None
    effect: Effect | None = None
    leader: str = ""
    number: int = 0


class _Wrong(Exception):
    """Carries the sentence to show at the field."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


Read = Callable[[str, date], Any]


@dataclass(frozen=True)
class Ask:
    """A field of the form, the attribute of Given it fills, and how to read it."""

    name: str
    into: str
    read: Read


def _words(missing: str, most: int, least: int = 1) -> Read:
    field = Field(most, missing, least=least)

    def read(typed: str, _: date) -> str:
        if wrong := field.wrong(typed):
            raise _Wrong(wrong)
        return typed

    return read


def _day(missing: str) -> Read:
    def read(typed: str, today: date) -> date:
        day = read_day(typed, today)
        if day is None:
            raise _Wrong(NO_DAY if typed else missing)
        if not today <= day <= today + FARTHEST:
            raise _Wrong(PAST if day < today else FAR)
        return day

    return read


def _day_or_none(typed: str, today: date) -> date | None:
    day: date | None = _day("")(typed, today) if typed else None
    return day


def _mail(typed: str, _: date) -> str:
    try:
        return mail_address(typed) if typed else ""
    except NotAnAddress:
        raise _Wrong(NO_ADDRESS) from None


def _effect(typed: str, _: date) -> Effect:
    if typed not in set(Effect):
        raise _Wrong(N_("Vælg, om det hjalp."))
    return Effect(typed)


def _number(typed: str, _: date) -> int:
    digits = typed.lower().removeprefix("idé").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise _Wrong(N_("Skriv nummeret på den anden idé."))
    return int(digits)


def _rule(typed: str, _: date) -> str:
    digits = typed.lower().removeprefix("regel").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 2:
        raise _Wrong(NO_RULE)
    return str(int(digits))


ASKED: dict[Need, tuple[Ask, ...]] = {
    Need.TEXT: (Ask("text", "text", _words(N_("Skriv et par ord om det."), ANSWER_MAX)),),
    Need.REASON: (
        Ask("text", "text", _words(N_("Skriv hvorfor. Der skal stå mindst 20 tegn."), ANSWER_MAX, REASON_MIN)),
    ),
    Need.LEADER: (Ask("leader", "leader", _words(N_("Vælg en leder."), 254)),),
    Need.ANSWER_BY: (Ask("answer_by", "day", _day(N_("Vælg, hvornår I skal have svar."))),),
    Need.OWNER: (
        Ask("owner", "owner", _words(N_("Skriv, hvem der har ansvaret for idéen."), NAME_MAX)),
        Ask("owner_mail", "owner_mail", _mail),
        Ask("owner2", "owner2", _words("", NAME_MAX, 0)),
        Ask("owner2_mail", "owner2_mail", _mail),
        Ask("step2", "step2", _words("", STEP_MAX, 0)),
        Ask("step2_date", "day2", _day_or_none),
    ),
    Need.STEP: (
        Ask("step", "step", _words(NO_STEP, STEP_MAX)),
        Ask("person", "person", _words(N_("Skriv, hvem der gør det."), NAME_MAX)),
        Ask("step_date", "day", _day(NO_STEP_DAY)),
    ),
    Need.WHERE: (Ask("where", "place", _words(N_("Skriv, hvor I prøver det af."), STEP_MAX)),),
    Need.UNTIL: (Ask("until", "day", _day(N_("Vælg, hvor længe I prøver det af."))),),
    Need.DATE: (Ask("date", "day", _day(N_("Vælg, hvornår I ser på idéen igen."))),),
    Need.UNIT: (
        Ask("unit", "place", _words(N_("Skriv, hvem der skal afgøre idéen."), NAME_MAX)),
        Ask("body_mail", "body_mail", _mail),
    ),
    Need.REPLY_BY: (Ask("reply_by", "day", _day(N_("Vælg, hvornår de skal svare."))),),
    Need.EFFECT: (Ask("effect", "effect", _effect),),
    Need.IDEA: (Ask("idea", "number", _number),),
    Need.RULE: (Ask("rule", "place", _rule),),
    Need.FELT: (),  # members' answers are counted, not typed
}
CARRIED = (
    Ask("owner", "owner", _words(N_("Skriv, hvem der tager idéen med til lederen."), NAME_MAX)),
    *ASKED[Need.STEP],
)
"""What a meeting agrees on for an idea: who carries it to the leader, and the first step."""
READ_BY_ALL = {"text": "text", "owner": "owner", "owner2": "owner2", "step": "step", "person": "person"}
READ_BY_ALL |= {"where": "place", "unit": "place", "step2": "step2"}
TEXT = Ask("text", "text", _words("", ANSWER_MAX, 0))
"""Optional: a few words are welcome with every change of status."""


def read_given(status: Status, typed: Mapping[str, str], today: date) -> Given:
    """Read what `status` needs from a form, with dates counted from `today`. Raises Invalid with a sentence per field.

    If an owner is named but nobody for the first step, the owner takes it."""
    if Need.OWNER in FLOW[status].needs and not typed.get("person", "").strip():
        typed = {**typed, "person": typed.get("owner", "")}
    asked = [ask for need in sorted(FLOW[status].needs) for ask in ASKED[need]]
    return read_asked(asked if any(ask.name == "text" for ask in asked) else [*asked, TEXT], typed, today)


def read_asked(asked: Iterable[Ask], typed: Mapping[str, str], today: date) -> Given:
    """The same for any set of fields, no two of which may fill the same attribute of Given."""
    given, wrong = Given(), dict[str, str]()
    for ask in asked:
        try:
            given = replace(given, **{ask.into: ask.read(typed.get(ask.name, "").strip(), today)})
        except _Wrong as problem:
            wrong[ask.name] = problem.sentence
    for name, sentence in _of_second(given):
        wrong.setdefault(name, sentence)
    words = {name: getattr(given, into) for name, into in READ_BY_ALL.items()}
    if wrong := wrong or warnings(words, typed.get("warned", "")):
        raise Invalid(N_("Det er ikke gemt endnu. Ret det, der står ved felterne."), fields=wrong)
    return given


def _of_second(given: Given) -> Iterator[tuple[str, str]]:
    """What is missing beside what was typed of the second owner: the field, and what it says there."""
    if (given.owner2_mail or given.step2 or given.day2) and not given.owner2:
        yield "owner2", NO_SECOND
    if given.day2 and not given.step2:
        yield "step2", NO_STEP
    if given.step2 and not given.day2:
        yield "step2_date", NO_STEP_DAY


def chosen(typed: Mapping[str, str], allowed: frozenset[Status] = frozenset(FLOW)) -> Status:
    """The status picked in a form. Raises Invalid when there is none, or it is not among `allowed`."""
    status = typed.get("status", "")
    if status not in allowed:
        raise Invalid(NO_CHOICE, fields={"status": NO_CHOICE})
    return Status(status)
