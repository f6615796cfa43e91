"""Saving the screens of the guide. Sent again, they change what exists; none makes the same thing twice."""

from collections.abc import Mapping

from schemas.board import Board
from schemas.person import Person
from schemas.unit import UNIT_NAME_MAX, Unit, UnitKind
from server.core.errors import N_, Invalid, NotNow
from server.core.runtime import Runtime
from server.meeting.invitations.commands import send
from server.meeting.meetings.setup import change_meeting, make_meeting
from server.organisation.colours.look import dress
from server.organisation.people.taking_up import rename
from server.organisation.units.handing_over import change_tree
from server.organisation.units.leaders import read_mail, set_leader
from server.organisation.units.tree import NO_NAME, WRONG, Tree
from server.organisation.units.tree import shown as unit_shown
from server.views.boards.commands import found_board, read_board
from server.views.boards.guide import KINDS, Step, shown, way_of
from server.web.fields import Field, faults

YOU = {
    "name": Field(UNIT_NAME_MAX, N_("Skriv dit navn.")),
    "title": Field(UNIT_NAME_MAX, N_("Skriv, hvad du er, for eksempel koordinator.")),
}


async def save_you(runtime: Runtime, person: Person, typed: Mapping[str, str]) -> None:
    """Store the coordinator's name and title. Raises Invalid with a sentence per field."""
    name, title = typed.get("name", "").strip(), typed.get("title", "").strip()
    if wrong := faults(YOU, {"name": name, "title": title}):
        raise Invalid(WRONG, fields=wrong)
    await rename(runtime, person, name, title)


async def save_organisation(runtime: Runtime, person: Person, typed: Mapping[str, str]) -> None:
    """Make a region, hospital and department, each under the one before; those left empty are skipped. Sent again, it
    renames and adds. Raises Invalid with a sentence per field."""
    names = {kind: typed.get(kind.value, "").strip() for kind in KINDS}
    if not any(names.values()):
        raise Invalid(WRONG, fields={UnitKind.REGION.value: N_("Skriv mindst én af dem.")})
    async with change_tree(runtime, person) as tree:
        way = await way_of(tree.session, person)
        way.units = tree.units
        chain, above = way.chain, None
        if gone := {kind.value: NO_NAME for kind, name in names.items() if not name and kind in chain}:
            raise Invalid(WRONG, fields=gone)
        for kind, name in names.items():
            if name:
                unit = chain.get(kind)
                parent = above or _outside(tree, unit)
                fields = {"name": name, "kind": kind.value, "parent": parent.public_id if parent else ""}
                above = await _placed(tree, unit, fields)
        if way.board is not None and above is not None and tree.units[way.board.unit_id].kind in KINDS:
            board = await tree.session.get_one(Board, way.board.id, with_for_update={"key_share": True})
            board.unit_id = above.id
            await dress(tree.session, above)


def _outside(tree: Tree, unit: Unit | None) -> Unit | None:
    """What a unit is under, if the guide does not ask for that: then it stays there."""
    above = tree.units.get(unit.parent_id or 0) if unit else None
    return above if above is not None and above.kind not in KINDS else None


async def _placed(tree: Tree, unit: Unit | None, fields: dict[str, str]) -> Unit:
    """Make or change a unit, and return it. Raises Invalid with the sentence at the unit's own field of the form."""
    try:
        if unit is None:
            return await tree.make(fields | {"warned": ""})
        return await tree.change(unit, unit_shown(unit, tree.units) | fields)
    except Invalid as problem:
        raise Invalid(WRONG, fields={fields["kind"]: next(iter(problem.fields.values()))}) from None


async def save_board(runtime: Runtime, person: Person, typed: Mapping[str, str]) -> None:
    """Make the board the first time, and change it after that. Raises Invalid, and NotNow without a unit."""
    async with change_tree(runtime, person) as tree:
        way = await way_of(tree.session, person)
        if way.board is None:
            await found_board(tree, way.lowest, typed)
            return
        board = await tree.session.get_one(Board, way.board.id, with_for_update={"key_share": True})
        board.name, board.format = read_board(typed)


async def save_meeting(runtime: Runtime, person: Person, typed: Mapping[str, str]) -> None:
    """Make the meeting the first time, and change it after that. Raises Invalid, ChangedMeanwhile, and NotNow without a
    board."""
    async with runtime.database.snapshot() as session:
        way = await way_of(session, person)
    if way.seat is None:
        raise NotNow(N_("Lav først jeres peerboard."))
    if way.meeting is None or way.meeting.over:
        await make_meeting(runtime, way.seat, typed, key="first")
    else:
        await change_meeting(runtime, way.seat, way.meeting, typed)


async def save_leader(runtime: Runtime, person: Person, typed: Mapping[str, str]) -> None:
    """Set who leads the board's unit. A new leader is mailed a link to sign in. Raises Invalid with a sentence per
    field, and NotNow without a unit."""
    read_mail(typed)  # no address is no leader, and nobody loses theirs by leaving it empty here
    async with runtime.database.snapshot() as session:
        way = await way_of(session, person)
        before = await shown(session, way, Step.LEADER)
    new = before["mail"] != typed.get("mail", "").strip()
    await set_leader(runtime, person, way.lowest.public_id, {**typed, "send": "1" if new else ""})


async def save_invitations(runtime: Runtime, person: Person, typed: Mapping[str, str]) -> None:
    """Invite everybody on the typed list to the meeting, by mail, each once. Raises Invalid, Full, and NotNow without a
    meeting or when it is over."""
    async with runtime.database.snapshot() as session:
        way = await way_of(session, person)
    if way.seat is None or way.meeting is None:
        raise NotNow(N_("Aftal først et møde."))
    await send(runtime, way.seat, way.meeting, typed.get("list", ""), None, typed.get("form", "")[:64], person.reads)
