"""Boards and ideas by the thousand, generated in SQL: three years of meetings, each idea on its own path.

Paths and waits are made up, but every status change is one that FLOW allows, in order and with what it requires.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.flow import Status, statuses_that
from server.core import clock
from server.ops.demo.past import way_to
from server.views.overview.figures import count

HOSPITALS, DEPARTMENTS = 25, 400
WEIGHTS = {
    "proposed": 34,
    "prioritised": 4,
    "review": 5,
    "agreed": 4,
    "trial": 4,
    "in_progress": 8,
    "done": 6,
    "confirmed": 6,
    "evaluated": 12,
    "on_hold": 4,
    "declined": 8,
    "elsewhere": 3,
    "withdrawn": 2,
}
"""How far an idea gets, given time: shares of a hundred."""
GAPS = {
    "prioritised": (0.0, 0.1),
    "review": (1, 20),
    "in_progress": (5, 40),
    "done": (30, 200),
    "confirmed": (15, 25),
    "evaluated": (80, 110),
    "withdrawn": (0, 5),
}
"""Days until the next line; an answer takes three to sixty."""


@dataclass(frozen=True)
class Many:
    """What was made: the person who leads all of it."""

    leader_id: int
    region_id: int


STATEMENTS = (
    """
    WITH told AS (SELECT nextval(pg_get_serial_sequence('unit', 'id')) AS id, n FROM generate_series(1, :hospitals) n)
    INSERT INTO unit (id, public_id, parent_id, kind, name, responsible, logo_type)
    SELECT id, md5(id::text), :region, 'hospital', 'Sygehus ' || n, '', '' FROM told
    """,
    """
    INSERT INTO unit (public_id, parent_id, kind, name, responsible, logo_type)
    SELECT md5(random()::text), (SELECT id FROM unit WHERE parent_id = :region ORDER BY id
      OFFSET n % :hospitals LIMIT 1), 'department', 'Afdeling ' || n, '', '' FROM generate_series(1, :departments) n
    """,
    """
    INSERT INTO board (public_id, unit_id, name, format, epoch, seq, last_number, last_guest,
      answer_days, escalate_days)
    SELECT md5(random()::text), unit.id, 'Peerboard ' || n, 'peerboard', 'e', 0, 0, 0, 30, 14
    FROM generate_series(1, :boards) n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM unit
          WHERE parent_id IN (SELECT id FROM unit WHERE parent_id = :region)) AS unit ON unit.place = n % :departments
    """,
    """
    CREATE TEMP TABLE many_board ON COMMIT DROP AS
    SELECT board.id, CAST(:now AS timestamptz) - make_interval(days =>
        CASE WHEN random() < 0.06 THEN 95 + (300 * random())::int ELSE 0 END) AS until,
      row_number() OVER (ORDER BY board.id) AS turn FROM board JOIN unit ON unit.id = unit_id
    WHERE unit.kind = 'department' AND unit.parent_id IN (SELECT id FROM unit WHERE parent_id = :region)
    """,
    "ANALYZE many_board",
    """
    INSERT INTO meeting (public_id, board_id, title, place, starts_at, ended_at, sequence, format, phase, phase_no,
      door_open, code, join_token, screen_token, method, secrecy, dots, most, own_allowed, leaders_vote, vote_on,
      themes, author_seen, reveal_by, members_group)
    SELECT md5(random()::text), id, 'Møde ' || n, '', at, at + interval '2 hours', 0, 'peerboard', 'result', 4,
      false, upper(substr(md5(random()::text), 1, 12)), md5(random()::text), md5(random()::text),
      'dots', 'secret', 5, 3, true, true, 'all', '[]', 'nobody', 'all', false
    FROM many_board, generate_series(0, 11) n,
      LATERAL (SELECT until - make_interval(days => 91 * n + 1 + (turn % 60)::int) AS at) AS told
    """,
    """
    CREATE TEMP TABLE many_idea ON COMMIT DROP AS
    SELECT nextval(pg_get_serial_sequence('idea', 'id')) AS id, meeting.board_id, meeting.id AS meeting_id,
      meeting.starts_at AS created_at,
      (ARRAY['safety', 'pathways', 'dialogue', NULL])[1 + (random() * 1000)::int % 4] AS statement,
      n AS number, ways.path
    FROM generate_series(1, :ideas) n
    JOIN (SELECT meeting.id, meeting.board_id, meeting.starts_at, row_number() OVER (ORDER BY meeting.id) - 1 AS turn
          FROM meeting JOIN many_board ON many_board.id = meeting.board_id) AS meeting
      ON meeting.turn = CAST(n AS bigint) * 7919 % (12 * (SELECT count(*) FROM many_board))
    JOIN LATERAL (SELECT random() * 100 + 0 * n AS luck) AS dice ON true
    JOIN ways ON dice.luck >= ways.low AND dice.luck < ways.high
    """,
    "ANALYZE many_idea",
    """
    CREATE TEMP TABLE many_stage ON COMMIT DROP AS
    SELECT * FROM (
      SELECT many_idea.id AS idea_id, board_id, stage, status, created_at + make_interval(secs => 86400 *
        sum(coalesce(gaps.low + random() * (gaps.high - gaps.low),
          CASE WHEN stage = 1 THEN 0 ELSE 3 + random() * 57 END))
        OVER (PARTITION BY many_idea.id ORDER BY stage)) AS at
      FROM many_idea CROSS JOIN unnest(ARRAY['proposed'] || path) WITH ORDINALITY AS line (status, stage)
      LEFT JOIN gaps ON gaps.name = line.status
    ) AS lines WHERE at <= CAST(:now AS timestamptz)
    """,
    "ANALYZE many_stage",
    """
    CREATE TEMP TABLE many_last ON COMMIT DROP AS
    SELECT DISTINCT ON (idea_id) idea_id, status, at FROM many_stage ORDER BY idea_id, stage DESC
    """,
    "ANALYZE many_last",
    """
    INSERT INTO idea (id, public_id, board_id, meeting_id, submission, number, source_ref, title, text, theme,
      statement, status, status_at, version, created_at, shown_at, late, answer_by, leader_id, on_paper, hidden_reason)
    SELECT many_idea.id, md5(many_idea.id::text), many_idea.board_id, meeting_id, 'many', number, '',
      'Ro om aftenen på afsnit ' || number, repeat('Sluk lyset på gangen kl. 22. ', 1 + number % 8),
      'Hverdagen', statement, many_last.status, many_last.at, 1, created_at, created_at + interval '40 minutes', false,
      asked.at + make_interval(days => 30), :leader, false, ''
    FROM many_idea JOIN many_last ON many_last.idea_id = many_idea.id
    LEFT JOIN many_stage AS asked ON asked.idea_id = many_idea.id AND asked.status = 'review'
    """,
    """
    INSERT INTO status_change (idea_id, status, at, name, text, place, day, effect)
    SELECT idea_id, status, at, '', '', '',
      CASE WHEN status IN ('trial', 'on_hold') THEN CAST(at AS date) + 30 + (idea_id % 200)::int
           WHEN status = 'review' THEN CAST(at AS date) + 30 END,
      CASE WHEN status = 'evaluated'
        THEN (ARRAY['better', 'better', 'better', 'same', 'worse', 'unknown'])[1 + idea_id % 6] END
    FROM many_stage ORDER BY at
    """,
    """
    INSERT INTO answer (idea_id, change_id, name, title, level, at, text, version)
    SELECT idea_id, id, 'Leo Bach', 'Chef', 'Afdelingen', at, 'Det gør vi.', 1 FROM status_change
    WHERE status = ANY (:answers) AND idea_id IN (SELECT id FROM many_idea)
    """,
    """
    INSERT INTO step (public_id, idea_id, text, person, day, done_at)
    SELECT md5(random()::text), idea_id, 'Aftale med afsnittene', 'Leo Bach',
      CAST(at AS date) + 10 + (idea_id % 170)::int + 40 * n,
      CASE WHEN n = 0 AND idea_id % 3 = 0 THEN least(at + interval '9 days', CAST(:now AS timestamptz)) END
    FROM many_stage, generate_series(0, 1) n WHERE status = 'in_progress'
    """,
    """
    INSERT INTO event (board_id, seq, kind, at, data)
    SELECT board_id, row_number() OVER (PARTITION BY board_id ORDER BY at, idea_id, stage), 'StatusChanged', at,
      jsonb_build_object('idea_id', idea_id, 'change_id', idea_id) FROM many_stage
    """,
    """
    UPDATE board SET seq = told.seq, last_number = told.seq, moved_at = told.at
    FROM (SELECT board_id, max(seq) AS seq, max(at) AS at FROM event GROUP BY 1) AS told WHERE told.board_id = board.id
    """,
)


async def make_many(session: AsyncSession, boards: int, ideas: int, *, seed: float = 0.25) -> Many:
    """Make that many boards below one region, with ideas, in seconds. The leader of the region sees them all."""
    now = clock.now()
    leader = await _id(
        session,
        "INSERT INTO person (mail, name, title, coordinator) VALUES (:mail, 'Gerda Lund', 'Direktør', false)"
        " RETURNING id",
        mail=f"gerda-{now.timestamp()}@region.test",
    )
    region = await _id(
        session,
        "INSERT INTO unit (public_id, leader_id, kind, name, responsible, logo_type)"
        " VALUES (:public, :leader, 'region', 'Region Stor', '', '') RETURNING id",
        leader=leader,
        public=f"region-{leader}",
    )
    await _say(session, "CREATE TEMP TABLE ways (path text[], low float, high float) ON COMMIT DROP")
    await _say(session, "CREATE TEMP TABLE gaps (name text, low float, high float) ON COMMIT DROP")
    await _say(session, "SELECT setseed(:seed)", seed=seed)
    low = 0
    for status, weight in WEIGHTS.items():
        path = way_to(Status(status))
        await _say(
            session,
            "INSERT INTO ways VALUES (:path, :low, :high)",
            path=[step.value for step in path],
            low=low,
            high=(low := low + weight),
        )
    for name, (least, most) in GAPS.items():
        await _say(session, "INSERT INTO gaps VALUES (:name, :low, :high)", name=name, low=least, high=most)
    told = {
        "hospitals": min(HOSPITALS, boards),
        "departments": min(DEPARTMENTS, boards),
        "answers": [status.value for status in statuses_that(answer=True)],
        "boards": boards,
        "ideas": ideas,
        "region": region,
        "leader": leader,
        "now": now,
    }
    for statement in STATEMENTS:
        await _say(session, statement, **told)
    await count(session, every=True)
    return Many(leader, region)


async def _say(session: AsyncSession, statement: str, **values: object) -> None:
    asked = text(statement)
    await session.execute(asked, {name: values[name] for name in asked.compile().params})


async def _id(session: AsyncSession, statement: str, **values: object) -> int:
    found: int = (await session.execute(text(statement), values)).scalar_one()
    return found
