"""What processes load: those that live long look for what can be freed, once they have started; one that makes a file
has it made before the product would be loaded."""

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


MAKERS = (
    "import sys, server.web.files.child, server.room.minutes.typeset, server.web.files.sheet, server.web.files.objects"
)


def test_what_makes_a_file_does_not_load_the_product() -> None:
    """The tables alone take ten times as long as all the rest."""
    told = subprocess.run(
        [sys.executable, "-c", f"{MAKERS}; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    assert not {"sqlalchemy", "pydantic", "starlette", "jinja2"} & set(told.stdout.split())
