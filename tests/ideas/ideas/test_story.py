"""What became of an idea: who may read it, what stands there, and that it changes while it is open."""

import pytest

from schemas.flow import Status
from tests.room.paper.writing import tell
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.mirror import assert_mirrors
from tests.support.queries import asked
from tests.support.site import Site
from tests.work.answers.scene import REASON, SOON, agreed, put, sent, shown, stored


async def test_everyone_with_a_seat_reads_it_and_nobody_else(cast: Cast, site: Site) -> None:
    idea = await shown(cast)
    for member in (await cast.ben(), await cast.rie(), await cast.olga(), await cast.ada(), await cast.leo()):
        page = await member.page(f"/ideas/{idea}")
        assert "Ro om aftenen" in page.element("story").text_content()
    assert (await (await cast.cleo()).get(f"/ideas/{idea}")).status_code == 404
    other = await Cast.gather(site.url, cast.database, site.settings.secret, mark=cast.board.public_id)
    assert (await (await other.ben()).get(f"/ideas/{idea}")).status_code == 404
    assert (await (await other.ada()).get(f"/ideas/{idea}/mine")).status_code == 404
    await other.leave()


async def test_a_hidden_idea_is_its_proposers_alone(cast: Cast) -> None:
    ben = await cast.ben()
    assert took(await ben.propose("Skjult idé"))
    idea = (await stored(cast, title="Skjult idé")).public_id
    page = await ben.page(f"/ideas/{idea}")
    assert "Kun du kan se idéen endnu." in page.text
    assert page.find("follow-form") is None
    for other in (await cast.rie(), await cast.ada(), await cast.leo()):
        assert (await other.get(f"/ideas/{idea}")).status_code == 404


async def test_the_room_and_the_result_lead_to_it(cast: Cast) -> None:
    idea = await shown(cast)
    ada, ben = await cast.ada(), await cast.ben()
    assert (await ben.look()).select(f"//*[@id='room']//a[@href='/ideas/{idea}']")
    others = await cast.guests_join(5)
    assert took(await ada.phase("vote"))
    for guest in others:
        assert took(await guest.vote({idea: 1}))
    assert took(await ada.phase("result"))
    assert (await ben.look()).select(f"//*[@id='result']//a[@href='/ideas/{idea}']")
    assert "Peerboardet har valgt idéen." in (await ben.page(f"/ideas/{idea}")).text


async def test_staff_are_named_and_members_are_not(cast: Cast) -> None:
    idea = await agreed(cast)
    page = await (await cast.rie()).page(f"/ideas/{idea}")
    assert "Ada Holm, Koordinator" in page.text
    assert "Leo Bach, Afdelingschef, Afdeling A" in page.text
    assert "Ben" not in page.text
    lines = [moment.get("id") for moment in page.select("//ol[@id='story-lines']/li")]
    assert lines[:3] == ["line-1", "line-2", "line-3"]


async def test_what_happened_at_night_has_one_date(cast: Cast, database_url: str) -> None:
    idea = await agreed(cast)
    night = "UPDATE status_change SET at = '2026-03-04 23:30+00' FROM idea WHERE idea.id = idea_id AND public_id = $1"
    await rows(database_url, night, idea)
    leo = await cast.leo()
    for address in (f"/ideas/{idea}", f"/ideas/{idea}/poster", f"/answers/{idea}"):
        times = (await leo.page(address)).select("//time")
        assert [time for time in times if time.text_content() == "5. marts 2026"], address
        told = {(time.get("datetime"), time.text_content()) for time in times}
        assert all((iso == "2026-03-05") == (words == "5. marts 2026") for iso, words in told), address


@pytest.mark.parametrize("who", ["ben", "ada", "leo"])
async def test_it_changes_while_it_is_open(cast: Cast, who: str) -> None:
    """R4 for StatusChanged and AnswerGiven, for members and for those who have forms of their own there."""
    idea = await shown(cast)
    member: Member = {"ben": await cast.ben(), "ada": await cast.ada(), "leo": await cast.leo()}[who]
    ada, leo = await cast.ada(), await cast.leo()
    stream = await member.stream(f"/ideas/{idea}")
    assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, SOON))
    await stream.sees("En leder ser på idéen.")
    assert_mirrors(stream.page, await member.page(f"/ideas/{idea}"))
    assert took(await leo.answer(idea, "declined", text=REASON))
    await stream.sees(REASON)
    assert_mirrors(stream.page, await member.page(f"/ideas/{idea}"))
    await stream.close()


async def test_forms_of_staff_are_in_no_frame(cast: Cast) -> None:
    idea = await shown(cast)
    ada = await cast.ada()
    stream = await ada.stream(f"/ideas/{idea}")
    assert "/review" in stream.page.source
    assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, SOON))
    await stream.sees("En leder ser på idéen.")
    assert not any("<form" in raw for raw in stream.raw)
    mine = await ada.page(f"/ideas/{idea}/mine")
    assert "Skal andre afgøre det?" in mine.text
    assert "Skal andre" not in (await (await cast.ben()).page(f"/ideas/{idea}/mine")).text
    await stream.close()


async def test_an_edit_before_the_reveal_and_the_reveal_itself(cast: Cast) -> None:
    """R4 for IdeaEdited and IdeasRevealed, on the page of one's own hidden idea."""
    ben, ada = await cast.ben(), await cast.ada()
    assert took(await ben.propose("Før", "Ord"))
    row = await stored(cast, title="Før")
    path = f"/ideas/{row.public_id}"
    stream = await ben.stream(path)
    assert took(await ben.post(path, {"version": 1, "title": "Efter", "text": "Ord", "theme": "", "statement": ""}))
    await stream.sees("Efter")
    assert_mirrors(stream.page, await ben.page(path))
    assert took(await ada.phase("reveal"))
    await stream.sees("Idé 1")
    page = await ben.page(path)
    assert stream.page.element("story").text_content() == page.element("story").text_content()
    await stream.close()


async def test_a_change_on_one_idea_leaves_the_page_of_another(cast: Cast) -> None:
    rie = await cast.rie()
    assert took(await rie.propose("En anden"))
    idea = await shown(cast)
    other = (await stored(cast, title="En anden")).public_id
    stream = await rie.stream(f"/ideas/{other}")
    seq = stream.seq
    assert took(await (await cast.ada()).send_to_leader(idea, cast.people["Leo"].mail, SOON))
    await stream.reaches(seq + 1)
    assert_mirrors(stream.page, await rie.page(f"/ideas/{other}"))
    assert "En leder ser" not in stream.page.text
    await stream.close()


async def test_every_status_has_its_sentence(cast: Cast) -> None:
    idea = await sent(cast)
    for status in Status:
        await put(cast, idea, status)
        for language, reader in (("da", await cast.ben()), ("en", await cast.rie())):
            assert (await reader.get(f"/ideas/{idea}?lang={language}")).status_code == 200, status


async def test_it_asks_the_database_the_same_number_of_times_however_long_it_is(cast: Cast, site: Site) -> None:
    idea = await shown(cast)
    ben, leo = await cast.ben(), await cast.leo()
    await leo.page(f"/ideas/{idea}")

    async def counts() -> tuple[int, int]:
        with asked(site) as member:
            await ben.page(f"/ideas/{idea}")
        with asked(site) as staff:
            await leo.page(f"/ideas/{idea}")
        return len(member), len(staff)

    before = await counts()
    assert took(await (await cast.ada()).send_to_leader(idea, cast.people["Leo"].mail, SOON))
    for number in range(3):
        assert took(await leo.answer(idea, "on_hold", text=f"{REASON} {number}", date=SOON))
        assert took(await (await cast.ada()).send_to_leader(idea, cast.people["Leo"].mail, SOON))
    await cast.guests_join(3)
    assert await counts() == before
    assert before[0] <= 16
    assert before[1] <= 20


async def test_nobody_is_named_as_the_author_of_an_idea(cast: Cast) -> None:
    """A leader, or a coordinator who writes for somebody at the table, is one of the room when they write."""
    leo, ben, ada = await cast.leo(), await cast.ben(), await cast.ada()
    leo.meeting = ada.meeting = cast.meeting.public_id
    for title in ("Leders idé", "Taget tilbage"):
        assert took(await leo.propose(title))
    assert took(await tell(ada, "Sagt ved bordet"))
    assert took(await ada.phase("reveal"))
    titles = ("Leders idé", "Taget tilbage", "Sagt ved bordet")
    ideas = [(await stored(cast, title=title)).public_id for title in titles]
    assert took(await leo.post(f"/ideas/{ideas[0]}/additions", {"key": "more", "text": "Også om natten"}))
    assert took(await leo.post(f"/ideas/{ideas[1]}/withdrawal"))
    for idea in ideas:
        story = (await ben.page(f"/ideas/{idea}")).element("story").text_content()
        assert not [name for name in ("Leo", "Ada") if name in story], story
    seats = "SELECT {0}.seat_id FROM {0} JOIN idea ON idea.id = idea_id WHERE idea.board_id = $1"
    for table in ("status_change", "moment"):
        assert {row[0] for row in await rows(cast.database.url, seats.format(table), cast.board.id)} == {None}
