"""What becomes of somebody's words is theirs to choose; a vote that goes on, and a ledger that cannot be written, are
not."""

from pathlib import Path

import pytest

from schemas.answer import MEMBER
from schemas.belonging import BY_ITS_AUTHOR
from server.core.ledger import Erased, Ledger
from tests.platform.running import peerboard_beside
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, Staff, took
from tests.support.site import SECRET, Site

KEY = "l" * 40


@pytest.fixture
async def ledger(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """The site keeps this ledger for the test."""
    settings = site.settings.model_copy(update={"ledger": str(tmp_path / "ledger"), "ledger_key": KEY})
    monkeypatch.setattr(site.app.state.runtime, "settings", settings)
    return Ledger(tmp_path / "ledger", KEY)


async def ideas(cast: Cast) -> dict[str, str]:
    """Status by title, on the board."""
    query = "SELECT title || ': ' || text AS words, status FROM idea WHERE board_id = $1"
    return {row["words"]: row["status"] for row in await rows(cast.database.url, query, cast.board.id)}


async def seat_of(cast: Cast, member: Member) -> str:
    query = "SELECT public_id FROM seat WHERE name = $1 AND board_id = $2"
    return str((await rows(cast.database.url, query, member.name, cast.board.id))[0]["public_id"])


async def erase(cast: Cast, member: Member, **paper: str) -> None:
    """Ada erases a member, as they asked on `paper`. She is not shown what they wrote."""
    ada, seat = await cast.ada(), await seat_of(cast, member)
    page = await ada.page(f"/seats/{seat}/erase")
    assert "Ord" not in page.text.replace("Ordene", "")
    form = page.form("/erase")
    assert (await ada.submit(form, paper)).status_code == 422, "not without saying that they asked"
    answer = await ada.submit(form, paper | {"asked": "1"})
    assert answer.status_code == 303
    done = await ada.page(answer.headers["location"])
    assert "Personen er slettet" in done.text
    assert member.name not in done.text


async def test_each_idea_goes_or_stays_without_a_name(cast: Cast, ledger: Ledger) -> None:
    ben, url = await cast.ben(), cast.database.url
    for title in ("Ro om natten", "Kaffe til alle", "Lys i gangen"):
        assert took(await ben.propose(title, "Ord"))
    page = await ben.page(f"/b/{cast.board.public_id}/mine/erase")
    key = (
        await rows(url, "SELECT public_id FROM idea WHERE title = 'Kaffe til alle' AND board_id = $1", cast.board.id)
    )[0][0]
    code = (await ben.land()).text.split("Din returkode er ")[1].split(".")[0]
    answer = await ben.submit(page.form("/erase"), {f"words-{key}": "stays", "code": code})
    assert answer.status_code == 303
    assert "Du er slettet" in (await ben.page(answer.headers["location"])).text
    assert await ideas(cast) == {f"{BY_ITS_AUTHOR}: ": "withdrawn", "Kaffe til alle: Ord": "proposed"}
    (entry,) = ledger.erasures()
    assert (entry.kind, entry.kept) == (Erased.SEAT, (key,))
    again = await (await cast.ada()).post(f"/seats/{entry.subject}/erase", {"asked": "1"})
    assert again.status_code == 404, "there is nobody left to erase"
    assert (await ben.get(ben.room)).status_code == 404


@pytest.mark.parametrize(("words", "left"), [("goes", {"kept"}), ("stays", {"first", "last"})])
async def test_a_coordinator_does_as_it_says_on_paper(cast: Cast, words: str, left: set[str]) -> None:
    """By the numbers of ideas; the number of somebody else's means nothing."""
    ada, ben = await cast.ada(), await cast.ben()
    for title in ("first", "kept", "last"):
        assert took(await ben.propose(title, ""))
    assert took(await (await cast.rie()).propose("Ries", ""))
    assert took(await ada.phase("reveal"))
    query = "SELECT title, number FROM idea WHERE board_id = $1"
    numbers = {row["title"]: row["number"] for row in await rows(cast.database.url, query, cast.board.id)}
    await erase(cast, ben, words=words, **{"except": f"{numbers['kept']} og {numbers['Ries']}, x 77"})
    assert set(await ideas(cast)) == {f"{title}: " for title in (*left, "Ries", BY_ITS_AUTHOR)}
    query = "SELECT FROM status_change JOIN idea ON idea.id = idea_id WHERE board_id = $1 AND status_change.seat_id > 0"
    assert not await rows(cast.database.url, query, cast.board.id), "no timeline says that Ada withdrew it"


async def test_all_can_be_set_without_a_script(cast: Cast) -> None:
    ben = await cast.ben()
    for title in ("En", "To"):
        assert took(await ben.propose(title, "Ord"))
    page = f"/b/{cast.board.public_id}/mine/erase"
    for query, chosen in (("", "goes"), ("?all=stays", "stays"), ("?all=goes", "goes"), ("?all=x", "goes")):
        form = (await ben.page(page + query)).form("/erase")
        checked = [each.get("value") for each in form.findall(".//input[@checked]")]
        assert checked == [chosen, chosen]


async def voting(cast: Cast) -> tuple[Staff, Member]:
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.propose("Ro om natten", "Ord"))
    assert took(await (await cast.rie()).propose("Kaffe til alle", "Ord"))
    await cast.guests_join(5)
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    query = "SELECT public_id FROM idea WHERE title = 'Ro om natten' AND board_id = $1"
    idea = (await rows(cast.database.url, query, cast.board.id))[0]["public_id"]
    for voter in (ben, *(cast.devices[f"Medlem {number}"] for number in range(1, 6))):
        assert took(await voter.vote({idea: 2}))
    return ada, ben


async def test_an_idea_that_is_voted_on_is_erased_when_the_vote_closes(cast: Cast, ledger: Ledger) -> None:
    ada, ben = await voting(cast)
    await erase(cast, ben)
    assert "Ro om natten: Ord" in await ideas(cast), "people are choosing by its words"
    assert not await rows(cast.database.url, "SELECT FROM seat WHERE name = 'Ben' AND board_id = $1", cast.board.id)
    assert took(await ada.phase("result"))
    assert await ideas(cast) == {f"{BY_ITS_AUTHOR}: ": "prioritised", "Kaffe til alle: Ord": "proposed"}
    tallied = await rows(
        *(cast.database.url, "SELECT voters, dots FROM tally JOIN idea ON idea.id = tally.idea_id WHERE title = $1"),
        BY_ITS_AUTHOR,
    )
    assert [tuple(row) for row in tallied] == [(6, 12)], "the ballot that was cast stays"


async def test_a_vote_that_is_given_up_erases_too(cast: Cast, ledger: Ledger) -> None:
    ada, ben = await voting(cast)
    await erase(cast, ben)
    assert took(await ada.phase("reveal"))
    assert await ideas(cast) == {f"{BY_ITS_AUTHOR}: ": "withdrawn", "Kaffe til alle: Ord": "proposed"}


async def test_without_its_ledger_nothing_is_erased(cast: Cast, site: Site, ledger: Ledger) -> None:
    """Where an entry cannot be written, a restored backup would bring it all back."""
    ben = await cast.ben()
    assert took(await ben.propose("Ro om natten", "Ord"))
    ledger.path.mkdir()
    seat = await seat_of(cast, ben)
    answer = await (await cast.ada()).post(f"/seats/{seat}/erase", {"asked": "1"})
    assert answer.status_code == 503
    assert "Intet er slettet" in answer.text
    assert await ideas(cast) == {"Ro om natten: Ord": "proposed"}
    assert (await ben.get(ben.room)).status_code == 200
    ledger.path.rmdir()
    await erase(cast, ben)


async def test_a_name_is_taken_out_where_only_they_have_it(cast: Cast, ledger: Ledger) -> None:
    """Who carries an idea was typed by somebody; another with the same name keeps theirs."""
    url, board = cast.database.url, cast.board.id
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    assert took(await rie.propose("Kaffe til alle", "Ord"))
    assert took(await ada.phase("reveal"))
    for name in ("ben", "Rie"):
        await rows(
            *(url, "INSERT INTO owner (idea_id, name, mail, carries, named) SELECT id, $1, '', true, true FROM idea"),
            *(name,),
        )
    cast.devices["Rie too"] = await Member(cast.url).join(cast.meeting.join_token, "citizen", "Rie")
    await erase(cast, ben)
    query = "SELECT seat.public_id FROM seat WHERE name = 'Rie' AND board_id = $1 ORDER BY id"
    seat = (await rows(url, query, board))[0]["public_id"]
    assert took(await ada.post(f"/seats/{seat}/erase", {"asked": "1"}))
    named = await rows(
        url, "SELECT o.name, named FROM owner o JOIN idea ON idea.id = idea_id WHERE board_id = $1", board
    )
    assert {tuple(row) for row in named} == {(MEMBER, False), ("Rie", True)}


async def test_what_was_added_to_an_idea_of_several_goes_too(cast: Cast, ledger: Ledger) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    assert took(await ben.propose("Ro om natten", "Ord"))
    assert took(await rie.propose("Ro om aftenen", "Ord"))
    for phase in ("reveal", "group"):
        assert took(await ada.phase(phase))
    query = "SELECT public_id, title FROM idea WHERE board_id = $1"
    ids = {row["title"]: row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)}
    assert took(await ada.post(f"/ideas/{ids['Ro om natten']}/merge", {"into": ids["Ro om aftenen"]}))
    for member, title, text in ((ben, "Ro om natten", "Bens ord"), (rie, "Ro om aftenen", "Ries ord")):
        assert took(await member.post(f"/ideas/{ids[title]}/additions", {"key": text, "text": text}))
    await erase(cast, ben)
    added = await rows(
        *(cast.database.url, "SELECT m.text FROM moment m JOIN idea ON idea.id = idea_id WHERE board_id = $1"),
        cast.board.id,
    )
    assert {row["text"] for row in added} == {BY_ITS_AUTHOR, "Ries ord"}
    assert await ideas(cast) == {f"{BY_ITS_AUTHOR}: ": "merged", "Ro om aftenen: Ord": "proposed"}


async def test_an_address_is_erased_by_the_link_in_a_letter_and_by_the_operator(
    cast: Cast, site: Site, ledger: Ledger, tmp_path: Path
) -> None:
    ada, rie, url = await cast.ada(), await cast.rie(), cast.database.url
    assert took(await rie.propose("Kaffe til alle", "Ord"))
    assert took(await ada.phase("reveal"))
    idea = (await rows(url, "SELECT public_id FROM idea WHERE board_id = $1", cast.board.id))[0]["public_id"]
    for who, mail in ((rie, "zq-one@example.org"), (await cast.ben(), "zq-two@example.org")):
        assert took(await who.post(f"/ideas/{idea}/follow", {"mail": mail}))
        assert took(await ada.post(f"{ada.room}/invitations/mail", {"list": f"Zq <{mail}>", "form": mail}))
    body = (await rows(url, "SELECT body FROM mail WHERE recipient = 'zq-one@example.org' ORDER BY id LIMIT 1"))[0][0]
    link = body.split("/follow/")[1].split()[0]
    cleo = await cast.cleo()
    assert "Slet min adresse" in (await cleo.page(f"/follow/{link}")).text
    assert "Din adresse er slettet" in (await cleo.post(f"/follow/{link}", {"do": "erase"})).text
    assert not await anywhere(url, "zq-one@example.org")
    assert await anywhere(url, "zq-two@example.org")
    told = {"PEERBOARD_DATABASE_URL": url, "PEERBOARD_REDIS_URL": site.settings.redis_url, "PEERBOARD_SECRET": SECRET}
    told |= {"PEERBOARD_LEDGER": str(ledger.path), "PEERBOARD_LEDGER_KEY": KEY}
    counted = await peerboard_beside("erase", "ZQ-two@example.org", **told)
    assert "This would erase follow: 1, invitation: 1, mail: 2." in counted.stdout, counted
    assert await anywhere(url, "zq-two@example.org")
    assert "Erased (follow: 1" in (await peerboard_beside("erase", "zq-two@example.org", "--yes", **told)).stdout
    assert not await anywhere(url, "zq-two@example.org")
    assert "example.org" not in ledger.path.read_text()
    await rows(
        url,
        "INSERT INTO owner (idea_id, name, mail, carries, named) SELECT id, 'Zq', $1, true, true FROM idea",
        "zq-two@example.org",
    )
    again = await peerboard_beside("erasures", "replay", **told)
    assert again.stdout == "2 erasures were done again.\n", again
    assert not await anywhere(url, "zq-two@example.org")


async def anywhere(url: str, mail: str) -> list[object]:
    """Where the address still stands."""
    tables = {"mail": "recipient", "digest_line": "recipient", "follow": "mail", "invitation": "mail", "owner": "mail"}
    query = " UNION ALL ".join(f"SELECT '{table}' FROM {table} WHERE {column} = $1" for table, column in tables.items())
    return list(await rows(url, query, mail))
