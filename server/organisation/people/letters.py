"""Mail to people who have an account."""

from datetime import date

from schemas.person import Person
from server.mail.letters import Letter, letter


def sign_in(link: str) -> Letter:
    """To a leader or coordinator: the link that signs them in once."""
    return letter("organisation/people/letters/sign_in.txt", link=link)


def sign_in_through(provider: str, link: str) -> Letter:
    """The same to somebody whose organisation lets nobody sign in by mail: the page to sign in from."""
    return letter("organisation/people/letters/sign_in_through.txt", provider=provider, link=link)


def names_leader(link: str, *, by: Person, unit: str) -> Letter:
    """To somebody who was named as the leader of a unit, with the first link that signs them in: who did, and what they
    are asked for."""
    return letter("organisation/people/letters/named.txt", link=link, by=by.name, mail=by.mail, unit=unit, board="")


def names_coordinator(link: str, *, by: Person, board: str) -> Letter:
    """The same to a coordinator of a board."""
    return letter("organisation/people/letters/named.txt", link=link, by=by.name, mail=by.mail, unit="", board=board)


def ended(places: str, by: Person | None, *, closed: bool) -> Letter:
    """To somebody who is no longer staff in these organisations. `by`: who ended it, if no operator did. `closed`: the
    account too, since they worked nowhere else."""
    told = {"by": by.name if by else "", "mail": by.mail if by else ""}
    return letter("organisation/people/letters/ended.txt", places=places, closed=closed, **told)


def deputises(unit: str, leader: str, link: str, *, by: Person, from_day: date, until_day: date) -> Letter:
    """To somebody who leads a unit in its leader's place on these days, and who set that."""
    days, who = {"first": from_day, "last": until_day}, {"by": by.name, "mail": by.mail}
    told = {"unit": unit, "leader": leader, "link": link}
    return letter("organisation/people/letters/deputises.txt", **told, **days, **who)


def has_deputy(unit: str, deputy: str, link: str, *, by: Person, from_day: date, until_day: date) -> Letter:
    """The same to the leader, with the page on which it can be changed."""
    days, who = {"first": from_day, "last": until_day}, {"by": by.name, "mail": by.mail}
    return letter("organisation/people/letters/has_deputy.txt", unit=unit, deputy=deputy, link=link, **days, **who)


def deputy_ended(unit: str, deputy: str) -> Letter:
    """To both, when it is over."""
    return letter("organisation/people/letters/deputy_ended.txt", unit=unit, deputy=deputy)


def new_address(name: str, link: str) -> Letter:
    """To the address that somebody wants to use from now on: whose account it is, and the link that makes it theirs."""
    return letter("organisation/people/letters/new_address.txt", name=name, link=link)


def old_address() -> Letter:
    """To the address that an account had until now. It does not name the new one."""
    return letter("organisation/people/letters/old_address.txt")
