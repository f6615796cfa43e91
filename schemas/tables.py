"""Every table, imported once, so that `metadata` knows them all."""

from sqlmodel import SQLModel

from schemas import answer, board, event, follow, idea, job, mail, meeting, person, presence, round, seat, unit

__all__ = ["metadata"]
metadata = SQLModel.metadata
MODULES = (answer, board, event, follow, idea, job, mail, meeting, person, presence, round, seat, unit)
