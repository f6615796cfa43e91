"""Which tests are quick is read from what they call, and from what they import of ours."""

from pathlib import Path

import pytest

from server.checkout import CHECKOUT
from tests.support.quick import starts_something


@pytest.mark.parametrize(
    ("source", "starts"),
    [
        ("def test_a():\n    Child('a', [])", True),
        ("def test_a():\n    subprocess.run(['a'])", True),
        ("async def test_a():\n    await Site.at('a', 'b').start()", True),
        ("from tests.support.processes import Worker", True),
        ("import tests.faults.chaos", True),
        ("from tests.support.site import Site\n\nasync def test_a(site: Site): ...", False),
        ("from server.ops.embedded import Valkey\n\nasync def test_a(valkey: Valkey): ...", False),
    ],
)
def test_what_starts_something_is_seen(source: str, starts: bool, tmp_path: Path) -> None:
    file = tmp_path / "test_a.py"
    file.write_text(source)
    assert starts_something(file) is starts


@pytest.mark.parametrize(
    ("path", "starts"),
    [("faults/test_kills.py", True), ("browser/test_meeting.py", True), ("house/test_rules.py", False)],
)
def test_of_our_own(path: str, starts: bool) -> None:
    assert starts_something(CHECKOUT / "tests" / path) is starts
