"""The ledger of erasures: what is written stays, changes without the key are seen, and nobody's words are in it."""

import multiprocessing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from server.core.ledger import Broken, Erased, Erasure, Ledger, LedgerFault, Position, WrongKey
from server.core.settings import Settings, complaints

KEY = "k" * 32
AT = datetime(2026, 11, 30, 13, 5, tzinfo=UTC)


def erasure(name: str) -> Erasure:
    return Erasure(Erased.SEAT, AT, name, ("aa", "bb"), ("kept1", "kept2"))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger", KEY)


def test_what_is_written_is_read_again(ledger: Ledger) -> None:
    assert ledger.erasures() == []
    asked = [
        erasure("one"),
        Erasure(Erased.ADDRESS, AT, addresses=(ledger.address(" Ida@Example.org "),)),
        erasure("æ"),
    ]
    assert [ledger.append(one) for one in asked] == [1, 2, 3]
    assert Ledger(ledger.path, KEY).erasures() == asked
    assert ledger.path.stat().st_mode & 0o777 == 0o600


def test_an_address_is_a_hash_that_needs_the_key(ledger: Ledger) -> None:
    assert ledger.address("IDA@example.org") == ledger.address("ida@example.org ")
    assert ledger.address("ida@example.org") != Ledger(ledger.path, "x" * 32).address("ida@example.org")
    ledger.append(Erasure(Erased.ADDRESS, AT, addresses=(ledger.address("ida@example.org"),)))
    assert b"ida" not in ledger.path.read_bytes().lower()


def lines(ledger: Ledger) -> list[bytes]:
    return ledger.path.read_bytes().splitlines(keepends=True)


def test_whatever_is_changed_without_the_key_is_seen(ledger: Ledger) -> None:
    for number in range(4):
        ledger.append(erasure(f"seat{number}"))
    ledger.note_position(Position("7", 1, 100))
    one, two, three, four = lines(ledger)
    for wrong in (
        [one, two.replace(b"seat1", b"seat9"), three, four],
        [one, three, four],
        [one, three, two, four],
        [one, two, two, three, four],
        [two, three, four],
        [one, two, three],
        [],
        [one, two, three, four.replace(b"seat3", b"seat9")],
        [one, two, three, b"\n", four],
    ):
        ledger.path.write_bytes(b"".join(wrong))
        with pytest.raises(LedgerFault):
            ledger.erasures()
    ledger.path.write_bytes(b"".join([one, two, three, four.replace(b"seat3", b"seat9")]))
    with pytest.raises(Broken, match="line 4 "):
        ledger.append(erasure("five"))


def test_another_key_is_named(ledger: Ledger) -> None:
    ledger.append(erasure("one"))
    ledger.note_position(Position("7", 1, 100))
    other = Ledger(ledger.path, "x" * 32)
    for ask in (other.erasures, other.position, lambda: other.append(erasure("two"))):
        with pytest.raises(WrongKey, match="another key"):
            ask()
    assert len(ledger.erasures()) == 1


def test_a_line_that_was_cut_short_counts_for_nothing(ledger: Ledger) -> None:
    ledger.append(erasure("one"))
    ledger.append(Erasure(Erased.SEAT, AT, "long", kept=tuple(f"{number:022}" for number in range(900))))
    whole = ledger.path.read_bytes()
    first = len(lines(ledger)[0])
    for torn in (whole[: first + 1], whole[:-1], whole[: first + 5000], whole[: first + 9] + b"\0" * 80 + b"\n"):
        ledger.path.write_bytes(torn)
        assert [one.subject for one in ledger.erasures()] == ["one"]
        assert ledger.append(erasure("two")) == 2
        assert [one.subject for one in ledger.erasures()] == ["one", "two"]
    ledger.path.write_bytes(whole)
    assert ledger.append(erasure("three")) == 3
    assert len(ledger.erasures()[1].kept) == 900


def test_a_position_replaces_the_one_before(ledger: Ledger) -> None:
    assert ledger.position() is None
    for lsn in (1, 2**60):
        ledger.note_position(Position("7344", 3, lsn, "m"))
        assert ledger.position() == Position("7344", 3, lsn, "m")
    assert {path.name for path in ledger.path.parent.iterdir()} == {"ledger", "ledger.position"}
    assert ledger.append(erasure("one")) == 1
    assert len(ledger.erasures()) == 1


def write_many(path: Path, name: str) -> None:
    ledger = Ledger(path, KEY)
    for number in range(25):
        ledger.append(erasure(f"{name}{number}"))
        ledger.note_position(Position(name, 1, number))


@pytest.mark.long
def test_several_processes_write_side_by_side(ledger: Ledger) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_many, args=(ledger.path, name)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = [one.subject for one in ledger.erasures()]
    assert sorted(found) == sorted(f"{name}{number}" for name in "abc" for number in range(25))
    assert all(
        [one for one in found if one[0] == name] == [f"{name}{number}" for number in range(25)] for name in "abc"
    )


@pytest.mark.parametrize("key", ["", "short", "s" * 32])
def test_a_ledger_needs_a_key_of_its_own(key: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Settings(secret="s" * 32, ledger="/x", ledger_key=key)
    assert complaints(wrong.value).startswith("PEERBOARD_LEDGER_KEY needs at least 32 random characters")
    assert Ledger.open(Settings()) is None
