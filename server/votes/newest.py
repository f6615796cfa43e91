"""The round of a meeting whose result holds: the newest that may be told. A repeat that is given up, or that so few
took part in that nothing may be told, leaves it standing."""

from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.disclosure import Detail
from schemas.round import Round, RoundState


def newest_counted(meeting_id: Any) -> Any:
    """The id of the meeting's newest counted round that has a result to tell, else of the newest counted one, to be put
    into a query; no row when none was counted."""
    counted = aliased(Round)  # the query it is put into may be about rounds itself
    query = select(counted.id).where(counted.meeting_id == meeting_id, counted.state == RoundState.CLOSED)
    told = col(counted.detail) == Detail.EXACT
    return query.order_by(told.desc(), col(counted.id).desc()).limit(1).scalar_subquery()
