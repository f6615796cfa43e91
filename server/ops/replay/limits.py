"""What META lets a voter do, and how much of that a round on a board can express."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from server.ops.replay.meta import Meta
from server.ops.replay.sections import PabulibError


class Kind(StrEnum):
    """How people vote in a round: with dots, or with one mark per idea."""

    DOTS = "dots"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Limits:
    """The round's limits: how many dots each voter has (in approval: ideas), and how many may go to one idea."""

    dots: int
    most: int


@dataclass(frozen=True)
class Rules:
    """What a ballot in the file must obey. Defaults are the format's; `None` is no limit.

    The file's minimums are checked against its ballots only: a round on a board has none."""

    kind: Kind
    ideas: tuple[int, int | None]
    each: tuple[int, int | None]
    total: tuple[int, int | None]

    def check(self, line: int, dots: Mapping[str, int]) -> None:
        """Raises PabulibError when a ballot (dots by project, zeros included) breaks the rules."""
        if any(given < 0 for given in dots.values()):
            raise PabulibError(line, "the vote has negative points, which a board cannot hold")
        _within(line, "projects", len(dots), self.ideas)
        _within(line, "points in all", sum(dots.values()), self.total)
        for project, given in dots.items():
            _within(line, f"points for project {project}", given, self.each)

    def limits(self, projects: int, ballots: Collection[Mapping[str, int]]) -> Limits:
        """The round's limits; if the file sets none (scoring), what its ballots used."""
        most = self.each[1] or max((given for dots in ballots for given in dots.values()), default=1)
        ideas = min(self.ideas[1] or projects, projects)
        dots = self.total[1] or most * ideas
        return Limits(dots, min(most, dots))


def read_rules(meta: Meta) -> Rules:
    """The rules of META's vote_type. Raises PabulibError, with a sentence, for one that is neither dots nor marks."""
    kind = meta.text("vote_type").lower()
    line = meta.line("vote_type")
    ideas = (meta.number("min_length") or 0, _limit(meta, "max_length"))
    each = (meta.number("min_points") or 0, _limit(meta, "max_points"))
    if kind == "approval":
        return Rules(Kind.APPROVAL, ideas, (1, 1), (0, None))
    if kind == "choose-1":
        return Rules(Kind.APPROVAL, ideas, (1, 1), (0, 1))
    if kind == "cumulative":
        meta.needed("max_sum_points")
        total = (meta.number("min_sum_points") or 0, _limit(meta, "max_sum_points"))
        return Rules(Kind.DOTS, ideas, (each[0], each[1] or total[1]), total)
    if kind == "scoring":
        if meta.number("default_score"):
            raise PabulibError(meta.line("default_score"), "points for projects that a voter left out cannot be held")
        return Rules(Kind.DOTS, ideas, each, (0, None))
    if kind == "ordinal":
        raise PabulibError(line, "the votes are rankings (ordinal), which are neither dots nor marks")
    raise PabulibError(line, f'vote_type is "{kind}", which is not known' if kind else "META does not say vote_type")


def _limit(meta: Meta, key: str) -> int | None:
    number = meta.number(key)
    if number is not None and number < 1:
        raise PabulibError(meta.line(key), f"{key} is {number}, so that nobody could vote")
    return number


def _within(line: int, what: str, number: int, bounds: tuple[int, int | None]) -> None:
    least, most = bounds
    if number < least or (most is not None and number > most):
        allowed = f"at least {least}" if number < least else f"at most {most}"
        raise PabulibError(line, f"the vote has {number} {what}, {allowed} is allowed")
