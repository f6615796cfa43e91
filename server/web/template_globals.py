"""What all templates can use besides their context: rules, lists of words, QR codes."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from schemas.act import PARTICIPANTS, Act
from schemas.codes import grouped
from schemas.format import FORMATS, Format, may
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.roles import Role
from server.core.change import role_may
from server.core.errors import N_
from server.core.hooks import must_be_declared
from server.core.settings import get_settings
from server.core.translations import say
from server.web.individual_cases import mark_of
from server.web.labels import ROLES, STATEMENTS, WISHES
from server.web.labels_of_meetings import CHOOSE_WHEN
from server.web.labels_of_meetings import FORMATS as NAMED
from server.web.pictures import large
from server.web.qr import address_qr, qr_svg

ALL_CHOICES = tuple(dict.fromkeys(choice for rule in FORMATS.values() for choice in rule.chosen_by))
Options = list[tuple[str, str]]
_FEATURES: dict[str, Any] = {}


def in_templates(name: str, word: Any) -> None:
    """Give the templates of every language the global `name`. A feature calls it once, when it is imported; a template
    that uses a name nobody declared raises an error."""
    _FEATURES[name] = word


def template_globals(language: str) -> dict[str, Any]:
    """The globals of the templates in one language. Raises NotDeclared before features have declared theirs."""
    must_be_declared()

    def options(words: Mapping[Any, str]) -> Options:
        return [(key.value, say(language, word)) for key, word in words.items()]

    def role_options(roles: Iterable[Role]) -> Options:
        return [(role.value, say(language, ROLES[role])) for role in roles]

    def theme_options(themes: Iterable[str]) -> Options:
        return [(theme, say(language, theme)) for theme in themes]

    def format_options() -> list[tuple[str, str, str, dict[str, str]]]:
        return [
            (each.value, say(language, NAMED[each]), say(language, CHOOSE_WHEN[each]), has)
            for each, rule in FORMATS.items()
            if (has := {"data-has": " ".join(rule.chosen_by)})
        ]

    def choices_of(name: str) -> tuple[str, ...]:
        """What a meeting of that format chooses; without a format, whatever any does."""
        return FORMATS[Format(name)].chosen_by if name in set(Format) else ALL_CHOICES

    def facts_of(idea: Idea) -> list[str]:
        """The table it comes from, and what the proposer chose besides words: theme, statement, wish."""
        wish = WISHES[idea.wish] if idea.wish else ""
        facts = (idea.theme, STATEMENTS[idea.statement] if idea.statement else "", wish)
        return [*([table(idea.table_no)] if idea.table_no else []), *(say(language, fact) for fact in facts if fact)]

    def table(number: int) -> str:
        return say(language, N_("Bord %(number)s"), number=number)

    def table_options(tables: int) -> Options:
        return [("", say(language, N_("Det ved jeg ikke endnu"))), *((str(n), table(n)) for n in range(1, tables + 1))]

    def lately_options(minutes: Iterable[int]) -> Options:
        return [("", "–"), *((str(each), say(language, N_("De sidste %(n)s minutter"), n=each)) for each in minutes)]

    wish_options: Callable[[], Options] = lambda: options(WISHES)  # noqa: E731
    statement_options: Callable[[], Options] = lambda: options(STATEMENTS)  # noqa: E731
    return {
        "Act": Act,
        "facts_of": facts_of,
        "format_options": format_options,
        "choices_of": choices_of,
        "table_name": table,
        "table_options": table_options,
        "fault": lambda wrong, name: say(language, wrong[name]) if name in wrong else "",
        "grouped": grouped,
        "join_qr": join_qr,
        "address_qr": address_qr,
        "lately_options": lately_options,
        "may": may,
        "new_key": lambda: secrets.token_hex(16),
        "participants": PARTICIPANTS,
        "large": large,
        "public_host": lambda: urlsplit(get_settings().public_url).netloc,
        "result_rows": result_rows,
        "role_may": role_may,
        "role_options": role_options,
        "statement_options": statement_options,
        "wish_options": wish_options,
        "theme_options": theme_options,
        "word_options": options,
        "words_mark": mark_of,
        **_FEATURES,
    }


def join_qr(meeting: Meeting) -> str:
    """The QR code for a meeting's join link."""
    return qr_svg(f"{get_settings().public_url}/j/{meeting.join_token}")


def result_rows(
    vote: Any, language: str, *, given: bool | None = None, links: bool = False, of: Iterable[Any] | None = None
) -> list[dict[str, Any]]:
    """The rows of an exact result, as the table macro needs them. `given`: only ideas that got something (True), or
    nothing (False). `links`: with links to the ideas' pages, which a projector does without. `of`: only these lines.
    """
    crosses = vote.told.method == "approval"
    one, more = (N_("%(n)s kryds"), N_("%(n)s krydser")) if crosses else (N_("%(n)s prik"), N_("%(n)s prikker"))
    return [
        {
            "id": row.idea.public_id,
            "number_label": say(language, N_("Idé %(number)s"), number=row.idea.number),
            "title": row.idea.title,
            "href": f"/ideas/{row.idea.public_id}" if links else None,
            "dots_words": say(language, one if row.dots == 1 else more, n=row.dots),
            "voters_words": say(
                language, N_("fra %(n)s person") if row.voters == 1 else N_("fra %(n)s personer"), n=row.voters
            ),
            "share": row.share,
            "chosen": row.chosen,
            "chosen_label": say(language, N_("Valgt")),
        }
        for row in (vote.results if of is None else of)
        if given is None or bool(row.dots) is given
    ]
