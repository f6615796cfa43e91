"""Elections in Pabulib's format are read whole, or refused with a line and a reason."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.checkout import CHECKOUT
from server.ops.replay.pabulib import (
    Ballot,
    Election,
    Figures,
    Kind,
    Limits,
    PabulibError,
    counted,
    published,
    read_election,
)

ELECTIONS = CHECKOUT.parent / "shared" / "data" / "elections"

DOTS = """META
key;value
description;Ideer til ventetiden
num_projects;3
num_votes;3
vote_type;cumulative
max_sum_points;5
max_points;3
PROJECTS
project_id;cost;votes;score;name
1;100;2;5;"Te; kaffe og ""vand"" her"
A-2;200;1;2;Flere stole
3;300;0;0;Planter
VOTES
voter_id;age;vote;points
11;44;1,A-2;3,2
12;;1;2
13;71;;
"""

APPROVAL = """META
key;value
num_projects;2
num_votes;2
vote_type;approval
min_length;1
max_length;2
PROJECTS
project_id;votes;name
1;2;Te
2;1;Stole
VOTES
voter_id;vote
a;1,2
b;1
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str | bytes], Election]:
    def _read(content: str | bytes) -> Election:
        path = tmp_path / "valg.pb"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_election(path)

    return _read


Read = Callable[[str | bytes], Election]


def test_dots(read: Read) -> None:
    election = read(DOTS)
    assert (election.title, election.kind, election.limits) == ("Ideer til ventetiden", Kind.DOTS, Limits(5, 3))
    assert [project.title for project in election.projects] == ['Te; kaffe og "vand" her', "Flere stole", "Planter"]
    assert election.ballots == (Ballot("11", {"1": 3, "A-2": 2}), Ballot("12", {"1": 2}), Ballot("13", {}))
    assert published(election) == counted(election) == {"1": Figures(2, 5), "A-2": Figures(1, 2), "3": Figures(0, 0)}


def test_approval(read: Read) -> None:
    election = read(APPROVAL)
    assert (election.title, election.kind, election.limits) == ("valg", Kind.APPROVAL, Limits(2, 1))
    assert election.ballots == (Ballot("a", {"1": 1, "2": 1}), Ballot("b", {"1": 1}))
    assert published(election) == {"1": Figures(2, 2), "2": Figures(1, 1)}


@pytest.mark.parametrize(
    ("why", "content"),
    [
        ("a byte order mark", "\ufeff" + DOTS),
        ("CRLF", DOTS.replace("\n", "\r\n")),
        ("old Mac line ends", DOTS.replace("\n", "\r")),
        ("blanks after the separators", DOTS.replace(";", "; ").replace("Te;  ", "Te; ")),
        ("empty lines", DOTS.replace("PROJECTS", "\n\nPROJECTS")),
        ("trailing separators", DOTS.replace("META\n", "META;;;\n").replace("VOTES\n", "VOTES;;;\n")),
        ("no line end at the end", DOTS.removesuffix("\n")),
        ("other columns and keys", DOTS.replace(";age", ";sex").replace("max_p", "edition;7\nmax_p")),
        ("small titles", DOTS.replace("META", "meta").replace("VOTES", "Votes")),
        ("numbers with .0", DOTS.replace("max_points;3", "max_points;3.0").replace("3,2\n", "3.0,2.0\n")),
        ("quoted lists", DOTS.replace("1,A-2;3,2", '"1, A-2";"3, 2"')),
    ],
)
def test_the_same_election_is_read_from(why: str, content: str, read: Read) -> None:
    assert read(content) == read(DOTS), why


def test_the_limits_that_a_file_does_not_set(read: Read) -> None:
    assert read(DOTS.replace("max_points;3\n", "")).limits == Limits(5, 5)
    assert read(APPROVAL.replace("max_length;2\n", "")).limits == Limits(2, 1)
    assert read(APPROVAL.replace("max_length;2\n", "max_length;9\n")).limits == Limits(2, 1)
    scoring = DOTS.replace("cumulative", "scoring").replace("max_sum_points;5\n", "")
    assert read(scoring).limits == Limits(9, 3)
    assert read(scoring.replace("max_points;3\n", "")).limits == Limits(9, 3)


def test_choose_one_is_approval_of_one(read: Read) -> None:
    one = APPROVAL.replace("approval", "choose-1").replace("max_length;2\n", "")
    with pytest.raises(PabulibError, match=r"line 13: .* at most 1 "):
        read(one)
    assert read(one.replace("a;1,2", "a;2")).limits == Limits(1, 1)


def test_published_figures_are_the_files_own(read: Read) -> None:
    wrong = read(DOTS.replace("1;100;2;5", "1;100;7;9"))
    assert published(wrong)["1"] == Figures(7, 9)
    assert counted(wrong)["1"] == Figures(2, 5)
    without_score = read(DOTS.replace("votes;score", "votes;category"))
    assert published(without_score)["1"] == Figures(2, 5)
    without_any = read(DOTS.replace("votes;score", "area;category"))
    assert published(without_any) == counted(without_any)
    by_score = read(APPROVAL.replace("id;votes", "id;score").replace("1;2;Te", "1;8;Te"))
    assert published(by_score) == {"1": Figures(8, 8), "2": Figures(1, 1)}


def test_a_long_name_is_never_cut(read: Read) -> None:
    election = read(DOTS.replace("Planter", "P" * 300))
    assert (election.projects[2].title, election.projects[2].text) == ("P" * 300, "")
    election = read(DOTS.replace("Planter", "P" * 4000))
    assert (election.projects[2].title, election.projects[2].text) == ("Projekt 3", "P" * 4000)
    with pytest.raises(PabulibError, match=r"line 13: .*4001 characters"):
        read(DOTS.replace("Planter", "P" * 4001))


def test_a_project_without_a_name_is_called_by_its_number(read: Read) -> None:
    assert read(APPROVAL.replace("votes;name", "votes;note")).projects[1].title == "2"


def test_zero_points_are_no_vote(read: Read) -> None:
    assert read(DOTS.replace("12;;1;2", "12;;1,3;2,0")).ballots[1] == Ballot("12", {"1": 2})


def test_a_name_may_go_over_several_lines_and_later_lines_keep_their_number(read: Read) -> None:
    split = DOTS.replace("Flere stole", '"Flere\nstole"')
    assert read(split).projects[1].title == "Flere\nstole"
    with pytest.raises(PabulibError) as refused:
        read(split.replace("12;;1;2", "12;;9;2"))
    assert refused.value.line == 18


def swap(*parts: str) -> Callable[[str], str]:
    """Changes a file: the first of each two parts becomes the second."""

    def _swap(content: str) -> str:
        for old, new in zip(parts[::2], parts[1::2], strict=True):
            assert old in content
            content = content.replace(old, new)
        return content

    return _swap


REFUSED: list[tuple[str, int, str, Callable[[str], str]]] = [
    ("empty", 1, "META is missing", lambda _: ""),
    ("other text", 1, "begin with META", lambda _: "hej\n"),
    ("no votes section", 13, "VOTES is missing", lambda pb: pb.split("VOTES")[0]),
    ("no projects section", 9, "section VOTES stands", lambda pb: pb.split("PROJECTS")[0] + "VOTES\nvoter_id\n"),
    ("a section twice", 19, "section VOTES stands here", lambda pb: pb + "VOTES\nvoter_id;vote\n"),
    ("a section without columns", 18, "no columns", lambda pb: pb.split("VOTES")[0] + "\n" * 4 + "VOTES\n"),
    ("no column points", 15, "column points", swap("vote;points", "vote;dots")),
    ("no column vote", 15, "column vote", swap("vote;points", "votes;points")),
    ("no column project_id", 10, "column project_id", swap("project_id", "id")),
    ("no column value", 2, "column value", swap("key;value", "key;v")),
    ("two columns of a name", 10, "same name", swap("cost;votes", "votes;votes")),
    ("a key twice", 7, "twice in META", swap("max_sum_points", "vote_type")),
    ("unknown project", 17, 'project "9"', swap("12;;1;2", "12;;9;2")),
    ("duplicate voter", 17, "voter 11 stands twice", swap("12;;", "11;;")),
    ("voter without id", 17, "voter_id is empty", swap("12;;", ";;")),
    ("duplicate project", 13, "project 1 stands twice", swap("3;300", "1;300")),
    ("project without id", 13, "project_id is empty", swap("3;300", ";300")),
    ("project with a comma", 13, "has a comma", swap("3;300", "3,1;300")),
    ("project named twice", 16, "a project twice", swap("1,A-2;3,2", "1,1;3,2")),
    ("too few votes", 5, "num_votes is 4, but the file has 3", swap("num_votes;3", "num_votes;4")),
    ("too many votes", 5, "num_votes is 2", swap("num_votes;3", "num_votes;2")),
    ("num_votes left out", 1, "does not say num_votes", swap("num_votes;3\n", "")),
    ("too few projects", 4, "num_projects is 4", swap("num_projects;3", "num_projects;4")),
    ("num_votes no number", 5, "not a whole number", swap("num_votes;3", "num_votes;tre")),
    ("too many points in all", 16, "6 points in all, at most 5", swap("3,2\n", "3,3\n")),
    ("too many on one", 16, "4 points for project 1, at most 3", swap("3,2\n", "4,1\n")),
    ("too few in all", 18, "at least 3", swap("max_points", "min_sum_points;3\nmax_points")),
    ("too few on one", 17, "at least 3", swap("max_points", "min_points;3\nmax_points")),
    ("negative points", 16, "negative", swap("3,2\n", "3,-2\n")),
    ("half points", 16, "not a whole number", swap("3,2\n", "3,1.5\n")),
    ("points that are no number", 16, "not a whole number", swap("3,2\n", "3,to\n")),
    ("points with another script's digit", 16, "not a whole number", swap("3,2\n", "3,٢\n")),
    ("more points than ids", 16, "names 2 projects but has 3 points", swap("3,2\n", "3,1,1\n")),
    ("fewer points than ids", 16, "has 1 points", swap("3,2\n", "3\n")),
    ("a vote without points", 17, "has 0 points", swap("12;;1;2", "12;;1;")),
    ("an empty id in a vote", 16, 'project ""', swap("1,A-2;", "1,;")),
    ("too many ideas", 17, "2 projects, at most 1", swap("max_points", "max_length;1\nmax_points")),
    ("an empty vote, where one is asked for", 19, "at least 1", swap("max_points", "min_length;1\nmax_points")),
    ("a short row", 17, "no points", swap("12;;1;2", "12;;1")),
    ("a long row", 17, "5 cells", swap("12;;1;2", "12;;1;2;3")),
    ("a name with a bare separator", 12, "6 cells", swap("Flere stole", "Flere; stole")),
    ("an open quote", 13, "not CSV", swap("Planter", '"Planter')),
    ("text after a quote", 13, "not CSV", swap("Planter", '"Plan"ter')),
    ("a NUL", 13, "NUL", swap("Planter", "Plan\0ter")),
    ("votes that are no number", 12, "votes", swap("A-2;200;1", "A-2;200;en")),
    ("rankings", 6, "ordinal", swap("cumulative", "ordinal")),
    ("an unknown kind", 6, "not known", swap("cumulative", "quadratic")),
    ("no kind", 1, "vote_type", swap("vote_type;cumulative\n", "")),
    ("no dots", 7, "nobody could vote", swap("max_sum_points;5", "max_sum_points;0")),
    ("no number of dots", 1, "max_sum_points", swap("max_sum_points;5\n", "")),
    ("negative scores", 15, "negative", swap("cumulative\nmax_sum_points;5", "scoring", "3,2\n", "3,-2\n")),
    ("scores by default", 7, "left out", swap("cumulative\nmax_sum_points;5", "scoring\ndefault_score;1")),
    ("no projects at all", 9, "no projects", lambda pb: pb[: pb.index('1;100')] + pb[pb.index("VOTES") :]),
    ("data before the columns of META", 1, "no columns", lambda pb: "META\n" + pb[pb.index("PROJECTS") :]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "reason", "spoil"), [pytest.param(*case, id=why) for why, *case in REFUSED])
def test_a_malformed_file_is_refused(line: int, reason: str, spoil: Callable[[str], str], read: Read) -> None:
    assert spoil(DOTS) != DOTS
    with pytest.raises(PabulibError) as refused:
        read(spoil(DOTS))
    assert reason in refused.value.reason
    assert (refused.value.line, str(refused.value)) == (line, f"line {line}: {refused.value.reason}")


def test_a_file_in_another_encoding_is_refused_at_its_line(read: Read) -> None:
    with pytest.raises(PabulibError, match="line 12: this is not UTF-8"):
        read(DOTS.replace("Flere stole", "Flere borde på gangen").encode("latin-1"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_election(tmp_path / "ingen.pb")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(DOTS)), st.one_of(st.text(max_size=5), st.sampled_from([";", '"', "\n", ",", "VOTES\n"])))
def test_a_spoiled_file_is_read_or_refused_but_never_breaks(read: Read, cut: int, put: str) -> None:
    content = (DOTS[:cut] + put + DOTS[cut:]).encode("utf-8", "surrogatepass")
    try:
        election = read(content)
    except PabulibError as refusal:
        line, election = refusal.line, None
    if election is None:
        assert 1 <= line <= content.count(b"\n") + content.count(b"\r") + 2
    else:
        assert len(election.ballots) == 3
        assert all(sum(ballot.dots.values()) <= election.limits.dots for ballot in election.ballots)


@pytest.mark.skipif(not ELECTIONS.is_dir(), reason="the real elections are not beside the repository")
@pytest.mark.parametrize(
    ("name", "kind", "limits", "projects", "ballots"),
    [
        ("poland_gdansk_2020_suchanino", Kind.DOTS, Limits(5, 5), 9, 703),
        ("france_toulouse_2019_", Kind.DOTS, Limits(7, 3), 30, 1494),
        ("poland_warszawa_2017_zacisze", Kind.APPROVAL, Limits(21, 1), 21, 1107),
    ],
)
def test_a_real_election(name: str, kind: Kind, limits: Limits, projects: int, ballots: int) -> None:
    election = read_election(ELECTIONS / f"{name}.pb")
    assert (election.kind, election.limits) == (kind, limits)
    assert (len(election.projects), len(election.ballots)) == (projects, ballots)
    assert published(election) == counted(election)
    assert all(project.votes is not None and project.text == "" for project in election.projects)
