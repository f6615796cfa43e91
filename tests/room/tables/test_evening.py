"""An evening at tables: people sit down by a card or by saying where, each table writes and is read by nobody else, and
chooses what the room sees. What it kept stays on its list, and comes with the minutes."""

import pytest

from schemas.roles import Role
from tests.room.agreements.scene import words
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, Staff, took
from tests.support.stream import Stream

WORDS = {3: ("Zqbus til dialyse", "Zqlæge i byen"), 4: ("Zqét nummer", "Zqpjece", "Zqkaffe", "Zqparkering")}


async def planned(cast: Cast) -> Staff:
    """Ada sets up a salon with eight tables before anybody has come."""
    ada = await cast.ada()
    page = await ada.page(f"{ada.room}/setup")
    for wrong in ("0", "61", "mange"):
        refused = await ada.submit(page.form("/setup"), {"format": "salon", "tables": wrong})
        assert refused.status_code == 422
        assert "Vælg 1 til 60 borde." in refused.text
    assert took(await ada.submit(page.form("/setup"), {"format": "salon", "tables": "8"}))
    row = (await rows(cast.database.url, "SELECT phase, tables FROM meeting WHERE id = $1", cast.meeting.id))[0]
    assert dict(row) == {"phase": "tables", "tables": 8}, "it begins where its format begins"
    return ada


async def sits(cast: Cast, name: str, table: int) -> Member:
    """Somebody takes the card of a table: its link seats them there."""
    person = await cast.cleo() if name == "Cleo" else Member(cast.url)
    path = f"/j/{cast.meeting.join_token}"
    page = await person.page(f"{path}?table={table}")
    answer = await person.submit(page.form(path), {"name": name})
    assert took(answer)
    person.meeting, person.name = cast.meeting.public_id, name
    await person.arrive()
    cast.devices[name] = person
    return person


async def idea_of(cast: Cast, title: str) -> str:
    found = await rows(cast.database.url, "SELECT public_id FROM idea WHERE title = $1", title)
    return str(found[0]["public_id"])


async def choose(person: Member, idea: str, show: int = 1) -> int:
    return (await person.post(f"{person.room}/table/ideas", {"idea": idea, "show": show})).status_code


@pytest.mark.long
async def test_an_evening_at_tables(cast: Cast) -> None:
    ada = await planned(cast)
    ida, _, eva = await sits(cast, "Ida", 3), await sits(cast, "Per", 3), await sits(cast, "Eva", 4)
    jens = await cast.member("Jens", Role.CITIZEN)  # by the code, without a card
    page = await jens.look()
    assert "Hvilket bord sidder du ved?" in page.text
    lost = await jens.submit(page.form("#sit"), {"table": "9"})
    assert lost.status_code == 422
    assert "Det bord er her ikke." in (await jens.follow(lost)).text
    assert took(await jens.submit(page.form("#sit"), {"table": "4"}))
    streams = [await who.stream() for who in (ida, eva)]
    streams += [await ada.stream(f"{ada.room}/desk"), await ada.stream(f"/screen/{cast.meeting.screen_token}")]
    await written(cast)
    await seen_by_its_table_only(cast, streams)
    await only_who_must(cast, streams)
    await helped(ada, eva, streams[2])
    await chosen(cast)
    await on_paper(cast)
    await too_few_tables(ada)
    assert took(await ada.phase("reveal"))
    await revealed(cast, streams)
    for phase in ("group", "vote", "result", "agree"):
        assert took(await ada.phase(phase))
    await shared(cast)
    assert took(await ada.phase("close"))
    assert took(await ada.post(f"{ada.room}/end"))
    minutes = (await ada.page(f"{ada.room}/minutes")).text
    for titles in WORDS.values():
        assert all(title in minutes for title in titles), "none is lost"
    for stream in streams:
        await stream.close()


async def test_a_meeting_that_ends_at_the_tables_loses_nothing(cast: Cast) -> None:
    """The coordinator ends it while people still write: what the tables wrote is numbered and in the minutes."""
    ada = await planned(cast)
    ida = await sits(cast, "Ida", 3)
    for title in WORDS[4]:
        assert took(await ida.propose(title))
    assert "Så kan alle læse det, som bordene har skrevet." in (await ada.get(f"{ada.room}/desk")).text
    assert took(await ada.post(f"{ada.room}/end"))
    found = await rows(
        cast.database.url, "SELECT number FROM idea WHERE meeting_id = $1 AND shown_at IS NOT NULL", cast.meeting.id
    )
    assert sorted(row["number"] for row in found) == [1, 2, 3, 4]
    minutes = (await ada.page(f"{ada.room}/minutes")).text
    assert all(title in minutes for title in WORDS[4])


async def written(cast: Cast) -> None:
    for table, who in ((3, "Ida"), (4, "Eva")):
        for title in WORDS[table]:
            assert took(await cast.devices[who].propose(title, f"{title} for alle"))


async def seen_by_its_table_only(cast: Cast, streams: list[Stream]) -> None:
    """Those who sit there read it at once; the others, the desk and the wall get numbers."""
    ada, ida, per = await cast.ada(), cast.devices["Ida"], cast.devices["Per"]
    assert "Zqbus til dialyse" in (await per.mine()).text, "his own table"
    assert "Zqét nummer" in (await cast.devices["Jens"].look()).text
    for person, others in ((ida, WORDS[4]), (per, WORDS[4]), (cast.devices["Jens"], WORDS[3])):
        seen = (await person.look()).text
        assert not any(title in seen for title in others)
    wall = await streams[3].until(lambda page: "4 idéer" in page.text, what="the wall to count")
    assert "Bord 4" in wall.text
    await streams[2].until(lambda page: "har ikke valgt" in page.text)
    secrets = [title for titles in WORDS.values() for title in titles]
    for path in (f"{ada.room}/desk", f"/screen/{cast.meeting.screen_token}", ada.room):
        page = (await ada.page(path)).text
        assert not any(title in page for title in secrets)
    told = "\n".join(frame for stream in streams for frame in stream.raw)
    assert not any(title in told for title in secrets), "a table's words are in no frame"
    secret = await idea_of(cast, "Zqét nummer")
    for person in (ada, ida):
        assert (await person.get(f"/ideas/{secret}")).status_code == 404
    assert await choose(ida, secret) == 404, "another table's"


def marked(page: Page) -> dict[str, str]:
    """What a frame says of each table: whether it is as it was. A phone whose own mark is another fetches its table."""
    return dict(part.split(":") for part in page.element("table-parts").get("data-parts", "").split())


async def only_who_must(cast: Cast, streams: list[Stream]) -> None:
    """What happens at one table is no reason for other tables' phones to fetch anything. The coordinator moves Jens to
    table 3 and back: both tables are told, the others and those who sit nowhere else are not asked for nothing."""
    ada, ida, jens = await cast.ada(), cast.devices["Ida"], cast.devices["Jens"]
    before = marked(await ida.look())
    assert (await ida.look()).element("table").get("data-part") == f"3:{before['3']}"
    assert took(await ida.propose("Zqmere"))
    page = await streams[0].until(lambda page: marked(page)["3"] != before["3"], what="table 3 to be another")
    after = marked(page)
    assert {number for number in after if after[number] != before[number]} == {"3"}
    newest = streams[0].raw[-1]
    assert "data-personal" not in newest, "so phones at other tables fetch nothing"
    seat = (await rows(cast.database.url, "SELECT public_id FROM seat WHERE name = 'Jens'"))[0]["public_id"]
    path = f"{ada.room}/tables/seats"
    for wrong in ("", "99"):
        assert (await ada.post(path, {"seat": seat, "table": wrong})).status_code == 422
    assert not took(await ida.post(path, {"seat": seat, "table": "3"})), "only the coordinator moves others"
    assert took(await ada.post(path, {"seat": seat, "table": "3"}))
    page = await streams[0].until(lambda page: marked(page)["4"] != after["4"], what="table 4 to be another")
    now = marked(page)
    assert {number for number in now if now[number] != after[number]} == {"0", "3", "4"}
    assert "Zqmere" in (await jens.mine()).text
    desk = await streams[2].until(lambda page: "Bord 3 (3)" in page.element("table-seats").text_content())
    assert "Jens" in (desk.element("table-seats").text_content() or "")
    assert took(await ada.post(path, {"seat": seat, "table": "4"}))


async def helped(ada: Staff, eva: Member, desk: Stream) -> None:
    assert took(await eva.post(f"{eva.room}/table/help", {"ask": 1}))
    await desk.sees("Bord 4 har bedt om hjælp.")
    assert "Koordinatoren ved, at I vil have hjælp." in (await eva.look()).text
    assert took(await ada.post(f"{ada.room}/tables/help", {"table": 4}))
    await desk.until(lambda page: "har bedt om hjælp" not in page.text)


async def chosen(cast: Cast) -> None:
    """Table 4 chooses three, and not a fourth; once Jens writes for it, nobody else chooses. Table 3 chooses none."""
    eva, jens, ada = cast.devices["Eva"], cast.devices["Jens"], await cast.ada()
    ideas = [await idea_of(cast, title) for title in WORDS[4]]
    assert [await choose(eva, idea) for idea in ideas] == [303, 303, 303, 409]
    assert (
        "I kan vise 3 idéer på én gang."
        in (await eva.post(f"{eva.room}/table/ideas", {"idea": ideas[3], "show": 1})).text
    )
    seat = (await rows(cast.database.url, "SELECT public_id FROM seat WHERE name = 'Jens'"))[0]["public_id"]
    assert took(await ada.post(f"/seats/{seat}/scribe", {"scribe": 1}))
    assert await choose(eva, ideas[0], 0) == 403
    assert await choose(jens, ideas[0], 0) == 303
    assert await choose(jens, ideas[3]) == 303
    assert took(await jens.propose("Zqbordets egen"))
    row = (await rows(cast.database.url, "SELECT on_paper, held, table_no FROM idea WHERE title = 'Zqbordets egen'"))[0]
    assert dict(row) == {"on_paper": True, "held": True, "table_no": 4}, "it is the table's, nobody's own"


async def on_paper(cast: Cast) -> None:
    """A table without a phone: the coordinator writes down what it says, and for which table."""
    ada = await cast.ada()
    page = await ada.page(f"{ada.room}/paper")
    assert took(await ada.submit(page.form("/paper/ideas"), {"title": "Zqpapir", "table": "7"}))
    row = (await rows(cast.database.url, "SELECT table_no, held FROM idea WHERE title = 'Zqpapir'"))[0]
    assert dict(row) == {"table_no": 7, "held": True}
    assert (await ada.submit(page.form("/paper/ideas"), {"title": "Zqandet", "table": "99"})).status_code == 422


async def too_few_tables(ada: Staff) -> None:
    page = await ada.page(f"{ada.room}/setup")
    refused = await ada.submit(page.form("/setup"), {"tables": "3"})
    assert refused.status_code == 422
    assert "Et bord med et højere nummer er i brug" in refused.text
    assert took(await ada.submit(page.form("/setup"), {"tables": "12"}))


async def revealed(cast: Cast, streams: list[Stream]) -> None:
    """The room sees what tables chose, with where it came from; the rest is on the table's own list."""
    ida, jens = cast.devices["Ida"], cast.devices["Jens"]
    page = await streams[0].until(lambda page: "Zqparkering" in page.text)
    assert "Zqlæge i byen" in page.text, "a table that chose none shows the first"
    assert "Bord 4" in page.text
    room = await ida.look()
    assert "Zqét nummer" not in room.text, "taken away again"
    assert "Zqbordets egen" not in room.text
    own = (await jens.look()).element("table").text_content() or ""
    assert "jeres andre idéer (2)" in own
    assert "Zqét nummer" in own
    wall = await streams[3].until(lambda page: "Zqparkering" in page.text)
    assert "Bord 4" in wall.text
    assert "Zqbordets egen" not in wall.text


async def shared(cast: Cast) -> None:
    """The room says which two should have an idea; the leader's form is filled in with them."""
    ada, leo, idea = await cast.ada(), await cast.leo(), await idea_of(cast, "Zqparkering")
    assert took(await ada.post(f"{ada.room}/chosen", {"idea": idea}))
    page = await ada.desk()
    same = await ada.submit(page.form(f"#agreement-{idea}"), words(cast, has="Region", has_too="region"))
    assert same.status_code == 422
    assert "Skriv to forskellige" in same.text
    two = words(cast, has="Lemvig Kommune", has_too="Region Midtjylland", do="send")
    assert took(await ada.submit(page.form(f"#agreement-{idea}"), two))
    assert "Lemvig Kommune og Region Midtjylland" in (await ada.page(f"/screen/{cast.meeting.screen_token}")).text
    form = (await leo.page(f"/answers/{idea}")).form("/answer")
    assert {"owner": "Lemvig Kommune", "owner2": "Region Midtjylland"}.items() <= dict(form.form_values()).items()
