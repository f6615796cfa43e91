"""How a member is reached. An address counts when its owner has said yes by the link in a letter to it, and only then
takes the place of another; the old one is told. A number is kept as long as its owner wants text messages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.codes import keyed_hash
from schemas.member import Asking, Member
from server.core.addresses import NO_ADDRESS, NotAnAddress, mail_address
from server.core.change import Change
from server.core.days import danish_day
from server.core.errors import N_, Invalid
from server.core.settings import Settings
from server.mail.letters import Letter
from server.mail.outbox import message_id, post
from server.mail.signature import signature_of
from server.meeting.members import letters
from server.meeting.members.tokens import link_of, own_token, yes_token
from server.meeting.seats.names import wrong_name

NOT_SAVED = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")
NO_CHOICE = N_("Vælg, hvordan du vil spørges.")
NO_PHONE = N_("Skriv dit telefonnummer med otte tal.")
_PHONE = re.compile(r"(?:(?:\+|00)45)?(\d{8})")


@dataclass(frozen=True)
class Wish:
    """How somebody wants to be asked to the next meeting, as they typed it."""

    asking: str
    mail: str = ""
    phone: str = ""
    language: str = "da"
    name: str = ""
    """What they are called on the list; "" leaves it as it is. At meetings they may be called something else."""

    @classmethod
    def read(cls, typed: Mapping[str, str], language: str) -> "Wish":
        """The wish in a form."""
        mail, phone, name = (typed.get(field, "").strip() for field in ("mail", "phone", "name"))
        return cls(typed.get("asking", ""), mail, phone, language, name)

    def check(self, member: Member | None) -> tuple[Asking, str, str]:
        """The way, the address and the number; each "" where it is not asked for, or stays as it is. Raises Invalid
        with a sentence per field."""
        if wrong := wrong_name(self.name):
            raise Invalid(NOT_SAVED, fields={"name": wrong})
        if self.asking not in set(Asking):
            raise Invalid(NOT_SAVED, fields={"asking": NO_CHOICE})
        asking, mail, phone = Asking(self.asking), "", ""
        known = member is not None and (member.mail or member.new_mail)
        if asking is Asking.MAIL and (self.mail or not known):
            try:
                mail = mail_address(self.mail)
            except NotAnAddress:
                raise Invalid(NOT_SAVED, fields={"mail": NO_ADDRESS}) from None
        if asking is Asking.SMS and (self.phone or not (member and member.phone)):
            found = _PHONE.fullmatch(re.sub(r"[\s.-]", "", self.phone))
            if found is None:
                raise Invalid(NOT_SAVED, fields={"phone": NO_PHONE})
            phone = found[1]
        return asking, mail, phone


async def grant(change: Change, settings: Settings, member: Member, wish: Wish) -> None:
    """Within a change, ask the member as they wish from now on. A new address is written to, and counts once it has
    said yes; until then an old one stays. Raises Invalid."""
    asking, mail, phone = wish.check(member)
    member.asking, member.language, member.name = asking, wish.language, wish.name or member.name
    if asking is not Asking.MAIL:
        await _take(change, settings, member, "")
    elif mail and mail == member.mail:
        withdraw_claim(member)
    elif mail:
        await claim(change, settings, member, mail, letters.address)
    if asking is not Asking.SMS:
        member.phone = ""
    elif phone:
        member.phone = phone


async def claim(change: Change, settings: Settings, member: Member, mail: str, letter: letters.Asks) -> None:
    """Within a change, write to an address that somebody typed. One letter a day, whoever types it again."""
    token = yes_token(settings, member, mail)
    member.new_mail, member.new_mail_at = mail, change.now
    member.yes_hash = keyed_hash(settings.secret, token)
    await change.session.flush()
    written = letter(change.board.name, link_of(settings, token))
    await send(change, settings, member, mail, written, "member-yes", danish_day(change.now))


async def said_yes(change: Change, settings: Settings, member: Member) -> None:
    """Within a change: whoever reads mail at the new address has said yes to it. It takes the place of the old one."""
    if member.new_mail:
        await _take(change, settings, member, member.new_mail)
        member.asking = Asking.MAIL
    member.yes_hash = None


async def _take(change: Change, settings: Settings, member: Member, mail: str) -> None:
    """Put `mail` in place of the address that counts, and tell that one. Nothing else ends by it: no seat, no
    invitation, no device."""
    before, member.mail = member.mail, mail
    withdraw_claim(member)
    if before and before != mail:
        letter = letters.old_address(change.board.name)
        await send(change, settings, member, before, letter, "member-old", change.now.isoformat())


def withdraw_claim(member: Member) -> None:
    """Forget an address that has not said yes."""
    if member.new_mail:
        member.new_mail, member.new_mail_at, member.yes_hash = "", None, None


def forget(member: Member) -> None:
    """Forget how the member was reached, without a word to anybody."""
    withdraw_claim(member)
    member.mail = member.phone = ""
    member.yes_hash = None


async def send(change: Change, settings: Settings, member: Member, mail: str, letter: Letter, *reason: object) -> None:
    """Within a change, send a letter to one address; once for a `reason`."""
    signed = await signature_of(change.session, member.board_id)
    written = letter.read_in(member.language, (signed,))
    ident = message_id(settings, *reason, member.public_id, mail)
    await post(change.session, mail, written.subject, written.body, ident, board_id=member.board_id)


def own_link(settings: Settings, member: Member) -> str:
    """The link in letters to a member, by which they can leave the list."""
    return link_of(settings, own_token(settings, member.salt))
