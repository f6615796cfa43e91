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
    enquiry,
    event,
    figures,
    follow,
    follow_up,
    group,
    heard,
    house_rules,
    idea,
    identity,
    installation,
    invitation,
    job,
    mail,
    meeting,
    member,
    minutes,
    moment,
    person,
    presence,
    publication,
    referral,
    round,
    screening,
    seat,
    secret,
    session,
    staff_note,
    table,
    trail,
    unit,
)

__all__ = ["metadata"]
metadata = SQLModel.metadata
MODULES = (
    *(agreement, answer, attendance, board, comment, consultation, discussion, enquiry, event, figures, follow),
    *(follow_up, group, heard, house_rules, idea, identity, installation, invitation, job, mail, meeting, member),
    *(minutes, moment, person, presence, publication, referral, round, screening, seat, secret, session, staff_note),
    *(table, trail, unit),
)
