"""Measures the real product: `make bench`, or `python -m bench.run --help`. Findings are in docs/performance.md."""
