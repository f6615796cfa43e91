"""An address that answers for a unit where nobody signs in, such as a municipality's shared mailbox. It counts once
somebody who reads it has said yes by the link that was mailed there; the same link takes the yes back."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.codes import keyed_hash, new_token
from schemas.person import Person
from schemas.unit import ANSWERS_LINK_LIFE, Unit, UnitChange, UnitDeed
from server.core import clock
from server.core.erasing import ADDRESSES, AddressErased
from server.core.errors import N_, NotFound, NotNow
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.mail.letters import Letter
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.organisation.units import letters
from server.organisation.units.handing_over import change_tree
from server.organisation.units.leaders import read_mail
from server.organisation.units.tree import MERGED, Tree

ADDRESSES.append("SELECT answers_mail FROM unit WHERE answers_mail <> ''")
NONE = {"answers_mail": "", "answers_mail_at": None, "answers_asked_at": None, "answers_token": None}
AGAIN = timedelta(hours=1)
TOO_SOON = N_("Vi har lige skrevet til adressen. Vent en time, før du spørger igen.")


async def set_address(runtime: Runtime, person: Person, public_id: str, typed: Mapping[str, str]) -> None:
    """Ask an address whether it will answer for a unit; an empty one takes the address away, and tells it so if it had
    said yes. Asking the same one again mails a new link unless it has said yes. Raises Invalid, NotFound for a unit
    that is not theirs, and NotNow for one that was merged, or an address that was asked within the hour."""
    mail = read_mail(typed, empty=True)
    async with change_tree(runtime, person) as tree:
        unit = tree.find(public_id)
        if unit.merged_at is not None:
            raise NotNow(MERGED)
        if mail and mail == unit.answers:
            return
        if mail == unit.answers_mail and unit.answers_asked_at and tree.now < unit.answers_asked_at + AGAIN:
            raise NotNow(TOO_SOON)
        await take_address(runtime.settings, tree, unit)
        if mail:
            await _ask(runtime.settings, tree, unit, mail)


async def take_address(settings: Settings, tree: Tree, unit: Unit) -> None:
    """As part of a change of the tree: no address answers for a unit any more. One that had said yes is told."""
    if unit.answers:
        tree.note(unit, UnitDeed.ADDRESS_GONE, "", "")
        gone = letters.answers_no_more(unit.name, tree.person)
        await _post(tree.session, settings, unit.answers_mail, gone, "answers_no_more", unit.id, tree.now.isoformat())
    for name, value in NONE.items():
        setattr(unit, name, value)


async def _ask(settings: Settings, tree: Tree, unit: Unit, mail: str) -> None:
    token = new_token()
    unit.answers_mail, unit.answers_asked_at = mail, tree.now
    unit.answers_token = keyed_hash(settings.secret, token)
    tree.note(unit, UnitDeed.ADDRESS_ASKED, "", "")
    asks = letters.will_you_answer(unit.name, tree.by, f"{settings.public_url}/answering/{token}")
    await _post(tree.session, settings, mail, asks, "answering", unit.id, token)


async def _post(session: AsyncSession, settings: Settings, mail: str, letter: Letter, *reason: object) -> None:
    written = letter.read_in("da", UNSIGNED)
    await post(session, mail, written.subject, written.body, message_id(settings, *reason))


async def asked_unit(session: AsyncSession, secret: str, token: str, *, lock: bool = False) -> Unit:
    """The unit that a link is about. Raises NotFound for a link that is unknown, replaced, or has run out without a
    yes."""
    query = select(Unit).where(Unit.answers_token == keyed_hash(secret, token))
    unit = (await session.execute(query.with_for_update(key_share=True) if lock else query)).scalar_one_or_none()
    if unit is None or unit.answers_asked_at is None:
        raise NotFound
    if not unit.answers and unit.answers_asked_at + ANSWERS_LINK_LIFE < clock.now():
        raise NotFound
    return unit


async def say(runtime: Runtime, token: str, *, yes: bool) -> None:
    """Whoever reads the address says that they will answer for the unit, or not (any more). The same again changes
    nothing. Raises NotFound as above."""
    async with runtime.database.begin() as session:
        unit = await asked_unit(session, runtime.settings.secret, token, lock=True)
        if yes == bool(unit.answers):
            return
        now = clock.now()
        what = UnitDeed.ADDRESS if yes else UnitDeed.ADDRESS_GONE
        session.add(UnitChange(unit_id=unit.id, by_id=None, at=now, what=what))
        unit.answers_mail_at = now if yes else None
        unit.answers_asked_at = now
        """A link by which somebody said no can say yes again for as long as a new one can."""


async def forget_address(session: AsyncSession, _: Settings, erased: AddressErased) -> None:
    """Forget that an address answers for any unit, since all that is kept of it is being erased."""
    its = update(Unit).where(col(Unit.answers_mail) == erased.mail).values(NONE)
    erased.found["unit"] += len((await session.execute(its.returning(col(Unit.id)))).all())
