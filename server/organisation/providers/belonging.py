"""For whom a provider speaks: people who have something to do in its organisation now, and nowhere else."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.unit import Unit
from server.core.organisation import organisation_of
from server.core.settings import Settings
from server.organisation.providers.configured import Provider, providers

DUTIES = text(
    """
SELECT id FROM unit WHERE :person IN (leader_id, deputy_id)
UNION SELECT board.unit_id FROM seat JOIN board ON board.id = seat.board_id
WHERE seat.person_id = :person AND seat.removed_at IS NULL AND seat.role = 'coordinator'
"""
)


@dataclass(frozen=True)
class Duties:
    """Whether somebody leads a unit, as its leader or for a while as their deputy, or coordinates a board, in an
    organisation (`here`) and in any other."""

    here: bool
    elsewhere: bool

    @property
    def only_here(self) -> bool:
        """Whether a provider of the organisation may speak for them: with duties elsewhere, whoever runs the provider
        could open doors that are not theirs."""
        return self.here and not self.elsewhere


async def units_of(session: AsyncSession, provider: Provider) -> set[int]:
    """The ids of all units of a provider's organisation; none if it is gone."""
    named = select(Unit.id).where(Unit.public_id == provider.organisation)
    unit_id = (await session.execute(named)).scalar_one_or_none()
    return await organisation_of(session, unit_id) if unit_id is not None else set()


async def duties_of(session: AsyncSession, person_id: int, units: Collection[int]) -> Duties:
    """What somebody has to do, seen from an organisation with these units."""
    theirs = set((await session.execute(DUTIES, {"person": person_id})).scalars())
    return Duties(bool(theirs & set(units)), bool(theirs - set(units)))


async def instead_of_mail(session: AsyncSession, settings: Settings, person_id: int) -> Provider | None:
    """The provider that somebody must sign in with, because it speaks for them and its organisation has turned off the
    link by mail; None if they may have one."""
    for provider in providers(settings).values():
        if not provider.sign_in_by_mail:
            units = await units_of(session, provider)
            if (await duties_of(session, person_id, units)).only_here:
                return provider
    return None
