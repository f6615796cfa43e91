"""The letter with the link to all that is kept of an address."""

from server.mail.letters import Letter, letter


def everything(link: str) -> Letter:
    """To whoever asked for it by the link in another letter."""
    return letter("views/belongings/letters/everything.txt", link=link)
