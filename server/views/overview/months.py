"""The last twelve months of some boards: how long answers took, how long carrying out took, what was done this year,
and how much each leader sent on."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.idea import Statement
from server.organisation.people.called import name_on_board
from server.views.overview.reach import Reach
from server.views.overview.statements import SEEN

PAST = text(
    """SEEN
, here AS MATERIALIZED (
    SELECT board_figures.* FROM seen JOIN board ON board.id = seen.id JOIN board_figures ON board_id = board.id
    WHERE unit_id = ANY (:units) AND (:board = '' OR public_id = :board)
)
SELECT 'waiting', '', count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY CAST(:today AS date) - day DESC)
FROM (SELECT unnest(waiting_since) AS day FROM here) AS line
UNION ALL
SELECT 'answered', CAST(width_bucket(day, CAST(:firsts AS date[])) AS text) AS month, count(*),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY after)
FROM (SELECT unnest(answered_on) AS day, unnest(answered_after) AS after FROM here) AS line
WHERE day >= :since GROUP BY width_bucket(day, CAST(:firsts AS date[]))
UNION ALL
SELECT 'done', CAST(width_bucket(day, CAST(:firsts AS date[])) AS text) AS month, count(*),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY after)
FROM (SELECT unnest(done_on) AS day, unnest(done_after) AS after FROM here) AS line
WHERE day >= :since GROUP BY width_bucket(day, CAST(:firsts AS date[]))
UNION ALL
SELECT 'this year', statement, count(*), NULL
FROM (SELECT unnest(done_on) AS day, unnest(done_for) AS statement FROM here) AS line
WHERE day >= :january GROUP BY statement
UNION ALL
SELECT 'on the way', statement, count(*), NULL
FROM (SELECT unnest(on_the_way) AS statement FROM here) AS line GROUP BY statement
UNION ALL
SELECT 'leader', person_id || ' ' || name, asked, sent_on FROM (
    SELECT person_id, min(NAME) AS name, sum(asked) AS asked, sum(sent_on) AS sent_on
    FROM here JOIN leader_figures AS told ON told.board_id = here.board_id JOIN person ON person.id = person_id
    GROUP BY person_id ORDER BY sum(sent_on) DESC, sum(asked) DESC, person_id LIMIT :leaders
) AS line
UNION ALL
SELECT 'recounted', '', recounted_on - DATE '0001-01-01' + 1, 0 FROM installation WHERE recounted_on IS NOT NULL
""".replace("SEEN", SEEN).replace("NAME", name_on_board("told.board_id"))
)
LEADERS_MOST = 25
"""The most leaders that are listed: those who sent most on."""


@dataclass(frozen=True)
class Month:
    """One month with `count` numbers of days: at least half of them are at most `days`; None if there were none."""

    first: date
    days: int | None = None
    count: int = 0


@dataclass(frozen=True)
class SentOn:
    """How many ideas a leader was asked about, and how many of them they sent on."""

    name: str
    asked: int
    sent_on: int


@dataclass
class Past:
    """Twelve months of each, the present one last. At least half of the ideas that wait have waited `waits` days or
    more. `leaders`: at most LEADERS_MOST of those who were asked, and who sent most on first. `recounted`: since when
    an answer is counted from the board's first question; None where it always was."""

    answered: list[Month]
    done: list[Month]
    waits: int | None = None
    this_year: dict[str, int] = field(default_factory=dict)
    on_the_way: dict[str, int] = field(default_factory=dict)
    leaders: list[SentOn] = field(default_factory=list)
    recounted: date | None = None

    @property
    def statements(self) -> list[tuple[Statement, int, int]]:
        """Each statement of the vision, with how many ideas were carried out this year and how many are on the way."""
        return [(word, self.this_year.get(word, 0), self.on_the_way.get(word, 0)) for word in Statement]


def twelve_months(today: date) -> list[date]:
    """The first day of each of the last twelve months, the present one last."""
    months = [divmod(today.year * 12 + today.month - 1 - ago, 12) for ago in range(11, -1, -1)]
    return [date(year, month + 1, 1) for year, month in months]


async def load_past(session: AsyncSession, reach: Reach, today: date) -> Past:
    """What happened on the boards within `reach`. One query."""
    firsts = twelve_months(today)
    values: dict[str, object] = {
        "today": today,
        "since": firsts[0],
        "firsts": firsts,
        "january": date(today.year, 1, 1),
        "leaders": LEADERS_MOST,
    }
    values |= {name: reach.asked[name] for name in ("person", "units", "board")}
    rows = {(what, key): (number, days) for what, key, number, days in (await session.execute(PAST, values)).all()}

    def series(what: str) -> list[Month]:
        found = [(first, *rows.get((what, str(place)), (0, None))) for place, first in enumerate(firsts, 1)]
        return [Month(first, days, number) for first, number, days in found]

    return Past(
        series("answered"),
        series("done"),
        rows[("waiting", "")][1],
        {key: number for (what, key), (number, _) in rows.items() if what == "this year"},
        {key: number for (what, key), (number, _) in rows.items() if what == "on the way"},
        [
            SentOn(key.partition(" ")[2], int(number), int(sent))
            for (what, key), (number, sent) in rows.items()
            if what == "leader"
        ],
        date.fromordinal(rows[("recounted", "")][0]) if ("recounted", "") in rows else None,
    )
