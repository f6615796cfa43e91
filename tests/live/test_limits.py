"""The page and the server speak of the same codes, and the page waits longer than the server does."""

import ast
import re
from pathlib import Path

from server.checkout import CHECKOUT
from server.core.close_codes import Close
from server.live.limits import HEARTBEAT, HELD
from server.web.assets import STATIC

PAGE = (Path(STATIC) / "js" / "stream.js").read_text(encoding="utf-8")
CODE = re.compile(r"\b(?:10[01]\d|4\d{3})\b")


def seconds(name: str) -> float:
    found = re.search(rf"\b{name} = ([\d.]+)e3\b", PAGE)
    assert found, f"the page's {name} is in thousands of ms"
    return float(found[1])


def test_the_page_acts_on_codes_that_we_send() -> None:
    assert {int(code) for code in CODE.findall(PAGE)} == set(Close) - {Close.REFUSED}


def test_the_page_is_more_patient_than_the_server() -> None:
    assert seconds("SILENCE") > 2 * HEARTBEAT
    assert seconds("POLL_HELD") > HELD


def test_codes_stand_in_one_place() -> None:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in CHECKOUT.glob("server/**/*.py")}
    codes = {
        path
        for path, tree in trees.items()
        if any(isinstance(n, ast.Constant) and n.value in set(Close) for n in ast.walk(tree))
    }
    assert codes == {CHECKOUT / "server/core/close_codes.py"}
