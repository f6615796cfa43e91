"""What we write in mail, in Danish and English. No idea, answer or member is ever quoted: mail is read by others."""

from dataclasses import dataclass

from server.speech import set_apart


@dataclass(frozen=True)
class Letter:
    """A subject and a plain text."""

    subject: str
    body: str


def confirm(link: str, language: str = "da") -> Letter:
    """To an address that somebody typed: nothing is sent to it before it is confirmed."""
    if language == "en":
        return letter(
            "Do you want news of the idea?",
            "Somebody, probably you, asked for mail about an idea at this address.",
            f"Say yes here, and we write when there is news:\n{link}",
            "Was it not you? Then do nothing, and you will not hear from us again.",
        )
    return letter(
        "Vil du høre nyt om idéen?",
        "Nogen, nok dig selv, har bedt om mails om en idé til denne adresse.",
        f"Sig ja her, så skriver vi, når der er nyt:\n{link}",
        "Var det ikke dig? Så gør ingenting. Du hører ikke fra os igen.",
    )


def sign_in(link: str, language: str = "da") -> Letter:
    """To a leader or coordinator: the link that signs them in once."""
    if language == "en":
        return letter(
            "Your link to sign in",
            f"Sign in here:\n{link}",
            "The link works once and for 24 hours. Do not pass it on.",
            "Did you not ask for it? Then do nothing.",
        )
    return letter(
        "Dit link til at logge ind",
        f"Log ind her:\n{link}",
        "Linket virker én gang og i 24 timer. Send det ikke videre.",
        "Har du ikke bedt om det? Så gør ingenting.",
    )


def letter(subject: str, *parts: str) -> Letter:
    """A letter of these parts, signed; an empty part is left out. No name in it turns the words around it."""
    body = "\n\n".join((*(part for part in parts if part), "Peerboard")) + "\n"
    return Letter(set_apart(subject), set_apart(body))
