"""The newest counted round of a meeting: the only one whose result is told. A void repeat leaves it standing."""

from typing import Any

from sqlmodel import col, select

from schemas.round import Round, RoundState


def newest_counted(meeting_id: Any) -> Any:
    """The id of a meeting's newest counted round, to be put into a query; no row when none was counted."""
    query = select(Round.id).where(Round.meeting_id == meeting_id, Round.state == RoundState.CLOSED)
    return query.order_by(col(Round.id).desc()).limit(1).scalar_subquery()
