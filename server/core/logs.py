"""Logs: one JSON object per line on stdout. No names, texts, addresses, codes, tokens or query strings (promise S8).

Our own say what happened in fixed words and ids. Libraries put anything into their messages, so of those only the first
line of the template is logged; of an exception the class and where it came from, never its message.
"""

import logging
import sys
import traceback
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from server.checkout import CHECKOUT

FRAMES = 8  # of a traceback, the innermost
bound: Any = structlog.get_logger()
"""A logger for what every request logs. Others are made anew for each line, so that `setup` may be called again."""


def setup(level: str = "info", out: TextIO | None = None) -> None:
    """Route structlog and the standard library's logging through the rules of this file, to `out` or stdout. `level`
    is one of the settings' levels."""
    least = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _class_and_place,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=lambda value: type(value).__name__),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.WriteLoggerFactory(file=out or sys.stdout),
        cache_logger_on_first_use=False,
    )
    global bound
    bound = structlog.get_logger().bind()
    logging.root.handlers = [_Foreign()]
    logging.root.setLevel(max(least, logging.WARNING))
    logging.getLogger("python_multipart").setLevel(logging.ERROR)  # its warnings quote what somebody sent
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "arq", "alembic"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate, logger.level = [], True, logging.NOTSET


def _class_and_place(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    raised = event.pop("exc_info", None)
    error = sys.exception() if raised is True else raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["error"] = _classes(error)
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        event["at"] = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _classes(error: BaseException) -> str:
    names = [type(error).__qualname__]
    while (cause := error.__cause__ or error.__context__) is not None and len(names) < 5:
        names.append(type(cause).__qualname__)
        error = cause
    return " from ".join(names)


def _short(filename: str) -> str:
    path = Path(filename)
    ours = path.is_relative_to(CHECKOUT) and "site-packages" not in path.parts
    return str(path.relative_to(CHECKOUT)) if ours else "/".join(path.parts[-2:])


def _template(message: str) -> str:
    """The first line of a message; if it is a traceback, the places and the class."""
    lines = message.strip().splitlines() or [""]
    if not lines[0].startswith("Traceback"):
        return lines[0][:120]
    places = [line.strip() for line in lines if line.startswith('  File "')][-FRAMES:]
    return "; ".join([*places, lines[-1].partition(":")[0]])


class _Foreign(logging.Handler):
    """Logs what libraries log, without the values they filled in."""

    def emit(self, record: logging.LogRecord) -> None:
        words = _template(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__
        level = record.levelno if record.levelno in {10, 20, 30, 40, 50} else logging.WARNING
        structlog.get_logger().log(level, "library", logger=record.name, said=words, exc_info=record.exc_info)
