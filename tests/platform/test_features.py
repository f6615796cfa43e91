"""Features are found by their files; and what they hook into is really done, or somebody hears of it."""

import importlib
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Match, Route, WebSocketRoute

import server
from server import features
from server.checkout import CHECKOUT

FOLDER = Path(str(server.__file__)).parent
DECLARING = ("fragments", "hooks", "routes")
NOT_DECLARED = """
import asyncio
from server.core.change import TOLD
from server.core.hooks import NotDeclared
from server.web.html import render
for use in (lambda: asyncio.run(TOLD(None)), lambda: render("da", "problem.html")):
    try:
        use()
    except NotDeclared:
        print("heard of")
"""


def test_every_module_that_declares_something_is_found() -> None:
    """Also one in a folder within a folder, and one whose name only ends so."""
    files = [path for name in DECLARING for path in FOLDER.rglob(f"*{name}.py")]
    named = {".".join(("server", *path.relative_to(FOLDER).with_suffix("").parts)) for path in files}
    assert len(named) > 40
    assert named <= set(features.found())
    loaded = {name for name in named if name.rpartition(".")[2] in features.DECLARING}
    assert loaded <= set(sys.modules)


def test_a_new_feature_needs_no_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "newer" / "deeper"
    folder.mkdir(parents=True)
    (tmp_path / "newer" / "__init__.py").write_text("")
    (folder / "__init__.py").write_text("")
    (folder / "hooks.py").write_text("")
    monkeypatch.setattr(server, "__file__", str(tmp_path / "__init__.py"))
    assert features.found() == ["server.newer", "server.newer.deeper", "server.newer.deeper.hooks"]


def test_every_route_of_every_feature_is_there() -> None:
    """Whatever a module calls `routes` is served."""
    served = {(route.path, route.endpoint) for route in all_routes()}
    for name in features.found():
        if "routes" in name.rpartition(".")[2]:
            module = importlib.import_module(name)
            assert {(route.path, route.endpoint) for route in module.routes} <= served, name


def test_the_order_of_imports_knows_every_module_of_routes() -> None:
    """A contract can name `routes` wherever they stand, but no module whose name only ends so."""
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for key in ("modules", "protected_modules"):
        (held,) = [contract[key] for contract in contracts if "server.**.routes" in contract.get(key, [])]
        missing = {name for name in features.found() if name.endswith("_routes")} - set(held)
        assert not missing, f"write {missing} beside the other routes in pyproject.toml: {key}"


@cache
def all_routes() -> list[Any]:
    return [route for route in features.routes() if isinstance(route, Route | WebSocketRoute)]


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: f"{route.name} {route.path}")
def test_an_address_is_one_features(route: Any) -> None:
    """Otherwise the order in which features are found would decide who answers."""
    path = route.path.replace("{", "").replace("}", "")
    kind = "websocket" if isinstance(route, WebSocketRoute) else "http"
    for method in getattr(route, "methods", None) or ["GET"]:
        scope = {"type": kind, "method": method, "path": path, "root_path": "", "headers": []}
        others = [each for each in all_routes() if each.matches(scope)[0] is Match.FULL]
        modules = {each.endpoint.__module__ for each in others}
        assert modules == {route.endpoint.__module__}, (path, modules)


def test_a_process_that_did_not_look_for_features_hears_of_it() -> None:
    """Without this the figures of a board would silently stand still, for example."""
    told = subprocess.run([sys.executable, "-c", NOT_DECLARED], capture_output=True, text=True, check=True)
    assert told.stdout.split("\n")[:2] == ["heard of", "heard of"]
