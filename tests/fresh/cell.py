"""One kind of user on one bare machine: what they type, and what they then see."""

import re
import shutil
import socket
import subprocess
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from tests.fresh import machine
from tests.fresh.kinds import Kind
from tests.fresh.results import REPOSITORY
from tests.fresh.roots import Release, bare
from tests.fresh.terminal import CTRL_C, Terminal
from tests.support.stopwatch import Stopwatch

ENTER = Path(__file__).with_name("enter.sh")
PATIENCE = {"make run": 2400.0, "make test": 7200.0}
LINKS = ("Coordinator", "Leader", "Projector", "Join", "Mail (demo)")
READY = "Ctrl-C stops everything"


class Failed(Exception):
    """What the person saw instead."""


def try_out(cache: Path, release: Release, kind: Kind) -> str:
    """The words for the table. Raises Failed; what was printed lies in the cache folder either way."""
    root = cache / "cells" / f"{release.name}-{kind.name}"
    base = bare(cache, release)
    shutil.rmtree(root, ignore_errors=True)
    root.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(root)], check=True)
    log = root.with_suffix(".log")
    log.unlink(missing_ok=True)
    try:
        home = _prepare(root, kind)
        return (_test if kind.test else _run)(root, kind, home, log)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _prepare(root: Path, kind: Kind) -> str:
    """The account, its packages, the machine's settings and the checkout; the account's home."""
    if kind.uid:
        subprocess.run(["chroot", str(root), "useradd", "--create-home", "--uid", str(kind.uid), "anna"], check=True)
    accounts = [line.split(":") for line in (root / "etc/passwd").read_text("utf-8").splitlines()]
    home = next(entry[5] for entry in accounts if int(entry[2]) == kind.uid)
    machine.copy_into(root, home)
    if kind.packages:
        install = f"apt-get update -qq && apt-get install -y -qq --no-install-recommends {' '.join(kind.packages)}"
        subprocess.run(_entering("pivot", root, 0, "sh", "-c", install), check=True, capture_output=True)
    checkout = root / home.lstrip("/") / kind.checkout
    checkout.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(REPOSITORY), str(checkout)], check=True)
    if kind.uid:
        subprocess.run(["chown", "-R", f"{kind.uid}:{kind.uid}", str(root / home.lstrip("/"))], check=True)
    return home


def _run(root: Path, kind: Kind, home: str, log: Path) -> str:
    """`make run` twice: until it is ready, with links that answer, until Ctrl-C, with nothing left."""
    seconds = []
    for _ in ("the first start", "the second"):
        port = _free_port()
        watch = Stopwatch().start()
        terminal = Terminal(_typed(root, kind, home, f"make run ARGS='--port {port}'"))
        try:
            if not terminal.wait_for(lambda said: READY in said, PATIENCE["make run"]):
                raise Failed(_last_words(terminal.said))
            seconds.append(watch.lap())
            _follow_links(terminal.said)
            terminal.press(CTRL_C)
            ended = terminal.end(60)
            if not ended:
                raise Failed("Ctrl-C did not end it")
            if left := re.findall(r"left running: .*", terminal.said):
                raise Failed("; ".join(left))
        finally:
            if terminal.alive:
                terminal.end(0)
            with log.open("a", encoding="utf-8") as file:
                file.write(terminal.said)
    return f"ready after {seconds[0]:.0f} s, again after {seconds[1]:.0f} s"


def _test(root: Path, kind: Kind, home: str, log: Path) -> str:
    """`make test`, to its end."""
    terminal = Terminal(_typed(root, kind, home, "make test"))
    ended = terminal.end(PATIENCE["make test"])
    log.write_text(terminal.said, "utf-8")
    counts = re.findall(r"=+ (.*(?:passed|failed).*) =+", terminal.said)
    if not ended or "ended with 0" not in terminal.said:
        raise Failed("; ".join(counts) or _last_words(terminal.said))
    return "; ".join(counts)


def _typed(root: Path, kind: Kind, home: str, command: str) -> list[str]:
    """What lets the person in and types the command for them, in the environment of a plain login."""
    names = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "linux"}
    names |= {} if kind.bare_environment else {"HOME": home, "USER": "anna" if kind.uid else "root"}
    names |= machine.environment()
    words = [f"{name}={value}" for name, value in names.items()]
    lines = f'umask {kind.umask} && cd "$0" && exec {command}'
    return _entering(kind.how, root, kind.uid, "env", "-i", *words, "sh", "-c", lines, f"{home}/{kind.checkout}")


def _entering(how: str, root: Path, uid: int, *command: str) -> list[str]:
    """The words of a command in a root, in namespaces that end with it."""
    folders = " ".join(str(folder) for folder in machine.folders())
    namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
    return [*namespaces, str(ENTER), how, str(root), str(uid), folders, *command]


def _follow_links(said: str) -> None:
    """Open every link that was printed. Raises Failed for one that does not answer 200."""
    for name in LINKS:
        found = re.search(rf"^  {re.escape(name)} +(http\S+)$", said, re.MULTILINE)
        if found is None:
            raise Failed(f"no link for {name}")
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        try:
            opener.open(found[1], timeout=30).close()
        except OSError as error:
            raise Failed(f"the link for {name} does not answer: {error}") from error


def _last_words(said: str) -> str:
    """The last line that is not make's or ours."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith(("make", "ended with", "left running"))]
    return lines[-1] if lines else "nothing was printed"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
