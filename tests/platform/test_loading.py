"""Processes that live long look for what can be freed, once they have started."""

import subprocess
import sys

SEEN = """
import gc
from server.core import loading
loading.begin()
assert not gc.isenabled()
loading.loaded()
assert gc.isenabled()
print(gc.get_freeze_count())
"""


def test_what_is_loaded_is_not_looked_through_again_but_all_that_comes_is() -> None:
    told = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, text=True, check=True)
    assert int(told.stdout) > 1000
