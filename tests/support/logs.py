"""What is logged while tests run."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from server.core import logs


def log_plainly() -> None:
    """Log for whoever reads about a test that failed. structlog would draw each traceback with all that its functions
    knew: that takes a quarter of a second, and many tests make the server fail."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.dev.set_exc_info,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What the product logs within the block, as it would in production."""
    handlers, level = logging.root.handlers, logging.root.level
    written = io.StringIO()
    logs.setup("info", written)
    try:
        yield written
    finally:
        logging.root.handlers, logging.root.level = handlers, level
        log_plainly()
