"""Two people change the same thing at the same time: each keeps what they changed, and nothing is lost.

A form carries, as `was`, what its fields held when it was shown. Who changed a field wins over who did not; where two
changed the same field to different things, the later one is asked.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from schemas.typed_text import as_kept
from server.core.errors import N_, Problem

Fields = Mapping[str, str]


class ChangedMeanwhile(Problem):
    """Somebody else changed the same fields. `now` is what is stored, `form` the same with one's own changes put in it,
    to be sent again; `clashes` are the fields that both changed. Nothing was saved."""

    status = 409

    def __init__(self, now: Fields, form: Fields, clashes: frozenset[str]) -> None:
        super().__init__(N_("En anden har rettet samtidig. Se, hvad der står nu. Send igen, hvis dit skal gælde."))
        self.now, self.form, self.clashes = now, dict(form), clashes


def together(typed: Fields, now: Fields, names: Iterable[str]) -> dict[str, str]:
    """`now`, with what the one who typed has changed in `names`. Raises ChangedMeanwhile when both changed a field.

    Without `was` in the form, what was typed counts as a change wherever it is another."""
    was = {**now, **_was(typed)}
    mine = {name: typed.get(name, "").strip() for name in names}
    changed = {name for name in mine if mine[name] != was[name]}
    clashes = frozenset(name for name in changed if as_kept(now[name], lines=True) not in {was[name], mine[name]})
    both = {**now, **{name: mine[name] for name in changed}}
    if clashes:
        raise ChangedMeanwhile(now, both, clashes)
    return both


def as_was(fields: Fields) -> str:
    """What a form shows, to be carried in its hidden field `was`."""
    return json.dumps(dict(fields), ensure_ascii=False)


def _was(typed: Fields) -> dict[str, str]:
    try:
        told = json.loads(typed.get("was", "") or "{}")
    except (ValueError, RecursionError):  # no form of ours holds brackets within brackets without end
        return {}
    return {str(name): str(text) for name, text in told.items()} if isinstance(told, dict) else {}


def told_of(problem: Problem) -> dict[str, Any]:
    """What a form says after a problem. Where two changed the same, it starts from what is stored now."""
    told: dict[str, Any] = {"status": problem.status, "problem": problem, "wrong": getattr(problem, "fields", {})}
    if isinstance(problem, ChangedMeanwhile):
        told |= {"clashes": {name: problem.now[name] for name in problem.clashes}, "was": as_was(problem.now)}
    return told
