"""Who closes for a writer: rows of the table."""

from tests.access.row import Row

ROWS: dict[str, list[Row]] = {
    "POST /screenings/{screening}/closing": [Row({"ada": 303}, after={"ada": 303, "ben": 404})],
}
