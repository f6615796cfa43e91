"""Lists are sorted as Danes sort, alike on every PostgreSQL and here."""

import random

from schemas.danish_order import danish_sql, in_danish_order
from tests.support.databases import rows

SORTED = [
    "",
    "3 venner",
    "abildgård",
    "Afsnit 2",
    "afsnit 10",
    "Afsnit 10 b",
    "Bo",
    "Édith",
    "Eva",
    "Mary",
    "Müller",
    "MZ",
    "Zebra",
    "Äpple",
    "Ærø",
    "Ørsted",
    "Østerbro",
    "Ålborg",
    "Aalestrup",
    "århus",
    "Aarup",
]


def names() -> list[str]:
    """The same, in another order."""
    mixed = [*SORTED]
    random.Random(7).shuffle(mixed)
    return mixed


def test_names_are_sorted_as_danes_sort() -> None:
    assert sorted(names(), key=in_danish_order) == SORTED
    assert in_danish_order("A\u030ase")[0] == in_danish_order("åse")[0] == in_danish_order("Aase")[0]
    assert in_danish_order("9" * 5000) > in_danish_order("8" * 5000)


async def test_postgresql_sorts_alike(database_url: str) -> None:
    query = f"SELECT name FROM unnest($1::text[]) AS t(name) ORDER BY {danish_sql('name')}"
    assert [row["name"] for row in await rows(database_url, query, names())] == SORTED
