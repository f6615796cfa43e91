"""The recursive walk through the tree of units, as part of an SQL statement: up to the top, or down to the bottom."""

OWN = "unit.id, unit.parent_id, unit.leader_id, unit.deputy_id"


def above(name: str, source: str, *, height: bool = False, **carried: str) -> str:
    """A term of `WITH RECURSIVE`, called `name`: the units selected from `source`, and all above them, each once.

    `source` is what follows FROM, and must include `unit`. The columns are id, parent_id, leader_id and deputy_id; with
    `height`, how many levels above its start a unit is; then the `carried` columns, each an expression that is
    evaluated at the start and passed along. A unit reached from two starts appears twice only if its height or what is
    carried differs.
    """
    return _walk(name, source, f"unit.id = {name}.parent_id", carried, height=height)


def below(name: str, source: str, *, only: str = "", **carried: str) -> str:
    """The same, with all units below them; `only` those, and what is below those, for which that condition holds."""
    on = f"unit.parent_id = {name}.id" + (f" AND {only}" if only else "")
    return _walk(name, source, on, carried, height=False)


def _walk(name: str, source: str, on: str, carried: dict[str, str], *, height: bool) -> str:
    start = [OWN, *(["0 AS height"] if height else []), *(f"{value} AS {column}" for column, value in carried.items())]
    step = [OWN, *([f"{name}.height + 1"] if height else []), *(f"{name}.{column}" for column in carried)]
    return f"""{name} AS (
    SELECT {", ".join(start)} FROM {source}
    UNION SELECT {", ".join(step)} FROM unit JOIN {name} ON {on}
)"""  # noqa: S608 - all of it is written in our own modules
