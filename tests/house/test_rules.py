"""The house rules, checked on every committed file, and each proved able to fail. import-linter (pyproject.toml)
checks what may import what."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest

from server.checkout import CHECKOUT
from tests.house.committed import committed

CODE = ("schemas", "server", "workers")
LONGEST, NINE_OF_TEN = 300, 150
NO_NAMES = {"util", "utils", "helper", "helpers", "service", "services", "manager", "managers"}
NO_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "jsonpickle"}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
}
LAST = {name.rpartition(".")[2] for name in CLOCKS}
CLOCK = "server/core/clock.py"
CATALOGUE = "server/core/translations.py"
# Split up, so that this file does not break its own rules.
NO_TEXT = {
    "an unfinished note": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b"),
    "a path of a machine": re.compile(
        r"(?<![\w.:/-])/(?:wo" + r"rk|ro" + r"ot|fa" + r"rm|ho" + r"me/\w+)(?=/|[\s\"'`)]|$)"
    ),
    "the address of a registry": re.compile(
        r"registry\.npm" + r"js\.org|registry\.yarn" + r"pkg\.com|files\.python" + r"hosted\.org|py" + r"pi\.org/simple"
        r"|(?<!no-emit)-(?:-extra)?-index" + r"-url[ =]|(?:^|\s)registry\s*=\s*https?:"
        r"|//[\w.-]*\b(?:deb" + r"ian\.org|ubun" + r"tu\.com)/(?:deb" + r"ian|ubun" + r"tu)", re.MULTILINE
    ),
}  # fmt: skip


def python() -> Iterator[tuple[str, str]]:
    """The product's committed Python files, with their text."""
    for path in committed():
        if path.endswith(".py") and path.split("/")[0] in CODE:
            yield path, (CHECKOUT / path).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def parsed(source: str) -> ast.Module:
    """The tree of a file; one rule after the other asks for it."""
    return ast.parse(source)


def imported(tree: ast.AST, path: str) -> Iterator[str]:
    """The full names of all modules that a file imports; relative ones are resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = path.split("/")[: -node.level] if node.level else []
            yield ".".join([*above, *([node.module] if node.module else [])])


def pickles(path: str, source: str) -> list[str]:
    """Imports of modules that run code found in data."""
    return [name for name in imported(parsed(source), path) if name.split(".")[0] in NO_MODULES]


def without_contract(path: str, source: str) -> list[str]:
    """Public functions without a docstring. Alembic's own upgrade and downgrade need none."""
    if "/migrations/" in path:
        return []
    functions = [node for node in parsed(source).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [node.name for node in functions if not node.name.startswith("_") and not ast.get_docstring(node)]


def own_clocks(path: str, source: str) -> list[str]:
    """Uses of the machine's clock. time.monotonic and time.perf_counter only measure, and are allowed."""
    if path == CLOCK:
        return []
    tree = parsed(source)
    short = {  # from time import time as t: what t means
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "datetime"}
        for alias in node.names
    } | {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.asname
    }
    used = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if (
            (isinstance(node, ast.Attribute) and node.attr in LAST) or (isinstance(node, ast.Name) and node.id in short)
        )
        and not isinstance(node.ctx, ast.Store)
    ]
    whole = {".".join([short.get(name.split(".")[0], name.split(".")[0]), *name.split(".")[1:]]) for name in used}
    return sorted(name for name in whole if ".".join(name.split(".")[-2:]) in CLOCKS)


def by_hand(path: str, source: str) -> list[str]:
    """Branches on the language. Sentences belong in the catalogue; how to write a day, in server/core/days.py."""
    if path == CATALOGUE:
        return []
    compared = [node for node in ast.walk(parsed(source)) if isinstance(node, ast.Compare)]
    of = [constant for node in compared for constant in ast.walk(node) if isinstance(constant, ast.Constant)]
    return [str(constant.value) for constant in of if constant.value in ("da", "en")]


SOURCE_RULES: list[Callable[[str, str], list[str]]] = [
    pickles,
    without_contract,
    own_clocks,
    by_hand,
]


def bad_name(path: str) -> bool:
    """Whether a file or folder has a name that says nothing, or is a copy of htmx."""
    parts = {Path(part).stem.lower() for part in path.split("/")}
    return bool(parts & NO_NAMES) or Path(path).name.lower().startswith("htmx")


@cache
def broken() -> dict[str, dict[str, list[str]]]:
    """What breaks each rule, by its name and the file's path."""
    found: dict[str, dict[str, list[str]]] = {rule.__name__: {} for rule in SOURCE_RULES}
    for path, source in python():
        for rule in SOURCE_RULES:
            if wrong := rule(path, source):
                found[rule.__name__][path] = wrong
    return found


@pytest.mark.parametrize("rule", SOURCE_RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps(rule: Callable[[str, str], list[str]]) -> None:
    assert not broken()[rule.__name__], rule.__doc__


def test_names_say_something() -> None:
    assert not [path for path in committed() if bad_name(path)]


@pytest.mark.parametrize("what", NO_TEXT)
def test_no_file_holds(what: str) -> None:
    found = []
    for path in committed():
        data = (CHECKOUT / path).read_bytes()
        if b"\0" not in data:
            lines = enumerate(data.decode("utf-8", "replace").splitlines(), 1)
            found += [f"{path}:{number}: {line.strip()[:80]}" for number, line in lines if NO_TEXT[what].search(line)]
    assert not found


def sizes() -> dict[str, int]:
    return {path: len(source.splitlines()) for path, source in python() if source.strip()}


def test_files_are_short() -> None:
    lines = sizes()
    order = sorted(lines.values())
    ninth = order[min(len(order) - 1, int(len(order) * 0.9))]
    longest = sorted(lines.items(), key=lambda file: -file[1])[:5]
    report = f"{len(order)} files: 90th percentile {ninth}, longest {longest}"
    assert order[-1] <= LONGEST, report
    assert ninth <= NINE_OF_TEN, report


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (pickles, "server/a.py", "import pickle as p"),
        (pickles, "workers/a.py", "from pickle import loads"),
        (without_contract, "server/a.py", "async def room(): ..."),
        (without_contract, "server/a.py", "def room():\n    return 1"),
        (own_clocks, "server/a.py", "from datetime import datetime\nx = datetime.now()"),
        (own_clocks, "server/a.py", "import datetime as d\nx = d.datetime.now(d.UTC)"),
        (own_clocks, "server/a.py", "from time import time as t\nx = t()"),
        (own_clocks, "server/a.py", "import time\nf(default=time.time)"),
        (own_clocks, "schemas/a.py", "from datetime import date\nx = date.today()"),
        (by_hand, "server/a/letters.py", "x = 'Dear' if language == 'en' else 'Kære'"),
        (by_hand, "workers/a.py", "if language in ('da', ''):\n    pass"),
    ],
)
def test_a_rule_can_fail(rule: Callable[[str, str], list[str]], path: str, source: str) -> None:
    assert rule(path, source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "server/a.py",
            "import time\nfrom server.core.clock import now\n\ndef f():\n    '''1.'''\n    return time.monotonic()",
        ),
        ("server/a.py", "def _own(): ...\nclass A:\n    def time(self, time): self.time = time"),
        (CLOCK, "from datetime import datetime\nx = datetime.now()"),
        (CATALOGUE, "known = language == 'da'"),
        ("server/a.py", "first = say('da', sentence)\nlanguage = asked or 'en'"),
        ("schemas/migrations/versions/a.py", "def upgrade(): ..."),
    ],
)
def test_a_rule_lets_good_code_be(path: str, source: str) -> None:
    assert not [found for rule in SOURCE_RULES for found in rule(path, source)]


@pytest.mark.parametrize(
    "path", ["server/utils.py", "server/helpers/a.py", "web/static/htmx.min.js", "workers/manager.py"]
)
def test_a_bad_name_is_seen(path: str) -> None:
    assert bad_name(path)
    assert not bad_name("server/room/votes/ballot_box.py")


@pytest.mark.parametrize(
    ("what", "text", "good"),
    [
        ("an unfinished note", "# TO" + "DO later", "todos los días"),
        ("a path of a machine", 'open("/wo' + 'rk/x")', "POST /workers, a/work/b, ../shared/design"),
        ("a path of a machine", "cd /ho" + "me/ida/x", "the home page is /home"),
        ("the address of a registry", '"res' + 'olved": "htt' + "ps://registry.npm" + 'js.org/x"', "npm install"),
        ("the address of a registry", "http://d" + "eb.deb" + "ian.org/deb" + "ian", "debootstrap trixie"),
        ("the address of a registry", "pip install -" + "-index-url https://x", "pip-compile --no-emit-index-url"),
    ],
)
def test_a_bad_text_is_seen(what: str, text: str, good: str) -> None:
    assert NO_TEXT[what].search(text)
    assert not NO_TEXT[what].search(good)


def test_there_is_code_to_hold_them_against() -> None:
    assert {path.split("/")[0] for path in sizes()} >= {"schemas", "server"}
