"""What waits for somebody with an account. It is counted by the query that finds out who is asking, so that the top of
every page can say it, and no page takes another statement for it."""

from starlette.requests import HTTPConnection

from server.core.hooks import is_declared, must_be_declared

_COUNTS: list[str] = []


class TooLate(RuntimeError):
    """Something is declared after everything was."""


def waits(count: str) -> None:
    """Declare how many of something wait for a person: an SQL expression, in which `person` is their row and `:now` is
    the time. Raises TooLate once the features have declared everything: some pages would count it, and others not."""
    if is_declared():
        raise TooLate("waits() belongs where a feature is imported (server/features.py)")
    _COUNTS.append(count)


def waiting() -> str:
    """A column for a statement that selects from `person`, at the time $3: how many things wait for them. NULL, at no
    cost, for members."""
    must_be_declared()
    counts = " + ".join(["0", *_COUNTS]).replace(":now", "$3")
    return f"CASE WHEN person.id IS NOT NULL THEN {counts} END"


def is_counted(request: HTTPConnection) -> bool:
    """Whether a page is loaded, which shows the number: a form's answer and what a script fetches do not."""
    loaded = request.scope.get("method") == "GET" and request.headers.get("sec-fetch-dest", "document") == "document"
    return loaded and request.headers.get("hx-request") != "true"
