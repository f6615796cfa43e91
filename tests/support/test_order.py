"""In which order several processes take the files of tests."""

from pathlib import Path

from server.checkout import CHECKOUT
from tests.support.order import LONGEST_FIRST, WAITING, in_turns

NAMES = ("access/a", "access/b", "access/c", "workers/d", "workers/e", "year/test_sent_on", "year/test_a_whole_year")


def test_the_longest_come_first_and_the_others_take_turns() -> None:
    files = [Path(f"tests/{name}.py") for name in NAMES]
    found = ["/".join(path.with_suffix("").parts[-2:]) for path in in_turns([*files, *files])]
    assert found[:2] == ["year/test_a_whole_year", "year/test_sent_on"]
    assert found[2:] == ["access/a", "workers/d", "access/b", "workers/e", "access/c"]


def test_what_it_names_is_there() -> None:
    tests = CHECKOUT / "tests"
    assert not [name for name in LONGEST_FIRST if not list(tests.glob(f"**/{name}"))]
    assert not [name for name in WAITING if not (tests / name).is_dir()]
