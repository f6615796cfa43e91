"""The newest counted round of a meeting: the only one whose result is told. A void repeat leaves it standing."""

from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.round import Round, RoundState


def newest_counted(meeting_id: Any) -> Any:
    """The id of a meeting's newest counted round, to be put into a query; no row when none was counted."""
    counted = aliased(Round)  # the query it is put into may be about rounds itself
    query = select(counted.id).where(counted.meeting_id == meeting_id, counted.state == RoundState.CLOSED)
    return query.order_by(col(counted.id).desc()).limit(1).scalar_subquery()
