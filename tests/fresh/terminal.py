"""A command at a terminal of its own, so that Ctrl-C is what it is for a person."""

import fcntl
import os
import pty
import select
import subprocess
import termios
from collections.abc import Callable, Sequence

from tests.support.stopwatch import Stopwatch

CTRL_C = b"\x03"


class Terminal:
    """One command; `said` is all that it printed so far."""

    def __init__(self, command: Sequence[str]) -> None:
        self.said = ""
        self._master, slave = pty.openpty()

        def take_terminal() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self._process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, preexec_fn=take_terminal)  # noqa: PLW1509
        os.close(slave)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def wait_for(self, holds: Callable[[str], bool], seconds: float) -> bool:
        """True as soon as `holds(said)`; False when the command ended, or after so many seconds."""
        watch = Stopwatch().start()
        while not holds(self.said):
            left = seconds - watch.lap()
            if left < 0 or not self._read(min(left, 1.0)):
                return holds(self.said)
        return True

    def press(self, keys: bytes) -> None:
        """Type something."""
        os.write(self._master, keys)

    def end(self, seconds: float) -> bool:
        """Wait for its end; whether it came by itself within so many seconds. Then it is killed."""
        self.wait_for(lambda _: False, seconds)
        by_itself = True
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            by_itself = False
            self._process.kill()
            self._process.wait()
        return by_itself

    def _read(self, seconds: float) -> bool:
        """Read what is there, or wait so long for it; False at its end."""
        if not select.select([self._master], [], [], seconds)[0]:
            return self._process.poll() is None
        try:
            piece = os.read(self._master, 65536)
        except OSError:  # the other side is closed: Linux says EIO
            return False
        self.said += piece.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(piece)
