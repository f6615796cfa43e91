"""The rules of the list: who is asked how, what a seat does once its term is over, and what a form may say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schemas.act import AFTER_TERM, Act
from schemas.invitation import Invitation
from schemas.member import Asking, Member
from schemas.roles import JOINABLE, Role
from schemas.seat import Seat
from server.core import clock
from server.core.change import role_may
from server.core.errors import Invalid
from server.meeting.members.asking import Way, lines_of, way_of
from server.meeting.members.contact import Wish
from server.meeting.members.listing import Listing
from server.meeting.members.queries import seats_by_organisation

DAY = date(2027, 5, 10)
NOW = datetime(2027, 5, 1, tzinfo=UTC)


def member(ident: int = 1, **more: Any) -> Member:
    """Somebody on the list, reached by mail."""
    term: dict[str, Any] = {"starts_on": DAY - timedelta(days=9), "ends_on": DAY, "asked_at": NOW, "yes_at": NOW}
    listed = {"role": Role.RELATIVE, "name": f"M{ident}", "asking": Asking.MAIL, "mail": "a@b.test", **term}
    return Member(id=ident, public_id=str(ident), board_id=1, salt="", own_hash=b"", **(listed | more))


def invitation(of: int, **more: Any) -> Invitation:
    """An invitation of a member."""
    return Invitation(board_id=1, meeting_id=1, token_hash=b"", made_at=NOW, expires_at=NOW, member_id=of, **more)


@pytest.mark.parametrize(
    ("more", "way"),
    [
        ({}, Way.MAIL),
        ({"mail": "", "new_mail": "a@b.test"}, Way.UNREACHED),
        ({"asking": Asking.SMS}, Way.SMS),
        ({"asking": Asking.PAPER}, Way.PAPER),
        ({"asking": Asking.NOT}, Way.NOT),
        ({"yes_at": None}, Way.NO_YES),
        ({"ends_on": DAY - timedelta(days=1)}, Way.NO_TERM),
        ({"starts_on": DAY + timedelta(days=1)}, Way.NO_TERM),
        ({"ends_on": DAY, "starts_on": DAY}, Way.MAIL),
    ],
)
def test_each_is_asked_as_they_want_or_not_at_all(more: dict[str, Any], way: Way) -> None:
    assert way_of(member(**more), DAY, substitute=False, invitation=None) is way


def test_a_substitute_waits_until_the_first_says_no_or_has_no_term() -> None:
    def ways(first: Member, *invitations: Invitation) -> list[Way]:
        return [line.way for line in lines_of([first, member(2)], invitations, DAY)]

    first = member(substitute_id=2)
    assert ways(first) == [Way.MAIL, Way.SUBSTITUTE]
    assert ways(first, invitation(1)) == [Way.ASKED, Way.SUBSTITUTE]
    assert ways(first, invitation(1, declined_at=NOW)) == [Way.DECLINED, Way.MAIL]
    assert ways(first, invitation(1, used_at=NOW, seat_id=1)) == [Way.CAME, Way.SUBSTITUTE]
    assert ways(member(substitute_id=2, ends_on=DAY - timedelta(days=1))) == [Way.NO_TERM, Way.MAIL]
    assert [line.way for line in lines_of([member(left_at=NOW)], [], DAY)] == [], "who has left is not on the list"


@pytest.mark.parametrize("role", JOINABLE)
def test_a_seat_whose_term_is_over_may_read_and_follow(role: Role) -> None:
    now = clock.now()
    seat = Seat(public_id="s", board_id=1, role=role, name="", joined_at=now)
    before = {act for act in Act if role_may(seat, act)}
    assert before > AFTER_TERM
    seat.ends_at = now + timedelta(hours=1)
    assert {act for act in Act if role_may(seat, act)} == before
    seat.ends_at = now - timedelta(seconds=1)
    assert {act for act in Act if role_may(seat, act)} == AFTER_TERM
    assert seat.acts_as(now) is Role.OBSERVER
    assert seat.role is role, "what it did before keeps its role"
    seat.scribe = True
    assert not role_may(seat, Act.PAPER)


def test_seats_are_counted_by_who_appointed_them_and_those_that_were_stay() -> None:
    listed = [
        member(1, organisation="Sind"),
        member(2, organisation="sind", ends_on=DAY - timedelta(days=1)),
        member(3, organisation="Ældrerådet", left_at=NOW),
        member(4, yes_at=None, organisation="Sind"),
        member(5),
        member(6, organisation="Sind", starts_on=DAY + timedelta(days=1)),
    ]
    found = [(seats.organisation, len(seats.now), len(seats.before)) for seats in seats_by_organisation(listed, DAY)]
    assert found == [("Sind", 1, 1), ("Ældrerådet", 0, 1), ("", 1, 0)]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Koordinator"}, "name"),
        ({"name": "Kim 22 33 44 55"}, "name"),
        ({"role": "leader"}, "role"),
        ({"organisation": "x" * 81}, "organisation"),
        ({"starts": "i morgen"}, "starts"),
        ({"ends": "2027-05-01"}, "ends"),
        ({"ends": "2040-05-01"}, "ends"),
    ],
)
def test_what_cannot_be_on_the_list_is_said_at_its_field(typed: dict[str, str], field: str) -> None:
    good = {"name": "Kim", "role": "relative", "organisation": "Sind"}
    assert Listing.read(good, DAY).ends_on == date(2029, 5, 10), "two years where nobody says otherwise"
    with pytest.raises(Invalid) as refused:
        Listing.read(good | typed, DAY)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("brevdue"), "asking"),
        (Wish("mail"), "mail"),
        (Wish("mail", "ingen adresse"), "mail"),
        (Wish("sms", phone="1234567"), "phone"),
        (Wish("sms", phone="+46 12345678"), "phone"),
    ],
)
def test_a_wish_without_what_it_takes_is_refused(wish: Wish, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        wish.check(None)
    assert set(refused.value.fields) == {field}


def test_a_wish_keeps_what_we_have() -> None:
    assert Wish("mail").check(member()) == (Asking.MAIL, "", "")
    assert Wish("sms", phone="0045 22 33-44.55").check(None) == (Asking.SMS, "", "22334455")
    assert Wish("paper", "a@b.test", "22334455").check(None) == (Asking.PAPER, "", ""), "what is not asked is not kept"
