"""Choosing an organisation's look: six colours with enough contrast, and a logo."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.person import Person
from schemas.unit import Unit, UnitDeed
from server.core.errors import N_, Invalid, NotFound
from server.core.runtime import Runtime
from server.organisation.colours.contrast import NAMES, OURS, Weak, colour, weak_pairs
from server.organisation.colours.look import dress
from server.organisation.colours.picture import LOGO_MOST, picture_of
from server.organisation.units.tree import Tree

NO_COLOUR = N_("Skriv farven som #0A4F52.")
TOO_WEAK = N_("Man kan ikke læse %(text)s på %(ground)s. Kontrasten er %(ratio)s, og der skal være mindst 4,5.")
NO_LOGO = N_("Vælg et billede: PNG, JPEG eller WebP, højst 4.000 punkter på hver led.")
LARGE_LOGO = N_("Billedet er for stort. Det må højst fylde 200 kB.")


class Unreadable(Invalid):
    """Some colours have too little contrast; `pairs` are those that cannot be read, worst first."""

    def __init__(self, pairs: list[Weak], chosen: Mapping[str, str]) -> None:
        fields: dict[str, str] = {}
        for pair in pairs:  # put the sentence at the colour of the pair that they chose themselves
            fields.setdefault(next((name for name in (pair.text, pair.ground) if name in chosen), pair.text), TOO_WEAK)
        super().__init__(N_("Farverne er ikke gemt. Nogle af dem er svære at læse på hinanden."), fields=fields)
        self.pairs = pairs


def read_colours(typed: Mapping[str, str]) -> dict[str, str]:
    """The colours of a form as #RRGGBB, by token. Those left empty or equal to our own are left out. Raises Invalid
    with a sentence per field for something that is not a colour, and Unreadable for pairs under 4.5:1."""
    chosen, wrong = dict[str, str](), dict[str, str]()
    for name in OURS:
        text = typed.get(name, "").strip()
        value = colour(text)
        if text and value is None:
            wrong[name] = NO_COLOUR
        elif value is not None and value != OURS[name]:
            chosen[name] = value
    if wrong:
        raise Invalid(N_("Det er ikke gemt endnu. Ret det, der står ved felterne."), fields=wrong)
    if weak := weak_pairs(chosen):
        raise Unreadable(weak, chosen)
    return chosen


async def set_colours(runtime: Runtime, person: Person, public_id: str, typed: Mapping[str, str]) -> None:
    """Set a unit's colours, or remove them if all are our own. Raises NotFound for a unit that is not theirs, and what
    `read_colours` raises."""
    async with runtime.database.begin() as session:
        tree = await Tree.of(session, person)
        unit = tree.find(public_id)
        chosen = read_colours(typed) or None
        if chosen != (unit.colours or None):
            tree.note(unit, UnitDeed.COLOURS, _listed(unit.colours), _listed(chosen))
            unit.colours = chosen
            await dress(session, unit)


async def set_logo(runtime: Runtime, person: Person, public_id: str, data: bytes | None) -> Unit:
    """Set a unit's logo, or remove it if `data` is None. Raises NotFound for a unit that is not theirs, and Invalid for
    a file that is too large or is not a picture that we take."""
    async with runtime.database.begin() as session:
        tree = await Tree.of(session, person)
        unit = tree.find(public_id)
        picture = picture_of(data) if data is not None else None
        if data is not None and len(data) > LOGO_MOST:
            raise Invalid(LARGE_LOGO, fields={"logo": LARGE_LOGO})
        if data is not None and picture is None:
            raise Invalid(NO_LOGO, fields={"logo": NO_LOGO})
        tree.note(unit, UnitDeed.LOGO, unit.logo_type, picture.kind if picture else "")
        unit.logo, unit.logo_type = data, picture.kind if picture else ""
        await dress(session, unit)
    return unit


async def unit_of(session: AsyncSession, public_id: str) -> Unit:
    """The unit whose look is fetched. Anybody who knows its public id may. Raises NotFound."""
    unit = (await session.execute(select(Unit).where(Unit.public_id == public_id))).scalar_one_or_none()
    if unit is None:
        raise NotFound
    return unit


def _listed(colours: Mapping[str, str] | None) -> str:
    return " ".join((colours or {}).values())


assert set(NAMES) >= set(OURS)
