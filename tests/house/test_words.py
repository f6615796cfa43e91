"""Danish first, English complete: every sentence in the code has an English one with the same placeholders."""

import re
from collections.abc import Collection
from enum import StrEnum
from functools import cache

import pytest
from babel.messages.pofile import read_po

from schemas.bounds import BOUNDS, Bounded
from schemas.flow import FLOW, Need, Status, statuses_that
from schemas.format import FORMATS, PHASES, Format, Phase
from schemas.promises import LAST, LAST_SQL
from schemas.referral import UNANSWERED
from schemas.stages import Promise, Say, Tone
from server.checkout import CHECKOUT
from server.core.bounds import SAID, TABLES
from server.ideas.follows import letters as letters_of_news
from server.web import labels, labels_of_statuses
from server.work.answers.needs import ASKED
from server.work.follow_ups import letters as letters_of_questions
from tests.house.said import Message, said_in

PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")


@cache
def sentences() -> frozenset[Message]:
    """Every sentence that people read, as written in the code and the templates. Looking for them takes seconds."""
    folders = ("schemas", "server", "workers", "web/templates")
    return frozenset(message for folder in folders for _, message in said_in(folder))


@cache
def english() -> dict[Message, Message]:
    """The catalogue."""
    with (CHECKOUT / "web/locale/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalog = read_po(file, locale="en")
    assert not [message.id for message in catalog if message.id and message.fuzzy]
    return {_message(message.id): _message(message.string) for message in catalog if message.id}


def test_every_sentence_has_an_english_one() -> None:
    known, wanted = english(), sentences()
    assert len(wanted) > 200
    assert not sorted(str(sentence) for sentence in wanted if sentence not in known), "run scripts/words"
    assert not [sentence for sentence in wanted if not all(_forms(known[sentence]))]


def test_no_english_sentence_is_left_over() -> None:
    assert not sorted(str(sentence) for sentence in set(english()) - sentences()), "run scripts/words"


GIVEN_UP = (
    *("midterste", "er fra nu", "hver for sig", "Idéernes vej", "hvor alle idéer er nu", "Maskinens egne"),
    *("om du skal sige ja", "Kom tilbage med en returkode", "De bekræftede er med"),
    *("The middle one", "What awaits an answer", "Get as a spreadsheet", "The numbers are from now", "Effect assessed"),
)
"""Words that somebody stumbled over, and what took their place was not only better in one spot."""


def test_what_people_stumbled_over_is_said_nowhere() -> None:
    said = [form for each in (*sentences(), *english().values()) for form in _forms(each)]
    assert not [form for form in said for word in GIVEN_UP if word in form]


def test_the_same_places_are_filled_in() -> None:
    for danish, other in english().items():
        for one, two in zip(_forms(danish), _forms(other), strict=True):
            assert sorted(PLACE.findall(one)) == sorted(PLACE.findall(two)), one


LISTS: dict[str, dict[StrEnum, str]] = {
    f"{module.__name__.replace('.', '/')}.py: {name}": found
    for module in (labels, labels_of_statuses, letters_of_news, letters_of_questions)
    for name, found in vars(module).items()
    if isinstance(found, dict) and found and all(isinstance(key, StrEnum) for key in found)
}
"""Every table of words for an enum's members, by where it is defined."""
ONLY: dict[str, set[StrEnum]] = {
    "STATUS_NEWS": set(statuses_that(followed=True)),
    "STAGES": {
        status for status in statuses_that(open=True) if PLACE.search(labels_of_statuses.SENTENCES.get(status, ""))
    },
    "BY_WHEN": {Promise.ANSWER, Promise.REPLY, Promise.TRIAL, Promise.HOLD},
    "MOMENT_NEWS": set(letters_of_news.MOMENT_NEWS),
    "ENDED": set(UNANSWERED),
    "REFERRAL_NEWS": set(labels.REFERRAL_NEWS),
}
"""The tables that only cover some members."""


@pytest.mark.parametrize("table", LISTS)
def test_every_word_of_the_code_has_its_words(table: str) -> None:
    found, known = LISTS[table], english()
    kind = type(next(iter(found)))
    wanted = ONLY.get(table.split()[-1], set(kind))
    missing = [f"{kind.__name__}.{one.name}" for one in kind if one in wanted and one not in found]
    assert not missing, f"write the Danish words for {', '.join(missing)} in {table}, run scripts/words, and translate"
    more = [one.name for one in found if one not in wanted]
    assert not more, f"{table} has words for {', '.join(more)}, which nobody is told of"
    assert all(label in known for label in found.values()), "run scripts/words"


def test_the_tables_of_words_are_found() -> None:
    """Each of these has words for a status: none may be overlooked."""
    of_status = {name.split()[-1] for name, found in LISTS.items() if isinstance(next(iter(found)), Status)}
    assert of_status == {"STATUSES", "SENTENCES", "DEEDS", "STAGES", "STATUS_NEWS"}
    assert len(LISTS) > 20


@pytest.mark.parametrize("status", Status)
def test_the_words_of_a_status_say_what_its_row_says(status: Status) -> None:
    assert status in FLOW, f"write the row of Status.{status.name} in FLOW (schemas/flow.py)"
    rule, sentence = FLOW[status], labels_of_statuses.SENTENCES.get(status, "")
    assert sentence, f"write the sentence of Status.{status.name} in server/web/labels_of_statuses.py: SENTENCES"
    asks = bool(rule.needs & {Need.TEXT, Need.REASON})
    assert asks is (rule.say is not Say.MORE), f"{status}: `say` in FLOW says what its field of words is called"
    told = rule.says_words
    assert ("%(text)s" in sentence) is told, (
        f"{status}: the sentence says the words just if it needs a reason or effect"
    )
    assert ("fordi %(text)s" in sentence) is rule.because, f"{status}: a reason stands after “fordi” in the sentence"
    icon, tone = rule.look
    shapes = (CHECKOUT / "web/templates/components/icons.html").read_text(encoding="utf-8")
    assert f'  "{icon}": ' in shapes, f"draw the icon {icon} of {status} in web/templates/components/icons.html"
    css = "".join(path.read_text(encoding="utf-8") for path in (CHECKOUT / "web/static/css").glob("*.css"))
    assert f".chip.{tone}" in css or tone is Tone.PLAIN, f"give .chip.{tone} its ground in web/static/css"


ROWS: dict[str, tuple[type[StrEnum], Collection[StrEnum]]] = {
    "FLOW (schemas/flow.py)": (Status, FLOW),
    "PHASES (schemas/format.py)": (Phase, PHASES),
    "FORMATS (schemas/format.py)": (Format, FORMATS),
    "BOUNDS (schemas/bounds.py)": (Bounded, BOUNDS),
    "SAID (server/core/bounds.py)": (Bounded, SAID),
    "TABLES (server/core/bounds.py)": (Bounded, TABLES),
    "LAST (schemas/promises.py)": (Promise, LAST),
    "LAST_SQL (schemas/promises.py)": (Promise, LAST_SQL),
    "ASKED (server/work/answers/needs.py)": (Need, ASKED),
}
"""Every table of rules, by where it stands, and what has a row in it."""


@pytest.mark.parametrize("table", ROWS)
def test_every_table_of_rules_has_its_rows(table: str) -> None:
    kind, rows = ROWS[table]
    missing = [f"{kind.__name__}.{one.name}" for one in kind if one not in rows]
    assert not missing, f"write the row of {', '.join(missing)} in {table}"


@pytest.mark.parametrize("kind", [kind for kind, bound in BOUNDS.items() if bound.lifted is not None])
def test_a_bound_that_can_be_lifted_says_so_at_the_desk(kind: Bounded) -> None:
    said = SAID[kind]
    assert said.desk, f"write in SAID (server/core/bounds.py) what the desk is asked when Bounded.{kind.name} is met"
    assert said.lift, f"write in SAID (server/core/bounds.py) what the button says that lifts Bounded.{kind.name}"


def _message(found: str | list[str] | tuple[str, ...] | None) -> Message:
    return found if isinstance(found, str) else tuple(found or ())


def _forms(message: Message) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)
