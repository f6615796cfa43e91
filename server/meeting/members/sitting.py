"""Where a member sits."""

from schemas.invitation import Invitation
from schemas.member import Member
from schemas.seat import Seat
from server.core.change import Change
from server.meeting.members.queries import member_of
from server.meeting.members.terms import keep_term


async def sit_as_member(change: Change, invitation: Invitation, seat: Seat) -> None:
    """Within the change that uses an invitation: the seat is the member's that it was made for, unless they have one,
    or somebody else on the list has this. A code that went through a coordinator's hands ties no seat to an address:
    whoever sits there may read what is kept of the member."""
    member = await change.session.get(Member, invitation.member_id) if invitation.member_id else None
    if member is None or member.seat_id is not None or seat.staff or member.left_at is not None:
        return
    if not invitation.salt and (member.mail or member.new_mail):
        return
    if await member_of(change.session, seat) is None:
        member.seat_id = seat.id
        await keep_term(change, member)
