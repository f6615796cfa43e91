"""Mail to people who have an account."""

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


def new_address(name: str, link: str) -> Letter:
    """To the address that somebody wants to use from now on: whose account it is, and the link that makes it theirs."""
    return letter("organisation/people/letters/new_address.txt", name=name, link=link)


def old_address() -> Letter:
    """To the address that an account had until now. It does not name the new one."""
    return letter("organisation/people/letters/old_address.txt")
