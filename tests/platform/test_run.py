"""`make run`: ready soon, everything as it was, and nothing left running."""

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from server.ops.run import links
from server.ops.run.folder import default
from tests.platform.running import Running, peerboard, started_as
from tests.support.site import free_port
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import comes_true


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run") / "data"


@pytest.fixture(scope="module")
def product(data: Path) -> Iterator[Running]:
    running = Running(data, free_port())
    yield running
    running.end()


def test_it_prints_the_ways_in_and_a_qr_code(product: Running) -> None:
    for name in ("Coordinator", "Leader", "Politician", "Projector", "Join", "Mail (demo)"):
        assert f"  {name:<12} {product.url}/" in product.said
    assert "  Code " in product.said
    assert "▄▄▄▄▄" in product.said
    assert product.ready()


def test_a_second_run_on_the_same_folder_is_told_where_the_first_one_is(product: Running) -> None:
    second = peerboard("run", "--data", str(product.data), "--port", str(free_port()))
    assert second.returncode == 1
    assert one_line(second.stderr)
    assert product.url in second.stderr
    assert "--data DIR" in second.stderr
    assert product.ready(), "the first one goes on"


def test_a_port_in_use_is_one_sentence(product: Running, tmp_path: Path) -> None:
    second = peerboard("run", "--data", str(tmp_path), "--port", str(product.port))
    assert second.returncode == 1
    assert one_line(second.stderr)
    assert f'make run ARGS="--port {product.port + 1}"' in second.stderr


def test_other_commands_find_it_by_its_folder(product: Running) -> None:
    found = peerboard("check", "--data", str(product.data))
    assert found.returncode == 0, found.stdout
    assert [line.split()[:2] for line in found.stdout.splitlines()] == [
        ["ok", name]
        for name in ("settings", "database", "redis", "schema", "clock", "mail", "ledger", "theme", "providers", "disk")
    ]
    assert peerboard("mail", "--data", str(product.data)).returncode == 0
    assert peerboard("migrate", "--data", str(product.data)).returncode == 0
    link = peerboard("add-coordinator", "ny@example.org", "--data", str(product.data))
    assert link.returncode == 0, link.stderr
    assert link.stdout.startswith(f"{product.url}/login/")
    wrong = peerboard("add-coordinator", "ny", "--data", str(product.data))
    assert wrong.returncode == 1
    assert one_line(wrong.stderr)


def test_an_empty_one_says_how_to_begin_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEERBOARD_PUBLIC_URL", "http://127.0.0.1:8000")
    links.show(None, tmp_path, 1)
    links.show(None, default().absolute(), 1)
    elsewhere, here = capsys.readouterr().out.split("Data and logs:")[:2]
    assert f"peerboard add-coordinator MAIL --data {tmp_path}\n" in elsewhere
    assert f"peerboard mail --data {tmp_path}\n" in elsewhere
    assert "peerboard add-coordinator MAIL\n" in here


def test_its_secrets_are_for_this_user_only(product: Running) -> None:
    for path in (product.data, product.data / "hash.secret", product.data / "running.json", product.data / "postgres"):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize("word", ["serve", "work"])
def test_a_process_that_dies_is_started_again(product: Running, word: str) -> None:
    old = product.child(word)
    old.kill()
    assert comes_true(lambda: not old.is_running() and any(word in started_as(each) for each in product.children()))
    assert comes_true(product.ready)


def test_ctrl_c_ends_everything_and_the_next_start_finds_it_as_it_was(product: Running) -> None:
    """The next one is started in the background, as a shell does: Ctrl-C ends that one too."""
    children = product.children()
    assert len(children) >= 4
    assert product.end() == 0
    assert not [child for child in children if alive(child)]
    assert not (product.data / "running.json").exists()
    again = Running(product.data, product.port, in_background=True)
    children = again.children()
    try:
        assert code_in(again.said) == code_in(product.said), "the same meeting is open"
    finally:
        assert again.end(signal.SIGINT) == 0
    assert not [child for child in children if alive(child)]


@pytest.mark.soak
def test_it_is_ready_within_five_seconds_and_gone_within_three(tmp_path: Path) -> None:
    assert Running(tmp_path / "data", free_port()).end() == 0
    with Stopwatch() as start:
        again = Running(tmp_path / "data", free_port())
    with Stopwatch() as end:
        assert again.end() == 0
    assert start.seconds < 5
    assert end.seconds < 3


def test_after_kill_9_nothing_is_left_and_it_starts_again(data: Path, product: Running) -> None:
    product.end()
    running = Running(data, free_port())
    children = running.children()
    running.process.kill()
    again = Running(data, free_port())
    assert comes_true(lambda: not [child for child in children if alive(child)])
    assert again.end(signal.SIGTERM) == 0


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = peerboard("run", "--data", str(tmp_path / "file" / "data"), "--port", str(free_port()))
    assert told.returncode == 1
    assert one_line(told.stderr)
    assert "choose another with --data DIR" in told.stderr


def test_a_postgresql_that_does_not_start_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "peerboard.made").touch()
    told = peerboard("run", "--data", str(tmp_path), "--port", str(free_port()))
    assert told.returncode == 1
    assert one_line(told.stderr)
    assert "PostgreSQL did not start" in told.stderr
    assert "postgres.log" in told.stderr


def test_without_a_product_the_commands_say_how_to_start_one(tmp_path: Path) -> None:
    for words in (["mail"], ["migrate"], ["add-coordinator", "ny@example.org"]):
        told = peerboard(*words, "--data", str(tmp_path))
        assert told.returncode == 1
        assert one_line(told.stderr)
        assert "make run" in told.stderr


def one_line(text: str) -> bool:
    return len(text.strip().splitlines()) == 1


def code_in(said: str) -> str:
    return next(line.removeprefix("  Code ").strip() for line in said.splitlines() if line.startswith("  Code "))


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
