"""Retention (opbevaring): what kind of data each table holds, and for how long. `workers/jobs/prune.py` applies it.

A table without a rule fails a test. A rule without a period says what its rows are deleted along with; all others are
swept, or cut where their order matters.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from schemas.enquiry import WORDLESS
from schemas.flow import statuses_that
from schemas.trail import KEPT


class Keep(StrEnum):
    """Why data is kept at all."""

    MEMORY = "memory"
    """What became of people's ideas: what the product is for."""
    MEETING = "meeting"
    """Useful while people meet."""
    NAME = "name"
    """Who somebody was."""
    CONTACT = "contact"
    """How to reach somebody."""
    SECRET = "secret"  # noqa: S105 - the name of a class of things
    """Lets somebody in, or could reveal what somebody answered."""
    TRAIL = "trail"
    """What staff did, for auditors."""
    TECHNICAL = "technical"
    """What the software needs to run."""


@dataclass(frozen=True)
class Rule:
    """Rows of `table` are deleted once `moment` (SQL over the row) is `period` ago and `where` holds. With `forget`
    (column, SQL) the rows stay and those columns are overwritten; `where` must not hold afterwards."""

    table: str
    keep: Keep
    period: timedelta | None
    reason: str
    moment: str = ""
    where: str = ""
    forget: tuple[tuple[str, str], ...] = ()
    copied: bool = True
    """Whether a backup holds its rows. Nothing that tells who chose what, or lets somebody in once, may live on in it.
    """
    in_order: bool = False
    """The oldest must go first, without a gap: a job of its own does that, and `prune` leaves it alone."""

    @property
    def swept(self) -> bool:
        """Whether `prune` applies it."""
        return self.period is not None and not self.in_order


FORMER = "Tidligere medlem"
"""Written over a member's name."""
UNNAMED = {"name": FORMER, "organisation": ""}
"""What a seat is called once nobody is to know whose it was."""
MINUTE, HOUR, DAY, YEAR = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=365)


def _stays(keep: Keep, reason: str, *tables: str, copied: bool = True) -> tuple[Rule, ...]:
    return tuple(Rule(table, keep, None, reason, copied=copied) for table in tables)


FINISHED = ", ".join(f"'{status}'" for status in statuses_that(final=True))
IDEA_DONE = "(SELECT CASE WHEN status IN (FINISHED) THEN status_at END FROM idea WHERE idea.id = {}.idea_id)".replace(
    "FINISHED", FINISHED
)
MEETING_OVER = "(SELECT coalesce(ended_at, starts_at) FROM meeting WHERE meeting.id = {}.meeting_id)"
LAST_SIGN = """greatest(seat.joined_at, seat.return_used_at,
    (SELECT max(since) FROM session_seat WHERE session_seat.seat_id = seat.id),
    (SELECT max(created_at) FROM idea WHERE idea.seat_id = seat.id),
    (SELECT max(written_at) FROM comment WHERE comment.seat_id = seat.id))"""
"""A member's last sign. Somebody who returns after a year takes a new seat: browser sessions are gone by then."""
TERM_OVER = "coalesce(member.left_at, (member.ends_on + 1)::timestamptz)"
FOLLOW_STILL = """greatest(follow.created_at, (SELECT status_at FROM idea WHERE idea.id = follow.idea_id),
    (SELECT max(at) FROM moment WHERE moment.idea_id = follow.idea_id))"""
"""Not every idea is ever finished; the address is deleted all the same."""
HANDLED = """seq <= (SELECT seq FROM cursor WHERE cursor.board_id = event.board_id) AND NOT EXISTS (
    SELECT FROM job WHERE kind = 'handler' AND state <> 'done' AND job.board_id = event.board_id
    AND job.subject_id = event.seq)"""

VOTERS = "goes when its meeting can no longer be opened again, at the latest"
HEARD = "goes when its meeting can no longer be opened again: an hour after its end"

RULES: tuple[Rule, ...] = (
    *_stays(Keep.MEMORY, "goes with its board; what became of the ideas is what all of this is for", "board", "idea"),
    *_stays(Keep.MEMORY, "goes with its idea", "status_change", "answer", "answer_version", "moment", "step"),
    *_stays(Keep.MEMORY, "goes with its idea", "agreement", "merge", "follow_up"),
    *_stays(Keep.MEMORY, "goes with its board", "meeting", "comment", "note", "idea_group", "minutes"),
    *_stays(Keep.MEMORY, "goes with what it is about; it holds nobody's own words", "screening"),
    *_stays(
        Keep.MEMORY, "goes with its board: what was shown and refused, by which rule, without a word", "screening_line"
    ),
    *_stays(Keep.MEMORY, "goes with its board: its rules, also those put away", "house_rule"),
    *_stays(Keep.MEMORY, "goes with its board: what it was asked and answered", "consultation"),
    *_stays(Keep.MEMORY, "goes with its board: what everybody may read of it", "publication", "open_minutes"),
    *_stays(Keep.MEMORY, "goes with its idea; a retelling is emptied when the idea is erased", "open_idea"),
    *_stays(Keep.MEMORY, "goes with its idea, or with whoever answered", "open_words"),
    *_stays(Keep.MEMORY, "goes with the idea that it is about, or with its board", "minutes_line"),
    *_stays(Keep.MEMORY, "goes with its board; it holds numbers, and nobody's vote", "round", "round_idea", "tally"),
    *_stays(Keep.MEMORY, "goes with its unit", "unit_change"),
    *_stays(Keep.MEMORY, "as long as the organisation is in here", "unit"),
    *_stays(Keep.MEMORY, "goes with its meeting: that a seat was there, and in which role", "attendance"),
    *_stays(Keep.SECRET, "goes in the transaction that closes its round", "ballot", copied=False),
    *_stays(Keep.SECRET, VOTERS, "round_voter", copied=False),
    *_stays(Keep.MEMORY, "goes with its meeting or its question: when it was called", "question_turn"),
    *_stays(Keep.SECRET, HEARD, "heard_answer", "support", copied=False),
    *_stays(Keep.SECRET, "goes in the transaction that closes its question", "follow_up_answer", copied=False),
    *_stays(Keep.SECRET, "goes in the transaction that closes its round, meeting or question", "secret", copied=False),
    *_stays(Keep.SECRET, "goes with its browser session", "session_seat"),
    *_stays(Keep.NAME, "as long as the organisation is in here: it stands behind official answers", "person"),
    *_stays(Keep.CONTACT, "goes with its account: as whom a provider knows it", "identity"),
    *_stays(Keep.NAME, "goes when its days are over, or the leader changes", "deputy"),
    *_stays(Keep.NAME, "goes when the leave is ended, or the account", "listener"),
    *_stays(Keep.TECHNICAL, "goes with its board", "board_figures", "leader_figures", "cursor"),
    *_stays(Keep.TECHNICAL, "goes with its ideas", "unlike"),
    *_stays(Keep.TECHNICAL, "one row, which goes with the database", "installation"),
    *_stays(Keep.TRAIL, "one row, for as long as there is a trail", "trail_ends"),
    Rule(
        *("seat", Keep.NAME, 2 * YEAR, "a member's name and organisation, after their last sign; the ideas stay"),
        moment=LAST_SIGN,
        where="seat.person_id IS NULL AND role NOT IN ('leader', 'coordinator') AND seat.joined_at < :before"
        f" AND (seat.name, seat.organisation) <> ('{FORMER}', '')",
        forget=tuple((column, f"'{called}'") for column, called in UNNAMED.items()),
    ),
    Rule(
        *("seat", Keep.TECHNICAL, 10 * MINUTE, "taken by a browser that never came back with its cookie"),
        moment="seat.awaited_since",
        where="NOT EXISTS (SELECT FROM idea WHERE idea.seat_id = seat.id)"
        " AND NOT EXISTS (SELECT FROM presence WHERE seat.id = ANY (presence.seat_ids))",
    ),
    Rule("done", Keep.MEETING, 30 * DAY, "who was ready in a phase, after the meeting", MEETING_OVER.format("done")),
    Rule("table_seat", Keep.MEETING, 30 * DAY, "who sat where, after the meeting", MEETING_OVER.format("table_seat")),
    Rule("table_help", Keep.MEETING, 30 * DAY, "who asked for help", "table_help.asked_at"),
    Rule(
        *("asker", Keep.CONTACT, 30 * DAY, "who asks, and where they live, after the last meeting they asked at"),
        moment="greatest(asker.at, (SELECT max(coalesce(meeting.ended_at, meeting.starts_at)) FROM idea"
        " JOIN meeting ON meeting.id = idea.meeting_id WHERE idea.seat_id = asker.seat_id))",
    ),
    Rule("hand", Keep.MEETING, 30 * DAY, "who wanted to speak", "hand.raised_at"),
    Rule(
        *("minutes_version", Keep.MEETING, YEAR, "drafts, after the minutes were approved"),
        moment="(SELECT approved_at FROM minutes WHERE minutes.meeting_id = minutes_version.meeting_id)",
        where="version IS DISTINCT FROM (SELECT approved_version FROM minutes"
        " WHERE minutes.meeting_id = minutes_version.meeting_id) AND version IS DISTINCT FROM (SELECT version"
        " FROM open_minutes WHERE open_minutes.meeting_id = minutes_version.meeting_id AND shown_at IS NOT NULL)",
    ),
    Rule(
        *("unit", Keep.CONTACT, 30 * DAY, "an address that never said yes to answering", "unit.answers_asked_at"),
        where="unit.answers_mail <> '' AND unit.answers_mail_at IS NULL",
        forget=(("answers_mail", "''"), ("answers_token", "NULL"), ("answers_asked_at", "NULL")),
    ),
    Rule("staff_note", Keep.MEETING, 5 * YEAR, "what staff wrote to each other", "staff_note.at"),
    Rule(
        *("invitation", Keep.CONTACT, 30 * DAY, "the address, after the meeting"),
        moment=MEETING_OVER.format("invitation"),
        where="invitation.mail <> ''",
        forget=(("mail", "''"),),
    ),
    Rule(
        *("invitation", Keep.SECRET, 30 * DAY, "the rest, when it has run out and the meeting is over"),
        moment=f"greatest(invitation.expires_at, {MEETING_OVER.format('invitation')})",
    ),
    Rule(
        *("member", Keep.CONTACT, 30 * DAY, "an address that never said yes"),
        moment="member.new_mail_at",
        where="member.new_mail <> ''",
        forget=(("new_mail", "''"), ("new_mail_at", "NULL"), ("yes_hash", "NULL")),
    ),
    Rule(
        *("member", Keep.CONTACT, 30 * DAY, "how they were reached, after their term"),
        moment=TERM_OVER,
        where="(member.mail <> '' OR member.new_mail <> '' OR member.phone <> '')",
        forget=(("mail", "''"), ("new_mail", "''"), ("phone", "''")),
    ),
    Rule(
        *("member", Keep.NAME, 90 * DAY, "who was asked to be on a list, and never said yes"),
        moment="member.asked_at",
        where="member.yes_at IS NULL",
    ),
    Rule(
        *("member", Keep.NAME, 2 * YEAR, "the name, after the term; that there was a seat stays with the board"),
        moment=TERM_OVER,
        where=f"member.name <> '{FORMER}'",
        forget=(("name", f"'{FORMER}'"),),
    ),
    Rule(
        *("follow", Keep.CONTACT, 30 * DAY, "an address that never said yes", "follow.created_at"),
        where="follow.mail IS NOT NULL AND follow.confirmed_at IS NULL",
    ),
    Rule("follow", Keep.CONTACT, 400 * DAY, "after the idea was finished", IDEA_DONE.format("follow")),
    Rule("follow", Keep.CONTACT, 3 * YEAR, "of an idea that nothing has been heard of since", FOLLOW_STILL),
    Rule(
        *("owner", Keep.CONTACT, 400 * DAY, "how one without an account is reached, after the idea was finished"),
        moment=IDEA_DONE.format("owner"),
        where="(owner.mail <> '' OR owner.token_hash IS NOT NULL)",
        forget=(("mail", "''"), ("token_hash", "NULL")),
    ),
    Rule(
        *("referral", Keep.CONTACT, 400 * DAY, "how a body without an account was asked, after the idea was finished"),
        moment=IDEA_DONE.format("referral"),
        where="(referral.mail <> '' OR referral.token_hash IS NOT NULL)",
        forget=(("mail", "''"), ("token_hash", "NULL")),
    ),
    Rule(
        *("enquiry", Keep.CONTACT, 30 * DAY, "how a citizen is reached, after the answer", "enquiry.answered_at"),
        where="enquiry.contact <> ''",
        forget=(("contact", "''"),),
    ),
    Rule(
        *("enquiry", Keep.MEETING, 90 * DAY, "its words, the answer's, and the link", "enquiry.answered_at"),
        where="enquiry.text <> ''",
        forget=tuple((name, "NULL" if nothing is None else "''") for name, nothing in WORDLESS.items()),
    ),
    Rule("enquiry", Keep.MEETING, YEAR, "all of it, answered or not", "enquiry.written_at"),
    Rule("mail", Keep.CONTACT, 30 * DAY, "sent or not; what was sent keeps no body", "mail.created_at"),
    Rule("digest_line", Keep.CONTACT, 30 * DAY, "news for the weekly letter", "digest_line.created_at"),
    Rule(
        *("browser_session", Keep.SECRET, 30 * DAY, "who was signed in, and on what device, after that ended"),
        moment="coalesce(browser_session.signed_in_until, browser_session.created_at + interval '30 days')",
        where="browser_session.person_id IS NOT NULL",
        forget=(("person_id", "NULL"), ("device", "''"), ("used_at", "NULL"), ("signed_in_at", "NULL")),
    ),
    Rule("browser_session", Keep.SECRET, YEAR, "what a cookie stands for", "browser_session.created_at"),
    Rule(
        *("sign_in_link", Keep.SECRET, timedelta(0), "when it has run out", "sign_in_link.expires_at"),
        where="NOT sign_in_link.reusable",
        copied=False,
    ),
    Rule(
        *("address_change", Keep.SECRET, timedelta(0), "when it has run out", "address_change.expires_at"),
        copied=False,
    ),
    Rule(
        *("sign_in_attempt", Keep.SECRET, timedelta(0), "when it has run out", "sign_in_attempt.expires_at"),
        copied=False,
    ),
    Rule("trail", Keep.TRAIL, KEPT, "13 months, the oldest first (workers/jobs/trail.py)", "trail.at", in_order=True),
    Rule("presence", Keep.TECHNICAL, HOUR, "of a server that is gone", "presence.at"),
    Rule("event", Keep.TECHNICAL, 400 * DAY, "when the workers have handled it", "event.at", HANDLED),
    Rule("job", Keep.TECHNICAL, DAY, "done, and about no idea", "job.done_at", "state = 'done' AND idea_id IS NULL"),
    Rule("job", Keep.TECHNICAL, 90 * DAY, "done; its coordinators see it so long", "job.done_at", "state = 'done'"),
    Rule("job", Keep.TECHNICAL, 30 * DAY, "given up", "job.done_at", "state = 'dead'"),
)


def left_out() -> tuple[str, ...]:
    """The tables whose rows no backup holds."""
    return tuple(sorted({rule.table for rule in RULES if not rule.copied}))


def as_table() -> str:
    """The rules as a table in Markdown, for docs/security.md."""
    lines = ["| table | class | how long | in a backup |", "|---|---|---|---|"]
    for rule in sorted(RULES, key=lambda rule: (rule.table, rule.period or timedelta.max)):
        what = f"{_in_words(rule.period)}: {rule.reason}" if rule.period is not None else rule.reason
        lines.append(f"| `{rule.table}` | {rule.keep} | {what} | {'yes' if rule.copied else '**no**'} |")
    return "\n".join(lines)


def _in_words(period: timedelta) -> str:
    if timedelta() < period < HOUR:
        return f"{period // MINUTE} minutes"
    if period < DAY:
        return "at once" if not period else f"{period // HOUR} hour"
    if period % YEAR:
        return f"{period.days} day{'s' * (period > DAY)}"
    return f"{period // YEAR} year{'s' * (period > YEAR)}"
