"""Who may see the overview: staff, each over their own boards. A unit or board that is not theirs is not there."""

from tests.access.row import Row

ROWS: dict[str, list[Row]] = {
    "GET /overview": [
        Row(
            {"leo": 200, "ada": 200, "cora": 200, "lars": 200},
            refused={"nobody": 303},
            shows="Overblik",
            unknown=None,
            after={"ada": 200, "leo": 200},
        )
    ],
}
