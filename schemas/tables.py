"""Imports every table, so that `metadata` holds them all."""

from sqlmodel import SQLModel

from schemas import (
    agreement,
    answer,
    attendance,
    board,
    comment,
    consultation,
    discussion,
    event,
    figures,
    follow,
    follow_up,
    group,
    heard,
    idea,
    identity,
    installation,
    invitation,
    job,
    mail,
    meeting,
    minutes,
    moment,
    person,
    presence,
    round,
    seat,
    secret,
    session,
    staff_note,
    trail,
    unit,
)

__all__ = ["metadata"]
metadata = SQLModel.metadata
MODULES = (
    *(agreement, answer, attendance, board, comment, consultation, discussion, event, figures, follow, follow_up),
    *(group, heard, idea, identity, installation),
    *(invitation, job, mail, meeting, minutes, moment, person, presence, round, seat),
    *(secret, session, staff_note, trail, unit),
)
