"""Minutes of a meeting that went on are written anew. A correction hangs on the row that it stands instead of: if the
evening has changed the row, that is told again, and the correction is found in the version before."""

from typing import Any

from schemas.minutes import PartKey

FACTS: dict[str, tuple[str, ...]] = {
    "date": ("starts",),
    "time": ("starts", "ended"),
    "place": ("place",),
    "attended": ("joined", "paper", "roles"),
    "leaders": ("leaders",),
    "led_by": ("led_by",),
}
"""What each fact of the heading is told from."""


def still_said(before: dict[str, Any], now: dict[str, Any]) -> dict[str, int]:
    """The corrections of a section, as it stood before, that stand instead of the same as now."""
    return {line: id_ for line, id_ in before.get("said", {}).items() if _same(line, before, now)}


def _same(line: str, before: dict[str, Any], now: dict[str, Any]) -> bool:
    if before["key"] == PartKey.RESULT:
        return bool(before.get("round") == now.get("round"))
    if not line.isdigit():
        return _holds(before, now, FACTS.get(line, ()))
    was, row = _row(before, line), _row(now, line)
    return was is not None and row is not None and _holds(was, row, was)


def _holds(was: dict[str, Any], now: dict[str, Any], names: Any) -> bool:
    """Whether what was written by these names still is. What an earlier version did not write is left out."""
    return all(was[name] == now.get(name) for name in names if name in was)


def _row(part: dict[str, Any], line: str) -> dict[str, Any] | None:
    return next((row for row in part["rows"] if str(row["idea"]) == line), None)
