"""What waits for somebody with an account. It is counted by the query that finds out who is asking, so that the top of
every page can say it, and no page takes another statement for it."""

from functools import cache
from typing import Any

from sqlalchemy import Boolean, DateTime, bindparam, text
from starlette.requests import HTTPConnection

from server.core import clock
from server.core.hooks import must_be_declared

_COUNTS: list[str] = []


def waits(count: str) -> None:
    """Declare how many of something wait for a person: an SQL expression, in which `person` is their row and `:now` is
    the time."""
    if count not in _COUNTS:
        _COUNTS.append(count)


@cache
def waiting() -> Any:
    """A column for a query that selects from `person`: how many things wait for them. NULL, at no cost, for members and
    where nobody will read it."""
    must_be_declared()
    counts = " + ".join(["0", *_COUNTS])
    column = text(f"CASE WHEN person.id IS NOT NULL AND :counted THEN {counts} END AS waits")
    return column.bindparams(bindparam("counted", type_=Boolean), bindparam("now", type_=DateTime(timezone=True)))


def asked_by(request: HTTPConnection) -> dict[str, Any]:
    """The parameters of that column. Only a page that is loaded shows the number: not a form, and not what a script
    fetches."""
    loaded = request.scope.get("method") == "GET" and request.headers.get("sec-fetch-dest", "document") == "document"
    return {"counted": loaded and request.headers.get("hx-request") != "true", "now": clock.now()}
