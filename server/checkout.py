"""Where the product lies."""

from pathlib import Path

CHECKOUT = Path(__file__).absolute().parents[1]
"""The folder that holds server/, web/ and the rest. The only path that is counted from a module's own place."""
