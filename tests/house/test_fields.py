"""Every typed field is read in one place and shown by one macro, which decides what it may hold."""

import re

from server.web.fields import SEVERAL_LINES, has_lines
from server.web.html import WEB
from tests.house.test_rules import python


def test_boxes_of_several_lines_are_those_that_keep_them() -> None:
    shown: dict[str, set[str]] = {}
    for template in (WEB / "templates").rglob("*.html"):
        for name, rest in re.findall(r'field\("([\w-]+)"(.*)', template.read_text(encoding="utf-8")):
            shown.setdefault(name, set()).add("several" if 'kind="textarea"' in rest.split("}}")[0] else "one")
    several = {name for name, kinds in shown.items() if "several" in kinds}
    assert {name.partition("-")[0] for name in several} == SEVERAL_LINES
    assert {name for name in shown if has_lines(name)} - several == set()


def test_forms_are_read_in_one_place() -> None:
    """Otherwise a field could bypass the rules for what a text may hold."""
    reads = re.compile(r"\.form\(|MultiPartParser|FormParser")
    assert {path for path, source in python() if reads.search(source)} == {"server/web/forms.py"}


def test_fields_are_shown_by_one_macro() -> None:
    typed = re.compile(r"<textarea|<input(?![^>]*type=\"(?:hidden|radio|checkbox|number|submit)\")")
    shown = {
        path.name for path in (WEB / "templates").rglob("*.html") if typed.search(path.read_text(encoding="utf-8"))
    }
    assert shown == {"forms.html"}


def test_typed_dates_are_read_in_one_place() -> None:
    """What we store and what operators set is ISO; what people type is not (server/web/typed_dates.py)."""
    ours = {"server/core/clock.py", "server/room/minutes/sections.py"}
    assert {path for path, source in python() if "fromisoformat" in source or "strptime" in source} == ours
