"""When two people edit the same thing at the same time, each keeps what they changed and nothing is lost.

A form carries, in `was`, what its fields held when it was shown. Somebody who changed a field wins over somebody who
did not. If both changed the same field to different things, the later one is asked.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from schemas.typed_text import as_kept
from server.core.errors import N_, Problem

Fields = Mapping[str, str]


class ChangedMeanwhile(Problem):
    """Somebody else changed the same fields, and nothing was saved. `now` is what is stored; `form` is that with the
    later editor's changes applied, ready to send again; `clashes` are the fields that both changed."""

    status = 409

    def __init__(self, now: Fields, form: Fields, clashes: frozenset[str]) -> None:
        super().__init__(N_("En anden har rettet samtidig. Se, hvad der står nu. Send igen, hvis dit skal gælde."))
        self.now, self.form, self.clashes = now, dict(form), clashes


def together(typed: Fields, now: Fields, names: Iterable[str]) -> dict[str, str]:
    """`now`, with what the form `typed` changed among the fields `names`. Raises ChangedMeanwhile if both changed one.

    If the form has no `was`, every field that differs from `now` counts as changed."""
    was = {**now, **_was(typed)}
    mine = {name: typed.get(name, "").strip() for name in names}
    changed = {name for name in mine if mine[name] != was[name]}
    clashes = frozenset(name for name in changed if as_kept(now[name], lines=True) not in {was[name], mine[name]})
    both = {**now, **{name: mine[name] for name in changed}}
    if clashes:
        raise ChangedMeanwhile(now, both, clashes)
    return both


def as_was(fields: Fields) -> str:
    """The fields that a form shows, as the value of its hidden field `was`."""
    return json.dumps(dict(fields), ensure_ascii=False)


def _was(typed: Fields) -> dict[str, str]:
    try:
        fields = json.loads(typed.get("was", "") or "{}")
    except (ValueError, RecursionError):  # not JSON, or nested without end; no form of ours sends that
        return {}
    return {str(name): str(text) for name, text in fields.items()} if isinstance(fields, dict) else {}


def told_of(problem: Problem) -> dict[str, Any]:
    """The template context of a form after a problem. If two people changed the same field, its `was` is what is
    stored now."""
    context: dict[str, Any] = {"status": problem.status, "problem": problem, "wrong": getattr(problem, "fields", {})}
    if isinstance(problem, ChangedMeanwhile):
        context |= {"clashes": {name: problem.now[name] for name in problem.clashes}, "was": as_was(problem.now)}
    return context
