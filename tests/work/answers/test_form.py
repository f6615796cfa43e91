"""The form for a change of status asks for all that the status needs, each field with a label that can be seen, and for
nothing else: for any status, whatever the table comes to hold. Read with the rows of the style sheet itself."""

import re
from typing import Any

import pytest
from lxml.html import HtmlElement, fromstring

from schemas.flow import FLOW, By, Need, Status
from schemas.idea import Idea
from server.checkout import CHECKOUT
from server.core import clock
from server.web.html import environment
from server.work.answers.commands import BEFORE, KEPT
from server.work.answers.needs import ASKED

CSS = CHECKOUT / "web/static/css/staff.css"
ROW = re.compile(r'\.becomes:has\(\[data-asks~="([\w-]+)"\]:checked\) \[data-asked="([\w-]+)"\]')
FORM = """{% from "work/answers/form.html" import becomes %}
{{ becomes(idea, "/here", choices, [], [], "Hvad er svaret?", "Send") }}"""
OFFERED = [
    status
    for status, rule in FLOW.items()
    if rule.by & {By.COORDINATOR, By.LEADER, By.OWNER} and Need.LEADER not in rule.needs and not rule.away
]
"""What staff may choose in it; sending to a leader (answers/send.html), or to others (referrals/send.html), has a form
of its own."""


def shown_by_css() -> set[str]:
    """What the style sheet knows how to show."""
    rows = ROW.findall(CSS.read_text(encoding="utf-8"))
    assert all(asks == asked for asks, asked in rows)
    return {asks for asks, _ in rows}


def drawn(choices: list[Status]) -> HtmlElement:
    """The form as staff get it."""
    now = clock.now()
    about: dict[str, Any] = {"board_id": 1, "meeting_id": 1, "submission": "x"}
    idea = Idea(public_id="abc", title="En idé", status_at=now, created_at=now, **about)
    page: HtmlElement = fromstring(environment("da").from_string(FORM).render(idea=idea, choices=choices))
    return page


def asks(form: HtmlElement, status: Status) -> set[str]:
    """What a choice says that it asks for."""
    (choice,) = form.xpath(f"//input[@name='status'][@value='{status}']")
    return set(choice.get("data-asks").split())


def is_seen(element: HtmlElement, asked: set[str]) -> bool:
    """Whether all that must be asked for it to be seen is, and the style sheet has the row."""
    around = [each.get("data-asked") for each in (element, *element.iterancestors()) if each.get("data-asked")]
    return set(around) <= asked & shown_by_css()


def said(label: HtmlElement, asked: set[str]) -> str:
    """The words of a label that are seen."""
    pieces = [label.text or ""]
    for piece in label:
        if is_seen(piece, asked):
            pieces.append(said(piece, asked))
        pieces.append(piece.tail or "")
    return " ".join("".join(pieces).split())


@pytest.mark.parametrize("status", OFFERED)
@pytest.mark.parametrize("alone", [True, False])
def test_what_a_status_needs_is_asked_for_under_a_label_that_is_seen(status: Status, *, alone: bool) -> None:
    form = drawn([status] if alone else OFFERED)
    asked = asks(form, status)
    row = '.becomes:has([data-asks~="…"]:checked) [data-asked="…"]'
    known = set(Need) | {f"say-{FLOW[status].say}"}
    unknown = {one for one in asked & known if one not in shown_by_css()} - {Need.TEXT, Need.REASON, Need.FELT}
    assert not unknown, f"write {row} for {', '.join(sorted(unknown))} in web/static/css/staff.css"
    wanted = {ask.name for need in FLOW[status].needs for ask in ASKED[need]} | {"text"}
    for name in sorted(wanted):
        controls = [one for one in form.xpath(f"//*[@name='{name}']") if is_seen(one, asked)]
        assert controls, f"{status} needs “{name}”: draw its field in web/templates/work/answers/form.html, by its need"
        labels = [
            words
            for label in form.xpath(
                f"//label[@for='{controls[0].get('id')}'] | //fieldset[.//*[@name='{name}']]/legend"
            )
            if is_seen(label, asked) and (words := said(label, asked))
        ]
        assert len(labels) == 1, f"“{name}” of {status} has no label that is seen: {labels}"
    seen = {one.get("name") for one in form.xpath("//*[@name]") if is_seen(one, asked)}
    assert seen - wanted <= {"status", "from"}, f"{status} needs none of this"


@pytest.mark.parametrize("need", Need)
def test_what_is_typed_for_a_need_is_kept(need: Need) -> None:
    lost = {ask.into for ask in ASKED[need]} - set(KEPT)
    assert not lost or need in {*BEFORE, Need.OWNER, Need.STEP}, (
        f"say in server/work/answers/commands.py what becomes of {lost}: a row of Need.{need.name} in BEFORE, or KEPT"
    )


def test_of_several_choices_the_words_have_the_label_of_the_one_that_is_chosen() -> None:
    form = drawn(OFFERED)
    (label,) = form.xpath("//label[@for='text-abc']")
    found = {status: said(label, asks(form, status)) for status in OFFERED}
    assert found[Status.AGREED] == "Jeres svar"
    assert found[Status.DECLINED] == "Det kan ikke lade sig gøre, fordi …"
    assert found[Status.ON_HOLD] == "Idéen venter, fordi …"
    assert found[Status.DONE] == "Det har vi gjort"
    assert found[Status.EVALUATED] == "Det har vi set"
    assert found[Status.TRIAL] == "Fortæl mere (behøves ikke)"
    (step,) = form.xpath("//label[@for='step-abc']")
    assert said(step, asks(form, Status.AGREED)) == "Første skridt"
    assert said(step, asks(form, Status.IN_PROGRESS)) == "Næste skridt"
