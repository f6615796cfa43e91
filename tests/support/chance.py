"""What tests draw by chance: the same in every run, or, with `--seed`, all of it anew from that number.

`make test` and `make quick` say something about the code, so two runs of them on one commit must not differ by luck.
`make test-all` and `make soak` give a fresh seed, which stands in the command and at the head of the report.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture.providers import HypothesisProvider
from hypothesis.internal.constants_ast import Constants

PLAIN = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
"""No example has a deadline, and slow data is as healthy as quick data: a busy machine is no finding."""
settings.register_profile("the same", PLAIN, derandomize=True)
settings.register_profile("by chance", PLAIN)


def draw(config: pytest.Config) -> None:
    """Have Hypothesis draw as this run is meant to. Before its own plugin is configured, which reads the seed."""
    # It would mix in numbers and words out of those of our modules that are loaded: which they are depends on the files
    # that this process had before.
    HypothesisProvider._local_constants = Constants()  # type: ignore[assignment, method-assign]
    seed = config.getoption("--seed")
    settings.load_profile("the same" if seed is None else "by chance")
    if seed is not None and config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(seed)
