"""What docs/operations.md and the help say is what there is."""

import re
from pathlib import Path

import pytest

from server.checkout import CHECKOUT
from server.core.settings import Settings
from tests.platform.running import peerboard

TEXT = (CHECKOUT / "docs" / "operations.md").read_text()
COMMANDS = ["run", "serve", "work", "migrate", "replay", "add-coordinator", "people", "mail", "check", "erase"]
COMMANDS += ["backup", "verify", "restore", "restored"]
COMMANDS += ["audit verify", "audit export", "boards list", "boards export", "boards close", "boards erase"]


def test_every_setting_stands_there_and_no_other() -> None:
    rows = re.findall(r"^\| `PEERBOARD_([A-Z_]+)` \| (?:`([^`]*)`)? *\|", TEXT, re.MULTILINE)
    assert {name.lower() for name, _ in rows} == set(Settings.model_fields)
    for name, default in rows:
        known = Settings.model_fields[name.lower()].default
        assert default == (str(known).lower() if isinstance(known, bool | int) else known or ""), name


def test_what_happens_when_something_is_down_is_held_by_a_test_that_is_there() -> None:
    table = TEXT.split("## When something is down")[1].split("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ") and not line.startswith("| what ")]
    assert len(lines) > 10
    for line in lines:
        (path, name) = re.findall(r"`(tests/[\w/]+\.py)::(\w+)` \|$", line)[0]
        assert f"def {name}(" in (CHECKOUT / path).read_text(), line


def test_every_setting_says_what_it_means() -> None:
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_worth_reading(command: str) -> None:
    told = peerboard(*command.split(), "--help")
    assert told.returncode == 0
    words = told.stdout.split("Options")[0]
    assert len(words.split()) > 20, words


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("PEERBOARD_PUBLIC_URL", "peerboard.example.org", "PEERBOARD_PUBLIC_URL"),
        ("PEERBOARD_LOG_LEVEL", "loud", "PEERBOARD_LOG_LEVEL"),
        ("PEERBOARD_SECRET", "short", "PEERBOARD_SECRET"),
    ],
)
def test_check_names_a_wrong_setting(name: str, value: str, wrong: str, tmp_path: Path) -> None:
    right = {"PEERBOARD_DATABASE_URL": "postgresql://x@/x?host=/nowhere", "PEERBOARD_REDIS_URL": "unix:///nowhere"}
    right |= {"PEERBOARD_SECRET": "s" * 32}
    told = peerboard("check", **(right | {name: value}))
    assert told.returncode == 1
    assert told.stdout.startswith("FAULT settings")
    assert wrong in told.stdout


def test_check_says_what_cannot_be_reached_and_no_password() -> None:
    told = peerboard(
        "check",
        PEERBOARD_DATABASE_URL="postgresql://x:hunter2@127.0.0.1:1/x",
        PEERBOARD_REDIS_URL="redis://:hunter2@127.0.0.1:1",
        PEERBOARD_SMTP_URL="smtp://x:hunter2@127.0.0.1:1",
        PEERBOARD_SECRET="s" * 32,
    )
    assert told.returncode == 1
    for name in ("database", "redis", "schema", "mail"):
        assert re.search(rf"^FAULT {name} .*check PEERBOARD_", told.stdout, re.MULTILINE), told.stdout
    assert "hunter2" not in told.stdout + told.stderr
