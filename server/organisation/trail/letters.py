"""The weekly letter about the trail, to whoever runs the installation."""

from server.mail.letters import Letter, letter


def head(seq: int, seal: str) -> Letter:
    """The newest line's number and its seal, with the command that compares them with what is there."""
    return letter("organisation/trail/letters/head.txt", seq=seq, seal=seal)
