"""Where the product is on disk."""

from pathlib import Path

CHECKOUT = Path(__file__).absolute().parents[1]
"""The folder that holds server/, web/ and the rest. The only path that is derived from a module's own location."""
