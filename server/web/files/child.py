"""The process that makes one file: `python -m server.web.files.child MAKER FOLDER`.

MAKER is a module with `made(told, folder) -> bytes`. Its input comes as JSON on stdin, the file goes to stdout. FOLDER
outlives the process, so a maker may cache things there. The process has no settings and no database, dies with its
parent, and gets no more time and memory than the limits below.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from importlib import import_module
from pathlib import Path

SECONDS = 30
"""Seconds of processor time, over all its threads."""
MEMORY = 4 << 30
"""Bytes of address space; typst's threads reserve far more than they use."""
KIND = 10
"""How nice the process is: those who are in a meeting come first."""
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Make the file. On an error, exit with 1 and only its class on stderr: the message may hold people's words."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.nice(KIND)
    for what, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    maker, folder = sys.argv[1:]
    try:
        made = import_module(maker).made(json.load(sys.stdin.buffer), Path(folder))
    except Exception as error:
        sys.stderr.write(type(error).__qualname__)
        sys.exit(1)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
