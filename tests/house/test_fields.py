"""Every typed field is read in one place and shown by one macro, which decides what it may hold."""

import re
from dataclasses import fields

import pytest

from server.ideas.ideas.wording import Wording
from server.web.fields import SEVERAL_LINES, has_lines
from server.web.html import WEB
from tests.house.test_rules import python


def test_boxes_of_several_lines_are_those_that_keep_them() -> None:
    shown: dict[str, set[str]] = {}
    for template in (WEB / "templates").rglob("*.html"):
        for name, rest in re.findall(r'field\("([\w-]+)"(.*)', template.read_text(encoding="utf-8")):
            shown.setdefault(name, set()).add("several" if 'kind="textarea"' in rest.split("}}")[0] else "one")
    several = {name for name, kinds in shown.items() if "several" in kinds}
    boxes = {name.partition("-")[0] for name in several}
    assert boxes == SEVERAL_LINES, (
        f"put {boxes ^ SEVERAL_LINES} into SEVERAL_LINES (server/web/fields.py), or out of it"
    )
    one = {name for name in shown if has_lines(name)} - several
    assert not one, f"{one} may hold several lines (SEVERAL_LINES): show a textarea, or call it something else"


def test_forms_are_read_in_one_place() -> None:
    """Otherwise a field could bypass the rules for what a text may hold."""
    reads = re.compile(r"\.form\(|MultiPartParser|FormParser")
    assert {path for path, source in python() if reads.search(source)} == {"server/web/forms.py"}


def test_fields_are_shown_by_one_macro() -> None:
    typed = re.compile(r"<textarea|<input(?![^>]*type=\"(?:hidden|radio|checkbox|number|submit)\")")
    shown = {
        path.name for path in (WEB / "templates").rglob("*.html") if typed.search(path.read_text(encoding="utf-8"))
    }
    assert shown == {"forms.html"}, "show it with `field(…)` (web/templates/components/forms.html)"


UNASKED = re.compile(r"macro unasked.*?endmacro", re.DOTALL)
IDEA_FORMS = ("ideas/ideas/write.html", "ideas/ideas/mine.html", "views/mine/acts.html", "room/paper/own.html")
"""Those that send the whole of an idea."""


@pytest.mark.parametrize("form", IDEA_FORMS)
@pytest.mark.parametrize("name", [one.name for one in fields(Wording)])
def test_what_is_typed_of_an_idea_is_in_every_form_that_sends_it(name: str, form: str) -> None:
    """Else who corrects one word there would lose another."""

    def read(path: str) -> str:
        return (WEB / "templates" / path).read_text(encoding="utf-8")

    template = read(form)
    template += "".join(read(path) for path in re.findall(r'include "([^"]+)"', template))
    if "unasked(" in template and (kept := UNASKED.search(read("components/ideas.html"))):
        template += kept[0]
    assert f'field("{name}"' in template or f'name="{name}"' in template, (
        f'ask for it by field("{name}", …) in web/templates/{form}, or have unasked (components/ideas.html) keep it'
    )


def test_typed_dates_are_read_in_one_place() -> None:
    """What we store and what operators set is ISO; what people type is not (server/web/typed_dates.py)."""
    ours = {"server/core/clock.py", "server/core/ledger.py", "server/room/minutes/sections.py"}
    assert {path for path, source in python() if "fromisoformat" in source or "strptime" in source} == ours
