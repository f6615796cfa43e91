"""Mail to whoever may pass on enquiries, or no longer may."""

from schemas.person import Person
from server.mail.letters import Letter, letter


def listens(unit: str, link: str, *, by: Person | None) -> Letter:
    """To somebody who may now pass on enquiries about a unit. `by`: who decided it, if no operator did."""
    who = {"by": by.name if by else "", "mail": by.mail if by else ""}
    return letter("organisation/listeners/letters/listens.txt", unit=unit, link=link, **who)


def listens_no_more(unit: str) -> Letter:
    """To the same, when it is over."""
    return letter("organisation/listeners/letters/listens_no_more.txt", unit=unit)
