"""What Jinja has compiled is kept for the next process, and is never anything but what it would compile itself."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from server.core import templates
from server.core.templates import Templates
from server.mail import letters
from server.ops.compile_templates import compile_all
from server.web import html


class Heard(list[str]):
    """Listens to what is called of ours: filters, tests and `finalize`."""

    def listen(self, env: Environment) -> None:
        """Put something in the place of each that notes its name."""
        for known, theirs in ((env.filters, FILTERS), (env.tests, TESTS)):
            known |= {name: self._noting(name) for name in known if name not in theirs}
        env.finalize = self._noting("finalize")

    def _noting(self, name: str) -> Any:
        def called(value: Any, *_: Any, **__: Any) -> Any:
            self.append(name)
            return value

        return called


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Templates of this test's own, and where their code is kept."""
    monkeypatch.setattr(templates, "FOLDER", tmp_path / "templates")
    monkeypatch.setattr(templates, "COMPILED", tmp_path / "kept")
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    templates.FOLDER.mkdir()
    (templates.FOLDER / "a.html").write_text("<p>{{ 'Ro' }} {{ name }}</p>")
    return templates.FOLDER, templates.COMPILED


def drawn(language: str = "da") -> str:
    """The template, drawn by a process that has just begun."""
    env = Templates("pages", language, autoescape=True, extensions=["jinja2.ext.i18n"])
    return env.get_template("a.html").render(name="<Ben>")


@pytest.mark.parametrize(("made", "ending"), [(html.environment, "html"), (letters.environment, "txt")])
def test_nothing_of_ours_runs_while_a_template_is_compiled(made: Any, ending: str) -> None:
    """Otherwise what is kept would hold it, in one language, and outlive a change of the code."""
    env, heard = made("da").overlay(), Heard()
    env.filters, env.tests = dict(env.filters), dict(env.tests)
    heard.listen(env)
    names = env.list_templates(extensions=[ending])
    assert names
    for name in names:
        env.compile(env.loader.get_source(env, name)[0], name, raw=True)  # Python's own part runs nothing
    env.compile("{{ 'et ord'|day }}{{ 'to' }}{% set a = 'tre'|called %}", raw=True)
    assert not heard


def test_jinja_alone_would_run_them() -> None:
    """So the test above can fail."""
    env, heard = Environment(), Heard()
    env.filters["ours"] = str
    heard.listen(env)
    env.compile("{{ 'et ord'|ours }}{{ 'to' }}")
    assert {"ours", "finalize"} <= set(heard)


def test_the_next_process_compiles_nothing(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    first = drawn()
    assert first == "<p>Ro &lt;Ben&gt;</p>"
    assert [path.stat().st_mode & 0o777 for path in folders[1].iterdir()] == [0o644], "others may run it too"

    def compiles(*_: Any, **__: Any) -> Any:
        raise AssertionError("it was compiled again")

    monkeypatch.setattr(Templates, "compile", compiles)
    assert drawn() == first
    assert drawn("en") == first


def test_a_template_that_has_changed_is_compiled_again(folders: tuple[Path, Path]) -> None:
    drawn()
    (folders[0] / "a.html").write_text("<b>{{ name }}</b>")
    assert drawn() == drawn() == "<b>&lt;Ben&gt;</b>"
    assert len(list(folders[1].iterdir())) == 1


def test_pages_and_letters_are_kept_apart(folders: tuple[Path, Path]) -> None:
    drawn()
    letter = Templates("letters", "da", autoescape=False, extensions=["jinja2.ext.i18n"])
    assert letter.get_template("a.html").render(name="<Ben>") == "<p>Ro <Ben></p>"


def test_what_cannot_be_read_or_kept_is_drawn_all_the_same(folders: tuple[Path, Path]) -> None:
    first = drawn()
    (kept,) = folders[1].iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    assert drawn() == first
    kept.unlink()
    folders[1].rmdir()
    folders[1].write_text("no folder")
    assert drawn() == first


def test_where_python_keeps_nothing_neither_do_we(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    drawn()
    assert not folders[1].exists()


def test_all_can_be_compiled_beforehand() -> None:
    """As the image does, whose processes may not write."""
    assert compile_all() > 200
