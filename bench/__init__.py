"""Measuring the real product: `make bench`, or `python -m bench.run --help`; what was found: docs/performance.md."""
