"""The head of a mail is read as it was written, however long it is and whatever letters it holds."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.mail import Mail
from server.core.settings import Settings
from server.mail.sender import compose

WORDS = ["Århus", "Peerboard", "–", "søvn", "=?utf-8?q?x?=", "مجلس", "👩‍👩‍👧", "x" * 90, '"Ro"', "漢字" * 20, "a,b;"]
FAR = f"https://peerboard.{'psykiatrien.' * 9}regionen.example/follow/{'A' * 24}"
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)


def sent(subject: str, sender: str = "Peerboard", link: str = FAR) -> bytes:
    """What goes to the mail server."""
    mail = Mail(recipient="anna@x.dk", subject=subject, body="Hej", message_id=f"<{'a' * 90}@x.dk>", unsubscribe=link)
    mail.created_at = datetime(2026, 1, 1, tzinfo=UTC)
    message = compose(Settings(mail_from=f"{sender} <post@x.dk>"), mail)
    assert message.as_bytes(policy=SMTP) == message.as_bytes(policy=SMTP)
    return message.as_bytes(policy=SMTP)  # as aiosmtplib writes it


def read(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=SMTP)
    assert isinstance(found, EmailMessage)
    return found


@given(words)
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    data = sent(subject)
    assert data.isascii()
    assert max(map(len, data.splitlines())) <= 998  # RFC 5322
    assert read(data)["Subject"] == subject
    assert str(make_header(decode_header(message_from_bytes(data)["Subject"]))) == subject  # as old programs do


@given(st.lists(st.sampled_from(["Rådhuset", "Lillebælt", "på", "Øst", "og", "søvn"]), min_size=1).map(" ".join))
def test_so_is_the_name_of_the_sender(name: str) -> None:
    written = str(make_header(decode_header(message_from_bytes(sent("Hej", name))["From"])))
    assert parseaddr(written) == (name, "post@x.dk")


@pytest.mark.parametrize("name", ["List-Unsubscribe", "Message-ID"])
def test_what_programs_read_is_spelled_out_however_long_it_is(name: str) -> None:
    """They do not decode it: RFC 2047 words are for people."""
    kept = {"List-Unsubscribe": f"<{FAR}>", "Message-ID": f"<{'a' * 90}@x.dk>"}[name]
    unfolded = sent("Hej").replace(b"\r\n ", b" ").decode()
    (line,) = [line for line in unfolded.splitlines() if line.startswith(f"{name}:")]
    assert line.partition(":")[2].strip() == kept


def test_no_second_line_gets_into_the_head() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        sent("Hej\r\nBcc: x@x.dk")
    with pytest.raises(ValueError, match="linefeed"):
        sent("Hej", link="https://x.dk>\r\nBcc: x@x.dk")
