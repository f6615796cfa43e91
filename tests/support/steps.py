"""Counts work instead of time: the lines that Python runs, and the steps that a regular expression takes."""

import gc
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

Then = Callable[[int], bool]
Match = Callable[[int, Then], bool]
Test = Callable[[int], bool]
CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
DEEP = 60_000


def lines_run(function: Callable[[], object]) -> int:
    """How many lines of Python a call runs, including everything it calls. Work in C is not counted, and
    garbage collection is off meanwhile."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        count += event in {"line", "call"}
        return trace

    before, tidied = sys.gettrace(), gc.isenabled()
    gc.disable()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
        if tidied:
            gc.enable()
    return count


def calls(act: Callable[[], object]) -> int:
    """How many functions `act` calls, Python's and C's, in this thread."""
    count = 0

    def seen(_frame: FrameType, event: str, _about: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


class Steps:
    """Reads a text by backtracking, as Python's own matcher does, and counts what it tries.

    Knows the operations that the product's expressions use, and raises KeyError for anything else. `of` finds all
    matches, one after another, which is no less work than finding the first."""

    def __init__(self, pattern: "re.Pattern[str]") -> None:
        self._text, self._groups, self.taken = "", dict[int, tuple[int, int]](), 0
        self._match = self._all(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), pattern.flags)

    def of(self, text: str) -> int:
        """The steps it takes to find all matches in a text."""
        self._text, self.taken = text, 0
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(DEEP)
        try:
            list(self.spans())
        finally:
            sys.setrecursionlimit(limit)
        return self.taken

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where the matches are, as `finditer` finds them."""
        start, last = 0, -1
        while start <= len(self._text):
            self.taken += 1
            self._groups = {}
            ends: list[int] = []

            def end(at: int, start: int = start, last: int = last, ends: list[int] = ends) -> bool:
                if at == start == last:  # an empty match, right after another
                    return False
                ends.append(at)
                return True

            if self._match(start, end):
                yield start, ends[0]
                last = ends[0]
                start = max(ends[0], start) if ends[0] > start else start + 1
            else:
                start += 1

    def _all(self, nodes: Sequence[Any], flags: int) -> Match:
        matches = [self._node(what, of, flags) for what, of in nodes]

        def run(at: int, then: Then, place: int = 0) -> bool:
            if place == len(matches):
                return then(at)
            return matches[place](at, lambda after: run(after, then, place + 1))

        return matches[0] if len(matches) == 1 else run

    def _node(self, what: Any, of: Any, flags: int) -> Match:
        test = self._letter(what, of, flags)
        if test is not None:
            return self._one(test)
        made: Match = getattr(self, f"_{str(what).lower()}")(of, flags)
        return made

    def _one(self, test: Test) -> Match:
        def one(at: int, then: Then) -> bool:
            self.taken += 1
            return at < len(self._text) and test(at) and then(at + 1)

        return one

    def _letter(self, what: Any, of: Any, flags: int) -> Test | None:
        """A test of one letter, if that is all a node wants."""
        if what not in {op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN}:
            return None
        parts = of if what is op.IN else [(what, of)]
        told = "".join(self._spelled(*part) for part in parts)
        fits = re.compile("." if what is op.ANY else f"[{told}]", flags & (re.IGNORECASE | re.DOTALL | re.ASCII)).match
        known: dict[str, bool] = {}

        def test(at: int) -> bool:
            letter = self._text[at]
            if letter not in known:
                known[letter] = fits(letter) is not None
            return known[letter]

        return test

    def _spelled(self, what: Any, of: Any) -> str:
        if what is op.RANGE:
            return f"{re.escape(chr(of[0]))}-{re.escape(chr(of[1]))}"
        if what is op.CATEGORY:
            return CATEGORIES[of]
        if what in {op.NEGATE, op.ANY}:
            return "^" if what is op.NEGATE else ""
        return ("^" if what is op.NOT_LITERAL else "") + re.escape(chr(of))

    def _max_repeat(self, of: Any, flags: int, *, keep: bool = False) -> Match:
        least, most, body = of
        most = 1 << 30 if most is op.MAXREPEAT else int(most)
        test = self._letter(body[0][0], body[0][1], flags) if len(body) == 1 else None

        def of_letters(at: int, then: Then) -> bool:
            assert test is not None
            far = at
            while far - at < most and far < len(self._text) and test(far):
                far += 1
            self.taken += far - at + 1
            for end in range(far, at + least - 1, -1):
                self.taken += 1
                if then(end):
                    return True
                if keep:
                    return False
            return False

        if test is not None:
            return of_letters
        inside = self._all(body, flags)

        def again(at: int, then: Then, count: int = 0) -> bool:
            self.taken += 1
            more = count < most and inside(
                at, lambda after: (after > at or count < least) and again(after, then, count + 1)
            )
            return more or (count >= least and then(at))

        return self._kept(again) if keep else again

    def _min_repeat(self, of: Any, flags: int) -> Match:
        least, most, body = of
        inside = self._all(body, flags)

        def again(at: int, then: Then, count: int = 0) -> bool:
            self.taken += 1
            if count >= least and then(at):
                return True
            return (most is op.MAXREPEAT or count < most) and inside(
                at, lambda after: (after > at or count < least) and again(after, then, count + 1)
            )

        return again

    def _possessive_repeat(self, of: Any, flags: int) -> Match:
        return self._max_repeat(of, flags, keep=True)

    def _atomic_group(self, of: Any, flags: int) -> Match:
        return self._kept(self._all(of, flags))

    def _kept(self, inside: Match) -> Match:
        def kept(at: int, then: Then) -> bool:
            ends: list[int] = []
            return inside(at, lambda after: not ends.append(after)) and then(ends[0])  # type: ignore[func-returns-value]

        return kept

    def _subpattern(self, of: Any, flags: int) -> Match:
        group, more, fewer, body = of
        inside = self._all(body, (flags | more) & ~fewer)

        def sub(at: int, then: Then) -> bool:
            def after(end: int) -> bool:
                before = self._groups.get(group)
                self._groups[group] = (at, end)
                if then(end):
                    return True
                if before is None:
                    del self._groups[group]
                else:
                    self._groups[group] = before
                return False

            return inside(at, after)

        return inside if group is None else sub

    def _branch(self, of: Any, flags: int) -> Match:
        ways = [self._all(way, flags) for way in of[1]]

        def branch(at: int, then: Then) -> bool:
            self.taken += 1
            return any(way(at, then) for way in ways)

        return branch

    def _assert(self, of: Any, flags: int, *, wanted: bool = True) -> Match:
        direction, body = of
        inside, back = self._all(body, flags), body.getwidth()[0] if direction < 0 else 0

        def look(at: int, then: Then) -> bool:
            self.taken += 1
            found = at >= back and inside(at - back, lambda _: True)
            return found is wanted and then(at)

        return look

    def _assert_not(self, of: Any, flags: int) -> Match:
        return self._assert(of, flags, wanted=False)

    def _groupref(self, of: Any, _flags: int) -> Match:
        def same(at: int, then: Then) -> bool:
            self.taken += 1
            if of not in self._groups:
                return False
            start, end = self._groups[of]
            told = self._text[start:end]
            return self._text.startswith(told, at) and then(at + len(told))

        return same

    def _at(self, of: Any, flags: int) -> Match:
        many = bool(flags & re.MULTILINE)
        spelled = {
            op.AT_BEGINNING: "^",
            op.AT_BEGINNING_STRING: r"\A",
            op.AT_END: "$",
            op.AT_END_STRING: r"\Z",
            op.AT_BOUNDARY: r"\b",
            op.AT_NON_BOUNDARY: r"\B",
        }[of]
        here = re.compile(spelled, re.MULTILINE if many else 0)

        def place(at: int, then: Then) -> bool:
            self.taken += 1
            return here.match(self._text, at) is not None and then(at)

        return place
