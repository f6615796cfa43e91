"""PostgreSQL where we are root: as an account that is there, and with what that account can reach."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.ops.embedded import CouldNotStart, Postgres, programs, root
from server.ops.run import folder as folders
from tests.platform.running import Running
from tests.support.site import free_port

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")

ACCOUNTS = [pwd.struct_passwd((name, "x", uid, uid, "", "/", "")) for name, uid in (("root", 0), ("nobody", 65534))]


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that everybody reaches, as the folders of tests are not."""
    place = Path(tempfile.mkdtemp(prefix="peerboard-test-", dir="/var/tmp"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture
def refused(open_place: Path) -> str:
    """A PATH on which user namespaces are refused."""
    tools = open_place / "bin"
    tools.mkdir()
    (tools / "unshare").write_text("#!/bin/sh\necho 'unshare failed: Operation not permitted' >&2\nexit 1\n")
    (tools / "unshare").chmod(0o755)
    return f"{tools}:{os.environ['PATH']}"


def uncached() -> root.Way:
    return root.way.__wrapped__()


def test_the_account_that_it_is_mapped_to_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pwd, "getpwall", lambda: ACCOUNTS)
    way = uncached()
    if way.user is not None:
        pytest.skip("this machine refuses user namespaces")
    mapped = [int(word.partition("=")[2]) for word in way.prefix if word.startswith("--map-user=")]
    assert mapped == [65534]


def test_where_root_is_alone_the_sentence_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pwd, "getpwall", lambda: ACCOUNTS[:1])
    with pytest.raises(CouldNotStart, match="'useradd peerboard'"):
        uncached()


def test_where_namespaces_are_refused_a_system_user_runs_it(open_place: Path) -> None:
    server = Postgres(open_place / "postgres", durable=False, as_user="nobody")
    try:
        server.start()
        assert Path(f"/proc/{server.pid}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    finally:
        server.stop()


def test_its_programs_are_copied_once_to_where_it_reaches_them(
    open_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reaches = root.Way.reaches
    monkeypatch.setattr(root.Way, "reaches", lambda way, path: "site-packages" not in str(path) and reaches(way, path))
    server = Postgres(open_place / "postgres", durable=False, as_user="nobody")
    copied = open_place / "programs"
    try:
        server.start()
        assert Path(f"/proc/{server.pid}/exe").readlink().is_relative_to(copied)
        server.stop()
        made = copied.stat().st_ino
        server.start()
        assert copied.stat().st_ino == made
    finally:
        server.stop()


def test_a_run_where_namespaces_are_refused_and_back_where_they_are_not(open_place: Path, refused: str) -> None:
    data = open_place / "deep" / "data"
    for path in (refused, os.environ["PATH"], refused):
        running = Running(data, free_port(), "--no-demo", PATH=path)
        assert running.ready()
        assert running.end() == 0
        assert (data / "hash.secret").stat().st_mode & 0o077 == 0
        assert (data / "server.log").stat().st_mode & 0o077 == 0
        assert data.stat().st_mode & 0o007 == 0


def test_who_owns_the_data_goes_on_running_it(open_place: Path) -> None:
    """Somebody ran it without root, and now root does: theirs it stays."""
    first = Postgres(open_place / "postgres", durable=False, as_user="nobody")
    first.start()
    first.stop()
    server = Postgres(open_place / "postgres", durable=False)
    try:
        server.start()
        owner = pwd.getpwnam("nobody").pw_uid
        assert Path(f"/proc/{server.pid}").stat().st_uid == owner
        assert {path.stat().st_uid for path in (server.folder, *server.folder.glob("*/"))} == {owner}
    finally:
        server.stop()


def test_data_of_an_account_that_is_not_here_is_taken_over(open_place: Path) -> None:
    """It was copied here from another machine."""
    first = Postgres(open_place / "postgres", durable=False)
    first.start()
    first.stop()
    known = {entry.pw_uid for entry in pwd.getpwall()}
    unknown = next(uid for uid in range(3000, 60000) if uid not in known)
    for path in (first.folder, *first.folder.rglob("*")):
        os.chown(path, unknown, unknown)
    server = Postgres(open_place / "postgres", durable=False)
    try:
        server.start()
        assert server.alive
    finally:
        server.stop()


def test_a_folder_out_of_reach_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(root, "way", lambda: root.Way(user="nobody"))
    tmp_path.chmod(0o700)
    with pytest.raises(CouldNotStart, match=r"user nobody cannot reach .+ --data /var/lib/peerboard$"):
        Postgres(tmp_path / "postgres").start()


@pytest.fixture
def of_another(open_place: Path) -> Path:
    """A folder in the home of an ordinary user, as sudo finds it."""
    home = open_place / "home"
    home.mkdir(mode=0o700)
    (home / "peerboard").mkdir()
    os.chown(home, 1234, 1234)
    if uncached().user is not None:
        pytest.skip("this machine refuses user namespaces")
    return home / "peerboard"


def test_in_a_namespace_it_has_no_right_of_roots_to_pass_through_others_folders(
    of_another: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`sudo make run` in somebody's own checkout."""
    monkeypatch.setattr(folders, "CHECKOUT", of_another)
    monkeypatch.setattr(folders, "OUTSIDE", of_another.parents[1] / "outside")
    assert folders.default().is_relative_to(of_another.parents[1] / "outside")
    with pytest.raises(CouldNotStart, match="as root here, and without its rights it cannot reach"):
        Postgres(of_another / "data").start()


def test_in_a_namespace_its_programs_are_copied_too(of_another: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(programs.in_wheel(), of_another / programs.PLACE)
    for part in programs.NEEDED[1:]:
        shutil.copytree(programs.in_wheel().parents[2] / part, of_another / part)
    monkeypatch.setattr(programs, "in_wheel", lambda: of_another / programs.PLACE)
    server = Postgres(of_another.parents[1] / "data" / "postgres", durable=False)
    try:
        server.start()
        assert server.alive
    finally:
        server.stop()


class Where:
    """A checkout, and the folder for data that everybody reaches."""

    def __init__(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.checkout, self.outside = place / "home" / "peerboard", place / "outside"
        self.checkout.mkdir(parents=True)
        monkeypatch.setattr(folders, "CHECKOUT", self.checkout)
        monkeypatch.setattr(folders, "OUTSIDE", self.outside)
        monkeypatch.setattr(root, "way", lambda: root.Way(user="nobody"))


@pytest.fixture
def where(open_place: Path, monkeypatch: pytest.MonkeyPatch) -> Where:
    return Where(open_place, monkeypatch)


def test_the_data_lies_in_the_checkout_where_it_is_reached(where: Where) -> None:
    assert folders.default() == where.checkout / ".peerboard"


def test_the_data_lies_outside_where_it_is_not_and_stays_there(where: Where, monkeypatch: pytest.MonkeyPatch) -> None:
    where.checkout.parent.chmod(0o700)
    chosen = folders.default()
    assert chosen.parent == where.outside
    old = os.umask(0o077)
    try:
        folder = folders.Folder(chosen)
        folder.take()
        folder.release()
    finally:
        os.umask(old)
    assert root.Way(user="nobody").reaches(chosen), "whatever the umask"
    (chosen / "postgres").mkdir()
    monkeypatch.setattr(root, "way", root.Way)
    assert folders.default() == chosen, "what holds data goes on holding it"


def test_another_checkout_of_the_same_name_has_another_folder(where: Where, monkeypatch: pytest.MonkeyPatch) -> None:
    where.checkout.parent.chmod(0o700)
    first = folders.default()
    monkeypatch.setattr(folders, "CHECKOUT", where.checkout.parent / "more" / "peerboard")
    assert folders.default() != first


def test_where_the_database_is_another_nobody_need_reach_anything(
    where: Where, monkeypatch: pytest.MonkeyPatch
) -> None:
    where.checkout.parent.chmod(0o700)
    monkeypatch.setenv("PEERBOARD_DATABASE_URL", "postgresql://db/peerboard")
    assert folders.default() == where.checkout / ".peerboard"
