"""What a coordinator does with the list: asks somebody to be on it, keeps organisations, terms and substitutes, and
takes somebody off. None of it makes anybody a member: only their own yes does."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from schemas.act import Act
from schemas.bounds import Bounded
from schemas.codes import keyed_hash, new_code
from schemas.invitation import INVITATION_CODE_LENGTH
from schemas.member import Member
from schemas.seat import Seat
from server.core import jobs
from server.core.bounds import hold
from server.core.change import Change, changing
from server.core.days import danish_day
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.mail.links import keyed
from server.meeting.invitations.codes import slip_token
from server.meeting.members import letters
from server.meeting.members.contact import NOT_SAVED, claim
from server.meeting.members.listing import NO_SUBSTITUTE, Listing, address_in
from server.meeting.members.own import go, new_row
from server.meeting.members.terms import keep_term
from server.meeting.members.tokens import link_of

SAID_YES = N_("Personen har allerede sagt ja.")


async def ask_to_list(runtime: Runtime, by: Seat, typed: Mapping[str, str]) -> None:
    """Put somebody on the list as asked, and write to them if an address was typed, which no coordinator sees again.
    The same form counts once. Raises Invalid with a sentence per field, and Full."""
    async with changing(runtime, by, Act.SET_UP) as change:
        listing = Listing.read(typed, danish_day(change.now))
        mail = address_in(typed.get("mail", ""))
        ident = keyed(runtime.settings, "listed", change.board.id, typed.get("form", ""))[:22]
        if (await change.session.execute(select(Member.id).where(Member.public_id == ident))).first() is not None:
            return
        await hold(change.session, Bounded.MEMBERS, col(Member.board_id) == change.board.id)
        member = new_row(change, runtime.settings, ident, **listing.listed)
        await _keep(change, member, listing)
        change.session.add(member)
        await change.session.flush()
        if mail:
            await claim(change, runtime.settings, member, mail, letters.listed)
    await jobs.ring(runtime.doorbell)


async def change_listing(runtime: Runtime, by: Seat, other: Member, typed: Mapping[str, str]) -> None:
    """Change what the list says of somebody, or write to another address while they have not said yes. How they are
    reached is theirs alone once they have. Raises Invalid with a sentence per field."""
    async with changing(runtime, by, Act.SET_UP) as change:
        member = await _held(change, other)
        listing = Listing.read(typed, danish_day(change.now))
        mail = address_in(typed.get("mail", "")) if member.yes_at is None else ""
        await _keep(change, member, listing)
        if mail:
            await claim(change, runtime.settings, member, mail, letters.listed)
        await keep_term(change, member)
    await jobs.ring(runtime.doorbell)


async def _keep(change: Change, member: Member, listing: Listing) -> None:
    for name, value in listing.listed.items():
        setattr(member, name, value)
    member.substitute_id = None
    if listing.substitute:
        query = select(Member.id).where(Member.public_id == listing.substitute, Member.board_id == change.board.id)
        found = (await change.session.execute(query.where(col(Member.left_at).is_(None)))).scalar_one_or_none()
        if found is None or found == member.id:
            raise Invalid(NOT_SAVED, fields={"substitute": NO_SUBSTITUTE})
        member.substitute_id = found


async def take_off(runtime: Runtime, by: Seat, other: Member) -> None:
    """Take somebody off the list. Whoever never said yes leaves no trace on it."""
    async with changing(runtime, by, Act.SET_UP) as change:
        member = await _held(change, other)
        if member.yes_at is None:
            await change.session.delete(member)
        else:
            await go(change, member)


@dataclass(frozen=True)
class YesSlip:
    """A slip by which one person says yes. Its code and link are stored nowhere."""

    code: str
    link: str


async def make_slip(runtime: Runtime, by: Seat, other: Member) -> YesSlip:
    """Make a slip with a code by which somebody without a telephone says yes, in place of any letter or slip before.
    This is the only time that it can be seen. Raises NotNow for somebody who has said yes: a slip that went through a
    coordinator's hands opens nothing of theirs."""
    code = new_code(INVITATION_CODE_LENGTH)
    token = slip_token(runtime.settings, code)
    async with changing(runtime, by, Act.SET_UP) as change:
        member = await _held(change, other)
        if member.yes_at is not None:
            raise NotNow(SAID_YES)
        member.new_mail, member.new_mail_at = "", None
        member.yes_hash = keyed_hash(runtime.settings.secret, token)
    return YesSlip(code, link_of(runtime.settings, token))


async def _held(change: Change, other: Member) -> Member:
    member = await change.session.get(Member, other.id, with_for_update=True)
    if member is None or member.left_at is not None:
        raise NotFound
    return member
