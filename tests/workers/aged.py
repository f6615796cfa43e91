"""One row for each rule of retention, as old as asked for, and what is left of it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from schemas.codes import new_token
from schemas.flow import Status
from schemas.retention import RULES, Rule
from server.core.database import Database
from tests.workers.scene import Room

SWEPT = [rule for rule in RULES if rule.swept]
ROWS: dict[str, str] = {
    "seat": "INSERT INTO seat (public_id, board_id, role, name, organisation, joined_at, scribe, theme, size, language,"
    " paused) VALUES (:word, :board, 'patient', :word, 'Foreningen', :at, false, '', '', '', false)",
    "awaited": "INSERT INTO seat (public_id, board_id, role, name, organisation, joined_at, awaited_since, scribe,"
    " theme, size, language, paused)"
    " VALUES (:word, :board, 'patient', :word, '', now(), :at, false, '', '', '', false)",
    "done": "WITH m AS (MEETING), s AS (SEAT) INSERT INTO done (meeting_id, phase_no, seat_id)"
    " SELECT m.id, 1, s.id FROM m, s",
    "table_seat": "WITH m AS (MEETING), s AS (SEAT) INSERT INTO table_seat (meeting_id, seat_id, number)"
    " SELECT m.id, s.id, 1 FROM m, s",
    "table_help": "INSERT INTO table_help (meeting_id, number, asked_at)"
    " SELECT :meeting, 1 + count(*), :at FROM table_help",
    "hand": "WITH s AS (SEAT) INSERT INTO hand (public_id, meeting_id, seat_id, raised_at)"
    " SELECT :word, :meeting, s.id, :at FROM s",
    "asker": "WITH s AS (SEAT) INSERT INTO asker (seat_id, board_id, name, address, adult, at)"
    " SELECT s.id, :board, :word, 'Vej 1', true, :at FROM s",
    "minutes_version": "WITH m AS (MEETING), n AS (INSERT INTO minutes (meeting_id, state, version, parts, token,"
    " written_at, approved_at, approved_version) SELECT id, 'approved', 2, '[]', :word, :at, :at, 2 FROM m RETURNING"
    " meeting_id) INSERT INTO minutes_version (meeting_id, version, parts, at) SELECT meeting_id, 1, '[]', :at FROM n",
    "staff_note": "INSERT INTO staff_note (idea_id, submission, at, text) VALUES (:idea, :word, :at, 'Ring')",
    "follow": "INSERT INTO follow (idea_id, mail, weekly, language, token_hash, created_at, confirmed_at)"
    " VALUES (:idea, :word, false, 'da', convert_to(:word, 'UTF8'), :at, :yes)",
    "owner": "INSERT INTO owner (idea_id, name, mail, token_hash, carries)"
    " VALUES (:idea, 'Ib', :word, convert_to(:word, 'UTF8'), false)",
    "enquiry": "INSERT INTO enquiry (public_id, unit_id, level_id, submission, matter, text, reply, contact,"
    " written_at, answer_by, answer, answered_at, answerer, idea_title, idea_text)"
    " SELECT substr(:word, 1, 32), unit_id, unit_id, :word,"
    " 'service', :word, 'mail', :word, :at, :at, :word, :at, '', '', '' FROM board WHERE id = :board",
    "referral": "INSERT INTO referral (public_id, idea_id, body, mail, token_hash, note, sent_at, first_sent_at,"
    " reply_by, state, state_at, answered_name, said, disputed_why) VALUES (substr(:word, 1, 32), :idea, 'Kommunen',"
    " :word, convert_to(:word, 'UTF8'), '', :at, :at, :at, 'silent', :at, '', '', '')",
    "member": "INSERT INTO member (public_id, board_id, role, name, organisation, starts_on, ends_on, asking, mail,"
    " new_mail, new_mail_at, phone, language, salt, own_hash, asked_at, yes_at, left_at)"
    " VALUES (substr(:word, 1, 32), :board, 'patient', 'Ny', '', current_date, current_date, 'mail', :mail,"
    " :new_mail, :new_at, '', 'da', :word, convert_to(:word, 'UTF8'), :at, :listed, :left)",
    "mail": "INSERT INTO mail (recipient, subject, body, message_id, news, by_day, created_at)"
    " VALUES ('a@b.test', 's', 'b', :word, false, false, :at)",
    "digest_line": "INSERT INTO digest_line (recipient, language, idea_id, sentence, link, message_id, created_at)"
    " VALUES ('a@b.test', 'da', :idea, 's', 'l', :word, :at)",
    "browser_session": "INSERT INTO browser_session (token_hash, language, theme, size, paused, created_at, person_id,"
    " signed_in_until) VALUES (convert_to(:word, 'UTF8'), 'da', '', '', false, :at, :leo, :at)",
    "sign_in_link": "INSERT INTO sign_in_link (person_id, token_hash, expires_at, reusable)"
    " VALUES (:leo, convert_to(:word, 'UTF8'), :at, false)",
    "sign_in_attempt": "INSERT INTO sign_in_attempt (token_hash, provider, state, nonce, verifier, coming, expires_at)"
    " VALUES (convert_to(:word, 'UTF8'), 'nord', :word, '', '', '', :at)",
    "address_change": "WITH one AS (INSERT INTO person (mail, name, title, coordinator, language)"
    " VALUES (:word, 'Ny', '', false, '') RETURNING id) INSERT INTO address_change (person_id, mail, token_hash,"
    " expires_at) SELECT one.id, :word, convert_to(:word, 'UTF8'), :at FROM one",
    "unit": "INSERT INTO unit (public_id, kind, name, called, called_title, logo_type, responsible, answers_mail,"
    " answers_token, answers_asked_at) VALUES (substr(:word, 1, 32), 'region', 'Ny', '', '', '', '', :word,"
    " convert_to(:word, 'UTF8'), :at)",
    "presence": "INSERT INTO presence (server, board_id, seat_ids, at)"
    " VALUES (substr(:word, 1, 32), :board, '{}', :at)",
    "event": "INSERT INTO event (board_id, seq, kind, at, data)"
    " SELECT :board, coalesce(max(seq), 0) + 1, 'DoorMoved', :at, '{}' FROM event WHERE board_id = :board",
}
MEETING = """INSERT INTO meeting (public_id, board_id, title, place, starts_at, ended_at, sequence, format, phase,
 phase_no, door_open, code, join_token, screen_token, method, secrecy, dots, most, own_allowed, leaders_vote, vote_on,
 themes, author_seen, reveal_by, members_group) VALUES (substr(:word, 1, 32), :board, 'M', '', :at, :at, 0, 'peerboard',
 'close', 9, false, substr(:word, 1, 12), :word, :word, 'dots', 'secret', 5, 3, true, true, 'all', '[]', 'nobody',
 'all', false)
 RETURNING id"""
INVITATION = (
    "WITH m AS (MEETING) INSERT INTO invitation (board_id, meeting_id, token_hash, name, mail, language, made_at,"
    " expires_at) SELECT :board, m.id, convert_to(:word, 'UTF8'), 'Ny', :mail, 'da', :at, :expires FROM m"
)
JOB = (
    "INSERT INTO job (kind, subject_id, dedupe, due_at, state, attempts, done_at, idea_id)"
    " VALUES ('test', 1, :word, :at, :state, 0, :at, :about)"
)


async def put(database: Database, room: Room, rule: Rule, at: datetime) -> None:
    """A row that `rule` counts from `at`."""
    word = new_token()
    finished = "IDEA" if "idea WHERE idea.id" in rule.moment else ""
    idea = await room.idea(Status.EVALUATED if finished else Status.REVIEW)
    told: dict[str, Any] = {"word": word, "at": at, "board": room.board_id, "meeting": room.meeting.id}
    told |= {"idea": idea.id, "leo": room.leo.id, "yes": at if finished else None}
    told |= {"state": "dead" if "'dead'" in rule.where else "done", "mail": word if rule.forget else ""}
    told |= {"about": idea.id if "90 days" in str(rule.period) else None, "expires": at}
    told |= {"new_mail": word if "new_mail_at" in rule.moment else "", "listed": at, "left": None}
    told |= {"new_at": at if told["new_mail"] else None}
    if rule.table == "member" and "asked_at" in rule.moment:
        told["listed"] = None
    elif rule.table == "member" and "ends_on" in rule.moment:
        told["left"] = at
    sql = INVITATION if rule.table == "invitation" else JOB if rule.table == "job" else ROWS[_kind(rule)]
    sql = sql.replace("MEETING", MEETING).replace("SEAT", ROWS["seat"] + " RETURNING id")
    asked = text(sql.replace(":word", "CAST(:word AS text)"))
    async with database.begin() as session:
        if finished:
            await session.execute(text("UPDATE idea SET status_at = :at WHERE id = :idea"), {"at": at, "idea": idea.id})
        await session.execute(asked, {name: told[name] for name in asked.compile().params})
        if rule.table == "event":
            handled = "INSERT INTO cursor VALUES (:board, 1000000) ON CONFLICT (board_id) DO NOTHING"
            await session.execute(text(handled), {"board": room.board_id})


def _kind(rule: Rule) -> str:
    return "awaited" if "awaited" in rule.moment else rule.table


async def left(database: Database, rule: Rule) -> int:
    """How many rows the rule could still apply to, at any age."""
    query = f"SELECT count(*) FROM {rule.table} WHERE {rule.moment} IS NOT NULL AND {rule.where or 'true'}"
    async with database.begin() as session:
        asked = text(query)
        told = {"before": datetime(9000, 1, 1, tzinfo=UTC)} if ":before" in query else {}
        found: int = (await session.execute(asked, told)).scalar_one()
        return found


async def clear(database: Database, rule: Rule) -> None:
    """None of the table's rows; of seats, no member's; of units, none with an address."""
    which = {"seat": " WHERE person_id IS NULL", "unit": " WHERE answers_mail <> ''"}.get(rule.table, "")
    async with database.begin() as session:
        await session.execute(text(f"DELETE FROM {rule.table}{which}"))
