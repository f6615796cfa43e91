"""Finds the code that reads people's texts, and texts that may trip it up."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import schemas
import server

NOT_PEOPLES = {
    *(
        "server.web.assets",
        "server.cli",
        "server.__main__",
        "server.ops.run",
        "server.ops.embedded",
        "server.ops.replay",
        "server.ops.demo",
    ),
    *(
        "server.ops.migrate",
        "server.core.revisions",
        "server.core.logs",
        "server.web.qr",
        "server.ops.kept_mail",
        "server.ops.check",
        "server.ops.serve",
        "schemas.migrations",
    ),
    *(
        "server.core.settings",
        "server.web.html",
        "server.core.loading",
        "server.core.database",
        "server.core.translations",
        "server.web.files.child",
        "server.core.waiting",
    ),
}
"""Modules that only read our own files and settings, or what an operator types, and nothing from a form."""
OF_SETTINGS = {"server.meeting.invitations.calendar_file._address", "server.core.addresses.sender_of"}
"""The same, for functions."""
DECLARE = {"server.core.waiting.waits"}
"""They keep the text for as long as the process lives, and it becomes part of every later query."""
ODD = {
    "a letter": "a",
    "a Danish letter": "å",
    "a line end": "\n",
    "another": "\r",
    "a tab": "\t",
    "a blank": " ",
    "a line separator": "\u2028",
    "NUL": "\x00",
    "a phrase in one letter": "\ufdfa",
    "a mark": "\u0301",
    "a digit": "1",
    "a digit of another script": "٣",
    "an at": "@",
    "a plus": "+",
    "an equals sign": "=",
    "a dash": "-",
    "a dot": ".",
    "joined pictures": "👩\u200d",
    "a right-to-left override": "\u202e",
    "a Hebrew letter": "א",
    "a quote": '"',
    "an apostrophe": "'",
    "a ligature": "ﬁ",
    "a capital that grows": "İ",
    "nothing to see": "\u200b",
    "a bracket": "(",
    "a curl": "{",
    "a percent": "%",
    "a backslash": "\\",
    "a semicolon": ";",
    "a comma": ",",
    "a colon": ":",
    "words": "ord ",
    "rows": "20 21 ",
    "dates": "12.03.24 ",
    "an angle": "<",
    "angles": "<a>",
    "addresses": "a@b.dk ",
    "pairs": "a;b@",
    "half an address": "a@1-dot-",
    "quoted": '"a" ',
}
"""Pieces that are repeated to make up a text."""
USED = re.compile(r"\bre\.(?!escape|compile)\w+\(")
"""Where an expression may be spelled out. Taking apart a file that has none costs ten times as much as looking."""


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every module that may read what people type."""
    return tuple(
        importlib.import_module(found.name)
        for package in (schemas, server)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not any(found.name == name or found.name.startswith(f"{name}.") for name in NOT_PEOPLES)
    )


def text_functions() -> dict[str, Callable[[str], object]]:
    """Every function of those modules that can be called with a single text."""
    found: dict[str, Callable[[str], object]] = {}
    for module in modules():
        for name, value in vars(module).items():
            if inspect.isfunction(value) and value.__module__ == module.__name__ and _takes_a_text(value):
                found[f"{module.__name__}.{name}"] = value
    return {name: found[name] for name in found if name not in OF_SETTINGS | DECLARE}


def _takes_a_text(function: Callable[..., object]) -> bool:
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return False
    needed = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    if [one.annotation for one in needed] != [str] or needed[0].kind is needed[0].VAR_POSITIONAL:
        return False
    return needed[0].name not in {"letter", "symbol"}


@cache
def patterns() -> dict[str, "re.Pattern[str]"]:
    """Every regular expression of those modules: those they define, and those spelled out where they are used. One that
    is only used to match from the start gets a `\\A`."""
    found: dict[str, re.Pattern[str]] = {}
    sources = {module: inspect.getsource(module) for module in modules()}
    asked = _asked("\n".join(sources.values()))
    for module, source in sources.items():
        kept = [each for name, value in vars(module).items() if name[:2] != "__" for each in _kept(value, name, asked)]
        spelled = list(_spelled(ast.parse(source))) if USED.search(source) else []
        for pattern in (*kept, *spelled):
            if isinstance(pattern.pattern, str):
                found.setdefault(f"{module.__name__}: {pattern.pattern[:60]}", pattern)
    once = {(each.pattern, each.flags): name for name, each in reversed(found.items())}
    return {name: found[name] for name in sorted(once.values())}


def _asked(source: str) -> dict[str, set[str]]:
    """What is asked of each name anywhere: `NAME.match(` is {"NAME": {"match"}}."""
    asked: dict[str, set[str]] = {}
    for name, method in re.findall(r"\b(\w+)\.(\w+)\(", source):
        asked.setdefault(name, set()).add(method)
    return asked


def _kept(value: Any, name: str, asked: dict[str, set[str]]) -> Iterator["re.Pattern[str]"]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        at_start = asked.get(name, {""}) <= {"match", "fullmatch"}
        yield re.compile(rf"\A(?:{value.pattern})", value.flags) if at_start else value
    elif isinstance(value, list | tuple | set | frozenset | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _kept(each, name, asked)


def _spelled(tree: ast.AST) -> Iterator["re.Pattern[str]"]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        of, first = node.func.value, node.args[0]
        asked = isinstance(of, ast.Name) and of.id == "re" and node.func.attr not in {"escape", "compile"}
        if asked and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield re.compile(first.value)


def pieces_of(pattern: "re.Pattern[str]") -> list[str]:
    """Random combinations of a pattern's own words and odd letters."""
    words = sorted({*_words(_parser.parse(pattern.pattern, pattern.flags)), *("1", "a", " ", "-", ".", "@")})
    chance = Random(pattern.pattern)
    return ["".join(chance.choices(words, k=chance.randint(1, 4))) for _ in range(8)]


def _words(nodes: Any) -> Iterator[str]:
    run = ""
    for what, of in nodes:
        if what is op.LITERAL:
            run += chr(of)
            continue
        if run:
            yield run
            run = ""
        for part in of if isinstance(of, tuple | list) else ():
            for each in part if isinstance(part, list) else [part]:
                if isinstance(each, _parser.SubPattern):
                    yield from _words(each)
    if run:
        yield run
