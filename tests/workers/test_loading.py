"""A worker is a process of its own: what it needs it loads itself, not by chance with something else."""

import subprocess
import sys

KNOWS = """
from sqlmodel import SQLModel
from workers import main
main.registry.load()
print([fk.column.table.name for table in SQLModel.metadata.tables.values() for fk in table.foreign_keys])
"""


def test_it_knows_every_table_that_another_points_to() -> None:
    done = subprocess.run([sys.executable, "-c", KNOWS], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "unit" in done.stdout
