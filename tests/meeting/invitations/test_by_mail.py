"""Inviting by mail: one mail to each, a link from our settings, and nothing kept of the address but the mail."""

import pytest

from server.core.errors import Invalid
from server.meeting.invitations.recipients import MOST, read
from tests.meeting.invitations.inviting import mailed
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took


async def test_each_gets_a_mail_of_their_own(cast: Cast, database_url: str) -> None:
    paths = await mailed(cast, ["Birthe <birthe@home.test>", "Ole@Home.test", "", "birthe@home.test"], "relative")
    assert set(paths) == {"birthe@home.test", "ole@home.test"}
    assert len(set(paths.values())) == 2
    letters = {row["recipient"]: row for row in await rows(database_url, "SELECT * FROM mail")}
    birthe, ole = letters["birthe@home.test"], letters["ole@home.test"]
    assert "Kære Birthe" in birthe["body"]
    assert cast.meeting.title in birthe["subject"]
    for mail in (birthe, ole):
        assert f"{cast.url}/i/" in mail["body"]
    assert "Birthe" not in ole["body"], "nobody reads the name of another"
    assert "ole@" not in birthe["body"].lower()


async def test_the_link_does_not_follow_the_host_that_was_asked(cast: Cast, database_url: str) -> None:
    ada = await cast.ada()
    told = {"list": "host@home.test", "form": "h"}
    await ada.post(f"{ada.room}/invitations/mail", told, Host="127.0.0.1", X_Forwarded_Host="evil.test")
    bodies = await rows(database_url, "SELECT body FROM mail WHERE recipient = 'host@home.test'")
    assert all("evil.test" not in row["body"] for row in bodies)


async def test_no_link_is_kept_and_an_address_only_for_the_reminder(cast: Cast, database_url: str) -> None:
    path = (await mailed(cast, ["Gerda <gerda@home.test>"], "patient"))["gerda@home.test"]
    token = path.rsplit("/", 1)[1]
    tables = [row[0] for row in await rows(database_url, TABLES)]
    assert "invitation" in tables
    for table in tables:
        lines = [row["line"] for row in await rows(database_url, f'SELECT t::text AS line FROM "{table}" AS t')]
        assert any("gerda@home.test" in line for line in lines) == (table in {"mail", "invitation"}), table
        assert any(token in line for line in lines) == (table == "mail"), table


TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"


async def test_the_same_form_sent_again_invites_nobody_twice(cast: Cast, database_url: str) -> None:
    ada = await cast.ada()
    for _ in range(2):
        told = {"list": "a1@home.test\na2@home.test", "form": "same"}
        assert took(await ada.post(f"{ada.room}/invitations/mail", told))
    query = "SELECT count(*) FROM mail WHERE recipient LIKE 'a_@home.test'"
    assert (await rows(database_url, query))[0][0] == 2
    query = "SELECT count(*) FROM invitation WHERE meeting_id = $1"
    assert (await rows(database_url, query, cast.meeting.id))[0][0] == 2


async def test_a_line_that_cannot_be_read_stops_all_and_stays_in_the_form(cast: Cast, database_url: str) -> None:
    ada = await cast.ada()
    typed = "god@home.test\nikke en adresse"
    answer = await ada.post(f"{ada.room}/invitations/mail", {"list": typed, "form": "w"})
    assert answer.status_code == 422
    assert "Linje 2 kan ikke læses: “ikke en adresse”." in answer.text
    assert "Navn &lt;navn@eksempel.dk&gt;" in answer.text
    assert "god@home.test" in answer.text
    assert not await rows(database_url, "SELECT 1 FROM mail WHERE recipient = 'god@home.test'")


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("ole@home.test", [("ole@home.test", "")]),
        ("  Ole Olsen  < Ole@Home.test >, \r\n", [("ole@home.test", "Ole Olsen")]),
        ('"Ole" <ole@home.test>;', [("ole@home.test", "Ole")]),
        ("a@b.dk\n\nA@b.dk\nc@d.dk", [("a@b.dk", ""), ("c@d.dk", "")]),
    ],
)
def test_a_list_is_read_as_people_write_it(typed: str, read_as: list[tuple[str, str]]) -> None:
    assert [(one.mail, one.name) for one in read(typed)] == read_as


@pytest.mark.parametrize(
    "typed",
    [
        *("", "  \n ", "ole", "ole@home", "a@b.dk, Ole, c@d.dk, Ib", "a@b.dk\nc d@e.dk"),
        *("x" * 41 + " <a@b.dk>", "Ring 22 33 44 55 <a@b.dk>", "a" * 250 + "@b.dk", "Ole\x0bBcc: x@y.dk <a@b.dk>"),
        "\n".join(f"a{number}@b.dk" for number in range(MOST + 1)),
    ],
)
def test_what_is_no_list_of_addresses_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        read(typed)


async def test_a_name_and_role_are_suggested_and_may_be_changed(cast: Cast, database_url: str) -> None:
    path = (await mailed(cast, ["Inga <inga@home.test>"], "relative"))["inga@home.test"]
    async with Member(cast.url) as phone:
        page = await phone.page(path)
        form = page.form(path)
        assert dict(form.form_values())["name"] == "Inga"
        assert dict(form.form_values())["role"] == "relative"
        assert took(await phone.submit(form, {"name": "Ing", "role": "patient"}))
    seat = (await rows(database_url, "SELECT * FROM seat WHERE name = 'Ing'"))[0]
    assert seat["role"] == "patient"
    kept = (await rows(database_url, "SELECT * FROM invitation WHERE seat_id = $1", seat["id"]))[0]
    assert kept["name"] == "", "the seat has the name now"
    assert kept["used_at"]
