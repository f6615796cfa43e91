"""When the meeting ends its minutes are written, from the same records as its pages."""

import pytest

from tests.room.agreements.scene import LATER, SOON, written
from tests.room.minutes.scene import SAID, TITLES, evening, section
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took


async def test_they_are_there_the_moment_it_is_over(cast: Cast) -> None:
    at = await evening(cast)
    page = await at.read()
    head = {pair.find("dt").text_content(): pair.find("dd").text_content() for pair in page.select("//header//dl/div")}
    assert head["Med til mødet"] == "10 personer: 5 patienter, 5 pårørende"
    assert head["Leder af mødet"] == "Ada Holm, Koordinator"
    assert head["Enhed"] == "Afdeling A"
    told = section(page, "Idéer, der blev skrevet")
    assert "Vi skrev 4 idéer." in told
    assert all(title in told for title in TITLES)
    assert "Lagt sammen med idé" in told
    assert " ".join(SAID.split()) in section(page, "Det talte vi om")
    agreed = section(page, "Det aftalte vi")
    assert TITLES[0] in agreed
    for words in ("Birthe", "Spørg køkkenet", f"Birthe, senest {written(SOON)}", "Leo Bach", written(LATER)):
        assert words in agreed
    carried = section(page, "Det tager vi med til næste gang")
    assert f"{TITLES[3]}Valgt, men ikke aftalt" in carried.replace(" Valgt", "Valgt")
    assert section(page, "Blev du hørt?") == "Blev du hørt? 6 af 6 følte sig hørt."


async def test_its_numbers_are_those_of_the_result(cast: Cast) -> None:
    at = await evening(cast)
    room = await (await cast.ben()).look()
    table = (await at.read()).select("//section[h2='Det valgte vi']//tbody/tr")
    said = {
        row.findall("td")[0].text_content(): [cell.text_content() for cell in row.findall("td")[1:]] for row in table
    }
    assert said[TITLES[0]] == ["21", "7", "Valgt"]
    shown = room.select("//*[@id='result']//tbody/tr")
    assert shown
    for row in shown:
        text = " ".join(row.text_content().split())
        title = next(title for title in said if title in text)
        dots, voters, _ = said[title]
        assert f"{dots} prik" in text
        assert f"fra {voters} person" in text
    assert "7 stemte." in section(await at.read(), "Det valgte vi")
    assert "10 var med i dag: 5 patienter, 5 pårørende" in room.text


async def test_nobody_but_staff_is_named(cast: Cast) -> None:
    at = await evening(cast)
    stored = (await rows(cast.database.url, "SELECT parts::text AS parts FROM minutes"))[0]["parts"]
    page = await at.read()
    for name in ("Ben", "Medlem 1", "Medlem 9"):
        assert name not in page.text
        assert name not in stored
    assert not any(title in stored for title in TITLES), "what ideas say stands in their own table alone"


async def test_a_small_role_and_few_voters_are_not_told(cast: Cast) -> None:
    """P3: as on the pages of the meeting."""
    ada, members = await cast.ada(), await cast.guests_join(4)
    assert took(await members[0].propose("Ro"))
    for phase in ("reveal", "vote"):
        assert took(await ada.phase(phase))
    idea = next(n for n, _ in (await members[0].look()).form("#ballot").form_values() if n.startswith("dots-"))[5:]
    for member in members:
        assert took(await member.vote({idea: 3}))
    assert took(await ada.phase("result"))
    assert took(await ada.post(f"{ada.room}/end"))
    page = await ada.page(f"{ada.room}/minutes")
    assert "4 personer" in page.text
    assert "patienter" not in page.text
    chosen = section(page, "Det valgte vi")
    assert "For få har stemt til, at vi kan vise et resultat." in chosen
    assert "12" not in chosen
    assert "følte sig hørt" not in page.text


@pytest.mark.parametrize("hidden", ["before", "after"])
async def test_what_is_hidden_or_was_never_shown_is_not_in_them(cast: Cast, hidden: str) -> None:
    """P1, on every form of the minutes."""
    ada, ben = await cast.ada(), await cast.ben()
    for title in ("mærke skjult", "mærke vist"):
        assert took(await ben.propose(title, "mærke ord"))
    assert took(await ada.phase("reveal"))
    query = "SELECT public_id FROM idea WHERE title = $1 AND meeting_id = $2"
    idea = (await rows(cast.database.url, query, "mærke skjult", cast.meeting.id))[0]["public_id"]
    assert took(await ada.post(f"/ideas/{idea}/note", {"version": 0, "text": "mærke note"}))
    assert took(await ada.phase("agree"))
    assert took(await ada.post(f"{ada.room}/chosen", {"idea": idea}))
    assert took(await ben.propose("mærke sent", "kom efter tid"))

    async def hide() -> None:
        assert took(await ada.post(f"/ideas/{idea}/hiding", {"reason": "Der stod et navn."}))

    if hidden == "before":
        await hide()
    assert took(await ada.post(f"{ada.room}/end"))
    if hidden == "after":
        assert "mærke skjult" in (await ada.page(f"{ada.room}/minutes")).text
        await hide()
    for path in ("", "/edit", "/approval"):
        page = await ada.page(f"{ada.room}/minutes{path}")
        assert "mærke vist" in page.text
        for words in ("mærke skjult", "mærke note", "mærke sent"):
            assert words not in page.source, (path, words)


async def test_an_erased_idea_is_gone_from_them(cast: Cast) -> None:
    at = await evening(cast)
    await rows(cast.database.url, "DELETE FROM idea WHERE public_id = $1", at.ideas[TITLES[2]])
    page = await at.read()
    assert TITLES[2] not in page.source
    assert TITLES[0] in page.text


async def test_one_that_its_author_takes_back_is_not_quoted(cast: Cast) -> None:
    at = await evening(cast)
    withdrawn = "UPDATE idea SET status = 'withdrawn' WHERE public_id = $1"
    await rows(cast.database.url, withdrawn, at.ideas[TITLES[2]])
    page = await at.read()
    assert TITLES[2] not in page.source
    assert "Idéen er trukket tilbage." in section(page, "Idéer, der blev skrevet")
