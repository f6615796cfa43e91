"""The trail: cutting off what has served its time, and mailing its head to the operator each week."""

from datetime import datetime, time, timedelta

from sqlmodel import select

from schemas.trail import KEPT, TrailEnds
from server.core import clock
from server.core.days import DENMARK
from server.core.trail_cut import cut
from server.core.translations import FIRST
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.organisation.trail import letters
from workers.registry import every
from workers.task import Task

BATCH = 2000
EIGHT = time(8)


@every(timedelta(hours=1))
async def cut_trail(task: Task) -> None:
    """Cut off the oldest lines; with more than a batch of them, the rest soon."""
    async with task.database.begin() as session:
        gone = await cut(session, task.settings.secret, clock.now() - KEPT, BATCH)
    if gone == BATCH:
        task.again = clock.now()
    async with task.record():
        pass


@every(timedelta(hours=1))
async def mail_trail(task: Task) -> None:
    """The newest line's number and seal, once in the week that began last Monday at 8. Kept outside the database, it
    shows if somebody takes lines away at the end."""
    to = task.settings.operator_mail
    async with task.record() as session:
        ends = (await session.execute(select(TrailEnds))).scalar_one_or_none()
        if not to or ends is None or not ends.seq:
            return
        written = letters.head(ends.seq, ends.seal.hex()).read_in(FIRST, UNSIGNED)
        ident = message_id(task.settings, "trail", last_monday(clock.now()).isoformat())
        await post(session, to, written.subject, written.body, ident)


def last_monday(now: datetime) -> datetime:
    """The newest Monday at 8 in Denmark that is not after `now` (aware)."""
    here = now.astimezone(DENMARK)
    at = datetime.combine(here.date() - timedelta(days=here.weekday()), EIGHT, tzinfo=DENMARK)
    return at if at <= now else datetime.combine(at.date() - timedelta(days=7), EIGHT, tzinfo=DENMARK)
