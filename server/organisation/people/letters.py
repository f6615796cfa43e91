"""Mail to people who have an account."""

from server.mail.letters import Letter, letter


def sign_in(link: str) -> Letter:
    """To a leader or coordinator: the link that signs them in once."""
    return letter("organisation/people/letters/sign_in.txt", link=link)
