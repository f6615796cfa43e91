"""Reads elections in Pabulib's format (pabulib.org/format) as something a board can vote on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from server.ops.replay.limits import Kind, Limits, Rules, read_rules
from server.ops.replay.meta import Meta, whole
from server.ops.replay.sections import PabulibError, Row, Section, read_sections

__all__ = ["Ballot", "Election", "Figures", "Kind", "Limits", "PabulibError", "Project", "counted", "published"]

LONGEST_REF = 64
LONGEST_TITLE = 300
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Figures:
    """How many voters chose a project, and their dots; the same number in approval."""

    voters: int
    dots: int


@dataclass(frozen=True)
class Project:
    """One project as an idea. A name over 300 characters is never cut: it becomes the text, titled "Projekt 7"."""

    ref: str
    title: str
    text: str
    votes: int | None
    score: int | None


@dataclass(frozen=True)
class Ballot:
    """One voter's dots by project. Projects with none are left out, and a ballot may be empty."""

    voter: str
    dots: Mapping[str, int]


@dataclass(frozen=True)
class Election:
    """One file: how people voted, on what, and every ballot, in the file's order."""

    title: str
    kind: Kind
    limits: Limits
    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]


def read_election(path: Path) -> Election:
    """Reads a .pb file whole. Columns and META keys that a board has no use for (cost, age …) are ignored.

    Raises PabulibError(line, reason) for a malformed file and for one that cannot be held as dots or approval
    (rankings, negative points, fractional points, points given by default), and OSError when it cannot be read.
    Published totals that differ from the ballots are not malformed: the replay shows them as mismatches."""
    sections = read_sections(path)
    meta = Meta(sections["META"])
    rules = read_rules(meta)
    projects = _projects(sections["PROJECTS"])
    meta.counted("num_projects", len(projects))
    ballots = _ballots(sections["VOTES"], rules, set(projects))
    meta.counted("num_votes", len(ballots))
    limits = rules.limits(len(projects), [ballot.dots for ballot in ballots])
    title = meta.text("description") or meta.text("unit") or path.stem
    return Election(title, rules.kind, limits, tuple(projects.values()), ballots)


def counted(election: Election) -> dict[str, Figures]:
    """The sum of the ballots for every project, in the file's order."""
    voters: Counter[str] = Counter()
    dots: Counter[str] = Counter()
    for ballot in election.ballots:
        voters.update(ballot.dots.keys())
        dots.update(ballot.dots)
    return {project.ref: Figures(voters[project.ref], dots[project.ref]) for project in election.projects}


def published(election: Election) -> dict[str, Figures]:
    """The figures the file publishes for each project; anything it does not publish is counted from the ballots.

    In approval both come from the column votes (else score); otherwise voters are votes, and dots are score."""
    figures = {}
    for project, sums in zip(election.projects, counted(election).values(), strict=True):
        votes = project.votes
        if election.kind is Kind.APPROVAL:
            votes = project.score if votes is None else votes
            voters = dots = sums.voters if votes is None else votes
        else:
            voters = sums.voters if votes is None else votes
            dots = sums.dots if project.score is None else project.score
        figures[project.ref] = Figures(voters, dots)
    return figures


def _projects(section: Section) -> dict[str, Project]:
    section.need("project_id")
    projects: dict[str, Project] = {}
    for row in section.rows:
        project = _project(row)
        if project.ref in projects:
            raise PabulibError(row.line, f"project {project.ref} stands twice")
        projects[project.ref] = project
    if not projects:
        raise PabulibError(section.line, "there are no projects")
    return projects


def _project(row: Row) -> Project:
    ref = row.required("project_id")
    if not ref or "," in ref:
        raise PabulibError(row.line, "a project_id is empty or has a comma, so that no vote can name it")
    if len(ref) > LONGEST_REF:
        raise PabulibError(row.line, f"a project_id has {len(ref)} characters, at most {LONGEST_REF} fit")
    name = row.cells.get("name") or ref
    if len(name) > LONGEST_TEXT:
        raise PabulibError(
            row.line, f"the name of project {ref} has {len(name)} characters, at most {LONGEST_TEXT} fit"
        )
    title, text = (name, "") if len(name) <= LONGEST_TITLE else (f"Projekt {ref}", name)
    return Project(ref, title, text, _figure(row, "votes"), _figure(row, "score"))


def _figure(row: Row, column: str) -> int | None:
    value = row.cells.get(column)
    return whole(row.line, column, value) if value else None


def _ballots(section: Section, rules: Rules, projects: set[str]) -> tuple[Ballot, ...]:
    section.need("voter_id", "vote", *(("points",) if rules.kind is Kind.DOTS else ()))
    ballots: dict[str, Ballot] = {}
    for row in section.rows:
        voter = row.required("voter_id")
        if not voter or voter in ballots:
            raise PabulibError(row.line, f"voter {voter} stands twice" if voter else "a voter_id is empty")
        dots = _dots(row, rules.kind)
        for project in dots:
            if project not in projects:
                raise PabulibError(row.line, f'the vote names project "{project}", which there is not')
        rules.check(row.line, dots)
        ballots[voter] = Ballot(voter, {project: given for project, given in dots.items() if given})
    return tuple(ballots.values())


def _dots(row: Row, kind: Kind) -> dict[str, int]:
    chosen = _list(row.required("vote"))
    if len(set(chosen)) < len(chosen):
        raise PabulibError(row.line, "the vote names a project twice")
    if kind is Kind.APPROVAL:
        return dict.fromkeys(chosen, 1)
    points = _list(row.required("points"))
    if len(points) != len(chosen):
        raise PabulibError(row.line, f"the vote names {len(chosen)} projects but has {len(points)} points")
    return {project: whole(row.line, "points", given) for project, given in zip(chosen, points, strict=True)}


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",")] if cell else []
