"""The letter about signing in with a provider."""

from server.mail.letters import Letter, letter


def linked(provider: str) -> Letter:
    """To somebody whose account can be used with a provider from now on."""
    return letter("views/single_sign_on/letters/linked.txt", provider=provider)
