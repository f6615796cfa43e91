"""Every column of every table is on the map of belongings: somebody's, or said to be nobody's."""

from sqlalchemy import ARRAY, JSON

from schemas.belonging import Kind, Part, Whose, as_table
from schemas.belongings import KEPT
from schemas.belongings_plain import INSIDE, PLAIN
from schemas.tables import metadata
from server.checkout import CHECKOUT
from server.core.translations import say


def columns() -> dict[str, set[str]]:
    """The columns of all tables."""
    return {name: {column.name for column in table.columns} for name, table in metadata.tables.items()}


def test_every_column_is_somebodys_or_nobodys() -> None:
    theirs: dict[str, set[str]] = {name: set() for name in metadata.tables}
    for kept in KEPT:
        theirs[kept.table] |= {each.column for each in kept.columns}
    unsaid = {
        f"{name}.{column}"
        for name, found in columns().items()
        for column in found - theirs[name] - set(PLAIN.get(name, "").split())
    }
    both = {f"{name}.{column}" for name, found in theirs.items() for column in found & set(PLAIN.get(name, "").split())}
    assert not both, "it cannot be somebody's and nobody's"
    assert not unsaid, f"put {unsaid} on the map: schemas/belongings.py, or PLAIN if it can say nothing of a person"


def test_the_map_names_nothing_that_is_gone() -> None:
    there = columns()
    assert set(PLAIN) <= set(there)
    gone = {f"{name}.{column}" for name, said in PLAIN.items() for column in set(said.split()) - there[name]}
    gone |= {f"{kept.table}.{each.column}" for kept in KEPT for each in kept.columns} - {
        f"{name}.{column}" for name, found in there.items() for column in found
    }
    assert not gone
    assert not [kept.word for kept in KEPT if kept.order not in {"", *there[kept.table]}]


def test_what_is_inside_json_and_arrays_is_written_down() -> None:
    loose = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, JSON | ARRAY)
    }
    assert set(INSIDE) == loose


def test_what_is_somebodys_is_found_and_called_something() -> None:
    for kept in KEPT:
        assert bool(kept.whose) or kept.part is Part.UNKNOWN, kept.word
        assert kept.part is not Part.UNKNOWN or kept.said, f"say why nobody can tell: {kept.word}"
        assert kept.part is Part.UNKNOWN or set(kept.whose) - {Whose.NAME}, kept.word
        assert kept.part is Part.UNKNOWN or kept.order, kept.word
        assert all(bool(each.word) is each.shown for each in kept.columns), kept.word
        for language in ("da", "en"):
            names = [say(language, each.word) for each in kept.columns if each.shown]
            assert len(names) == len(set(names)), f"two columns of {kept.word} have one name, and the file one key"
    for language in ("da", "en"):
        kinds = [say(language, kept.word) for kept in KEPT]
        assert len(kinds) == len(set(kinds))


def test_the_document_has_the_map() -> None:
    told = (CHECKOUT / "docs/security.md").read_text("utf-8")
    assert as_table(KEPT) in told, "put schemas.belonging.as_table(KEPT) into docs/security.md"


def test_nothing_that_is_secret_counts_as_plain() -> None:
    """A hash that leads to a person is theirs; what is in PLAIN opens a meeting, or keys a vote."""
    said = {f"{name}.{column}" for name, kept in PLAIN.items() for column in kept.split()}
    keys = {one for one in said if one.rsplit(".", 1)[1].endswith(("hash", "token", "salt")) or one == "secret.value"}
    assert keys == {
        *("secret.value", "meeting.join_token", "meeting.screen_token"),
        *("minutes.token", "consultation.token", "round.result_token", "job.lease_token", "sign_in_attempt.token_hash"),
    }
    marks = {kind for kept in KEPT for each in kept.columns if each.column.endswith("hash") for kind in [each.kind]}
    assert marks == {Kind.MARK}
