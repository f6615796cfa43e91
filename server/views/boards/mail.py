"""Erasing the mail and the jobs of a whole board. A letter that tells of other boards too loses what is of this one."""

import re
from collections.abc import Collection

from sqlalchemy import delete
from sqlmodel import col, or_, select

from schemas.idea import Idea
from schemas.job import Job
from schemas.mail import Mail
from schemas.meeting import Meeting
from schemas.minutes import Minutes
from schemas.unit import Unit
from server.core.change import Change
from server.mail.letters import one_line
from server.mail.waiting import leave_out

TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)
LINK = re.compile(r"/ideas/([\w-]{16,64})", re.ASCII)
"""What leads to an idea; the weekly letter leads to those of several boards."""


async def erase_mail(change: Change) -> None:
    """Erase them as part of a change: what the board's jobs name, what waits and links to it or is signed by it, and
    what was sent with its name in the subject."""
    session, board = change.session, change.board
    ideas = select(Idea.id).where(Idea.board_id == board.id)
    here = or_(col(Job.board_id) == board.id, col(Job.idea_id).in_(ideas))
    named = select(Job.subject_id).where(Job.kind == "mail", here)
    gone = set((await session.execute(named)).scalars())
    ours, signed = await _names_of(change)
    waiting = select(Mail).where(col(Mail.sent_at).is_(None)).order_by(col(Mail.id)).with_for_update()
    for mail in (await session.execute(waiting)).scalars().all():
        if mail.lines is not None and any(line.get("board") != board.id for line in mail.lines):
            gone.discard(mail.id)
            await leave_out(session, mail, board.id)
        elif _is_about(mail.body, ours, signed):
            gone.add(mail.id)
    sent = select(Mail.id).where(
        col(Mail.sent_at).is_not(None), col(Mail.subject).contains(board.name, autoescape=True)
    )
    gone |= set((await session.execute(sent)).scalars())
    of_them = (col(Job.kind).in_(("mail", "handed")), col(Job.subject_id).in_(gone))
    await session.execute(delete(Job).where(*of_them))
    await session.execute(delete(Mail).where(col(Mail.id).in_(gone)))
    await session.execute(delete(Job).where(here, col(Job.kind) != "mail"))


async def _names_of(change: Change) -> tuple[set[str], str]:
    """What links to the board hold, and its line in a signature."""
    session, board = change.session, change.board
    unit = await session.get_one(Unit, board.unit_id)
    ours = {
        board.public_id,
        *(await session.execute(select(Idea.public_id).where(Idea.board_id == board.id))).scalars(),
    }
    meets = select(Meeting.public_id, Meeting.join_token, Meeting.screen_token).where(Meeting.board_id == board.id)
    ours |= {each for row in (await session.execute(meets)).all() for each in row}
    letters = select(Minutes.token).join(Meeting, col(Meeting.id) == Minutes.meeting_id)
    ours |= set((await session.execute(letters.where(Meeting.board_id == board.id))).scalars())
    return ours, f"{one_line(board.name)}, {one_line(unit.name)}"


def _is_about(body: str, ours: Collection[str], signed: str) -> bool:
    if not set(LINK.findall(body)) <= set(ours):
        return False  # a weekly letter, which other boards are in too
    return signed in body or any(each in ours for each in TOKEN.findall(body))
