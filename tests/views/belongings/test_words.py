"""Whatever is kept of somebody as one of our own words is said in words that they know."""

from collections.abc import Iterator
from enum import StrEnum

import pytest
from sqlalchemy import Enum

from schemas.belonging import Kept
from schemas.belongings import KEPT
from schemas.tables import metadata
from server.views.belongings.showing import in_words


def chosen() -> Iterator[tuple[Kept, str, type[StrEnum]]]:
    """The columns of rows that can be found for somebody and hold one of our own words, and which words."""
    for kept in KEPT:
        for each in kept.columns if kept.whose else ():
            kind = metadata.tables[kept.table].columns[each.column].type
            if each.word and isinstance(kind, Enum) and kind.enum_class and issubclass(kind.enum_class, StrEnum):
                yield kept, each.column, kind.enum_class


CHOSEN = {f"{kept.table}.{column} {kept.word}": (kept, column, kind) for kept, column, kind in chosen()}


@pytest.mark.parametrize("name", CHOSEN)
def test_each_choice_has_words(name: str) -> None:
    kept, column, kind = CHOSEN[name]
    said = [in_words(kept, column, value, "da") for value in kind]
    assert not {value for value, words in zip(kind, said, strict=True) if words == value.value}
