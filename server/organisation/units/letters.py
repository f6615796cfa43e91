"""Mail to an address that answers for a unit."""

from schemas.person import Person
from server.mail.letters import Letter, letter


def will_you_answer(unit: str, by: Person, link: str) -> Letter:
    """To the address: who named it, what it would be asked for, and the link to say yes or no."""
    return letter("organisation/units/letters/answering.txt", unit=unit, by=by.name, mail=by.mail, link=link)


def answers_no_more(unit: str, by: Person | None) -> Letter:
    """To one that had said yes, when somebody else took it away."""
    told = {"by": by.name if by else "", "mail": by.mail if by else ""}
    return letter("organisation/units/letters/answering_ended.txt", unit=unit, **told)
