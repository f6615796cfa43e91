"""Attendance (fremmøde): that a seat was at a meeting, and in which role."""

from datetime import datetime

from sqlmodel import SQLModel

from schemas.columns import moment, ref, word
from schemas.roles import Role


class Attendance(SQLModel, table=True):
    """A row is written for a leader when they come, for a member when they can no longer be read from the seat (it was
    removed, or has gone on to another meeting), and for all who are there when the meeting ends. From then on `role` is
    the one they had that day, whatever the seat becomes later."""

    meeting_id: int = ref("meeting.id", primary=True)
    seat_id: int = ref("seat.id", primary=True)
    role: Role = word(Role)
    at: datetime = moment()
