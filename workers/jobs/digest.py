"""digest: the weekly letter, Fridays at 9 in Denmark, for those who chose it and for what was too much in one week."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, time, timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.board import Board
from schemas.format import Written
from schemas.idea import Idea
from schemas.mail import DigestLine
from server.core import clock
from server.core.days import DENMARK
from server.core.settings import Settings
from server.ideas.follows.letters import WeekLine, week
from server.mail import links
from server.mail.hours import is_open
from server.mail.news import called_where_written
from server.mail.outbox import message_id, post
from server.mail.signature import Signed, signature_of
from workers.registry import every
from workers.task import Task

FRIDAY, NINE = 4, time(9)
AT_ONCE = 200
"""How many addresses one transaction writes to: it has to end in time."""
Lines = list[tuple[DigestLine, Idea]]


def last_friday(now: datetime) -> datetime:
    """The newest Friday at 9 o'clock in Denmark that is not after `now` (aware)."""
    here = now.astimezone(DENMARK)
    day = here.date() - timedelta(days=(here.weekday() - FRIDAY) % 7)
    at = datetime.combine(day, NINE, tzinfo=DENMARK)
    if at > now:
        at = datetime.combine(day - timedelta(days=7), NINE, tzinfo=DENMARK)
    return at.astimezone(now.tzinfo)


@every(timedelta(hours=1))
async def digest(task: Task) -> None:
    """One letter to each address that has lines from before the last Friday at 9. It goes out in open hours: on a
    holiday the next working day, after an outage at once. The transaction that posts lines also deletes them, so each
    is sent once. With very many addresses the job comes back at once for the rest.
    """
    now = clock.now()
    old = col(DigestLine.created_at) < last_friday(now)
    open_ = select(Idea.id).join(Board, col(Board.id) == Idea.board_id).where(col(Board.closed_at).is_(None))
    old &= col(DigestLine.idea_id).in_(open_)  # of a closed board it waits until that is opened again
    waiting = select(DigestLine.recipient).where(old).distinct().order_by(DigestLine.recipient).limit(AT_ONCE + 1)
    async with task.database.begin() as session:
        to = list((await session.execute(waiting)).scalars()) if is_open(now) else []
    if len(to) > AT_ONCE:
        task.again = now
    async with task.record() as session:
        wanted = select(DigestLine, Idea).join(Idea, col(Idea.id) == DigestLine.idea_id)
        wanted = wanted.where(old, col(DigestLine.recipient).in_(to[:AT_ONCE])).order_by(col(DigestLine.id))
        of: dict[str, Lines] = defaultdict(list)
        for line, idea in (await session.execute(wanted)).all():
            of[line.recipient].append((line, idea))
        for mail, lines in sorted(of.items()):
            told = [each for each in lines if each[1].hidden_at is None]
            if told:
                boards = dict.fromkeys(idea.board_id for _, idea in told)
                signed = tuple([await signature_of(session, board) for board in boards])
                called = {await called_where_written(session, idea) for _, idea in told}
                await post(session, *_letter(task.settings, mail, told, signed, called), by_day=True)
        gone = [line.id for lines in of.values() for line, _ in lines]
        await session.execute(delete(DigestLine).where(col(DigestLine.id).in_(gone)))


def _letter(
    settings: Settings, mail: str, lines: Lines, signed: Signed, called: Collection[Written]
) -> tuple[str, str, str, str, str | None]:
    asked = any(line.unsubscribe for line, _ in lines)  # staff get it for their work; members because they asked
    stop, newest = links.all_mail(settings, mail) if asked else None, lines[-1][0]
    in_order = sorted(lines, key=lambda each: (each[1].number or 0, each[0].id or 0))
    letter = week([WeekLine(idea.number, line.sentence, line.link) for line, idea in in_order], stop)
    # Of several kinds, as hardly anybody follows, it speaks as most boards do.
    said = letter.read_in(newest.language, signed, next(iter(called)) if len(called) == 1 else Written.IDEA)
    return mail, said.subject, said.body, message_id(settings, "digest", mail, newest.id), stop
