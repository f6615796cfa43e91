"""Addresses as people type and paste them, and that what is kept may stand in the head of a mail."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP, strict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.mail import Mail
from server.core.addresses import NotAnAddress, Recipient, Unread, mail_address, read_list, sender_of
from server.core.settings import Settings
from server.mail.sender import compose

KEPT = {
    " Anna@X.dk ": "anna@x.dk",
    "\u200banna@x.dk": "anna@x.dk",
    "an\u00adna@x.dk": "anna@x.dk",
    "ａｎｎａ@ｘ.dk": "anna@x.dk",
    "navn@rødovre.dk": "navn@xn--rdovre-bya.dk",
    "navn@RO\u0308DOVRE.dk": "navn@xn--rdovre-wxa.dk",
    "anna@пример.рф": "anna@xn--e1afmkfd.xn--p1ai",
    "mailto:anna@x.dk?subject=Hej": "anna@x.dk",
    "Anna Hansen <anna@x.dk>": "anna@x.dk",
    '"Hansen, Anna" <anna@x.dk>': "anna@x.dk",
    "<anna@x.dk>;": "anna@x.dk",
    "anna@x.dk.": "anna@x.dk",
    "o'brien+møde@x.dk".replace("ø", "o"): "o'brien+mode@x.dk",
    "ada@localhost": "ada@localhost",
}
NONE: tuple[str, ...] = (
    "",
    "anna",
    "anna@",
    "@x.dk",
    "anna@x",
    "anna@x.1",
    "a@@x.dk",
    "a..b@x.dk",
    ".@x.dk",
    "anna@-x.dk",
    "a@x_y.dk",
)
NONE += ("anna hansen@x.dk", "anna@x.dk hansen", "søren@x.dk", '"a b"@x.dk', "a@x.dk, b@x.dk", "a@[127.0.0.1]")
NONE += ("a" * 65 + "@x.dk", "a@" + "x." * 200 + "dk")
PASTED = {
    "Anna Hansen <a@x.dk>; Bo Jensen <b@x.dk>": [("Anna Hansen", "a@x.dk"), ("Bo Jensen", "b@x.dk")],
    "a@x.dk, b@x.dk": [("", "a@x.dk"), ("", "b@x.dk")],
    "a@x.dk b@x.dk;;": [("", "a@x.dk"), ("", "b@x.dk")],
    "Anna Hansen\ta@x.dk\r\nBo\tb@x.dk\t": [("Anna Hansen", "a@x.dk"), ("Bo", "b@x.dk")],
    "a@x.dk\tAnna Hansen\nb@x.dk\tBo": [("Anna Hansen", "a@x.dk"), ("Bo", "b@x.dk")],
    "Anna;Hansen": None,
    "Anna Hansen;a@x.dk": [("Anna Hansen", "a@x.dk")],
    "Anna Hansen, a@x.dk": [("Anna Hansen", "a@x.dk")],
    '"Hansen, Anna" <a@x.dk>; "Jensen; Bo" <b@x.dk>': [("Hansen, Anna", "a@x.dk"), ("Jensen; Bo", "b@x.dk")],
    "Hansen, Anna <a@x.dk>, Jensen, Bo <b@x.dk>": [("Hansen, Anna", "a@x.dk"), ("Jensen, Bo", "b@x.dk")],
    "Anna (a@x.dk)": [("Anna", "a@x.dk")],
    "- mailto:a@x.dk\n• Mail: b@x.dk\n3. c@x.dk": [("", "a@x.dk"), ("", "b@x.dk"), ("", "c@x.dk")],
    "Anna <A@x.dk>\n\n a@X.dk": [("Anna", "a@x.dk")],
    "'Anna' <a@x.dk>": [("Anna", "a@x.dk")],
    "Søren <navn@rødovre.dk>": [("Søren", "navn@xn--rdovre-bya.dk")],
}
WRONG_LINE = {
    "a@x.dk\nAnna\nb@x.dk": (2, "Anna"),
    "a@x.dk\r\n\r\nbo@x": (3, "bo@x"),
    "Anna; Bo <b@x.dk>": (1, "Anna; Bo <b@x.dk>"),
    "anna hansen@x.dk": (1, "anna hansen@x.dk"),
    "a@x.dk, Anna, b@x.dk, Bo": (1, "a@x.dk, Anna, b@x.dk, Bo"),
    "a@x.dk\n  søren@x.dk  ": (2, "søren@x.dk"),
}


@pytest.mark.parametrize(("typed", "kept"), KEPT.items())
def test_one_address_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert mail_address(typed) == kept
    assert mail_address(kept) == kept


@pytest.mark.parametrize("typed", NONE)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(NotAnAddress):
        mail_address(typed)


@pytest.mark.parametrize("pasted", [typed for typed, found in PASTED.items() if found])
def test_a_list_is_read_as_it_is_pasted(pasted: str) -> None:
    assert read_list(pasted) == [Recipient(mail, name) for name, mail in PASTED[pasted] or []]


@pytest.mark.parametrize(("typed", "where"), WRONG_LINE.items())
def test_the_line_that_cannot_be_read_is_named(typed: str, where: tuple[int, str]) -> None:
    with pytest.raises(Unread) as told:
        read_list(typed)
    assert (told.value.number, told.value.line) == where


def message_to(settings: Settings, address: str) -> bytes:
    """What goes to the mail server."""
    mail = Mail(recipient=address, subject="Hej مرحبا!", body="Kære Søren", message_id="<1@x.dk>")
    mail.created_at = datetime(2026, 1, 1, tzinfo=UTC)
    return compose(settings, mail).as_bytes()


@given(st.text(st.characters(codec="utf-8"), max_size=12), st.sampled_from(["", "x.dk", "rødovre.dk", "x", "a b.dk"]))
def test_no_address_breaks_the_head_of_a_mail(local: str, domain: str) -> None:
    try:
        kept = mail_address(f"{local}@{domain}")
    except NotAnAddress:
        return
    data = message_to(Settings(mail_from="Rådhuset i “Rødovre” <post@rødovre.dk>"), kept)
    read = message_from_bytes(data, policy=strict + SMTP)
    assert data.isascii()
    for header, address in (("To", kept), ("From", "post@xn--rdovre-bya.dk")):
        assert not read[header].defects
        assert [one.addr_spec for one in read[header].addresses] == [address]
    assert read["From"].addresses[0].display_name == "Rådhuset i “Rødovre”"


def test_the_sender_is_looked_at_when_the_server_starts() -> None:
    assert sender_of("Peerboard <peerboard@localhost>") == ("Peerboard", "peerboard@localhost")
    for name in ("mail_from", "operator_mail"):
        with pytest.raises(ValueError, match="name@domain"):
            Settings.model_validate({name: "Peerboard"})
