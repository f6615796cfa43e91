"""Decisions first, and every line can be corrected. A correction hangs on its line, and goes with the line's idea."""

from collections.abc import Mapping

import httpx2

from schemas.minutes import PartKey
from tests.room.agreements.scene import agree, chosen_two
from tests.room.minutes.scene import SAID, TITLES, WORDS, Evening, evening, section
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Staff, took

INSTEAD = "Karens køkken spørger selv."


async def correct(at: Evening, who: Staff, part: str, fields: Mapping[str, object]) -> httpx2.Response:
    """Write what is to stand instead of lines of a section."""
    page = await who.page(f"{at.path}/lines/{part}")
    return await who.submit(page.form(f"/lines/{part}"), fields)


def heads(page: Page) -> list[str]:
    """The headings of the minutes, in order."""
    return [head.text_content() for head in page.select("//article//section/h2")]


async def test_decisions_stand_first_then_the_result(cast: Cast) -> None:
    at = await evening(cast)
    assert heads(await at.read())[:3] == ["Det aftalte vi", "Det valgte vi", "Det talte vi om"]


async def test_what_most_chose_is_agreed_on_first_and_told_first(cast: Cast) -> None:
    ada, members = await cast.ada(), await cast.guests_join(5)
    for title in ("Kaffe", "Filt", "Ro"):
        assert took(await members[0].propose(title))
    assert took(await ada.phase("reveal"))
    query = "SELECT title, public_id FROM idea WHERE meeting_id = $1"
    ideas = {row["title"]: row["public_id"] for row in await rows(cast.database.url, query, cast.meeting.id)}
    await ada.voting(method="dots", dots=5, most=3, own=1, leaders=1)
    assert took(await ada.phase("vote"))
    ballot = await members[0].look()
    for member in members:
        assert took(await member.vote({ideas["Kaffe"]: 1, ideas["Ro"]: 3}, page=ballot))
    for phase in ("result", "agree"):
        assert took(await ada.phase(phase))

    def order(page: Page) -> list[str]:
        said = str(page.element("main").text_content())
        return sorted((title for title in ("Kaffe", "Ro")), key=said.index)

    assert order(await members[0].look()) == ["Ro", "Kaffe"]
    for title in ("Kaffe", "Ro"):
        assert took(await agree(cast, ideas[title]))
    assert took(await ada.phase("close"))
    assert order(await members[0].look()) == ["Ro", "Kaffe"]
    assert took(await ada.post(f"{ada.room}/end"))
    agreed = section(await ada.page(f"{ada.room}/minutes"), "Det aftalte vi")
    assert agreed.index("Ro") < agreed.index("Kaffe")


async def test_what_was_talked_about_has_its_words_its_notes_and_what_members_wrote(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    for title in ("Ro", "Kaffe", "Filt"):
        assert took(await ben.propose(title, f"{title}: {WORDS}"))
    assert took(await ada.phase("reveal"))
    query = "SELECT title, public_id FROM idea WHERE meeting_id = $1"
    ideas = {row["title"]: row["public_id"] for row in await rows(cast.database.url, query, cast.meeting.id)}
    assert took(await ada.phase("discuss"))
    assert took(await ada.post(f"/ideas/{ideas['Ro']}/note", {"version": 0, "text": SAID}))
    for words in ("Det vil jeg også.", "Det skal skjules."):
        said = {"key": words, "text": words, "from": "room"}
        assert took(await ben.post(f"/ideas/{ideas['Kaffe']}/comments", said))
    query = "SELECT public_id FROM comment WHERE text = 'Det skal skjules.'"
    hidden = (await rows(cast.database.url, query))[0]["public_id"]
    assert took(await ada.post(f"{ada.room}/end"))
    assert took(await ada.post(f"/comments/{hidden}/hiding", {"reason": "Der stod et navn.", "from": "desk"}))
    page = await ada.page(f"{ada.room}/minutes")
    told = section(page, "Det talte vi om")
    for words in (" ".join(SAID.split()), " ".join(f"Ro: {WORDS}".split()), "Det vil jeg også."):
        assert words in told
    assert "Filt" not in told, "nobody spoke of it"
    assert "Det skal skjules." not in page.source


async def test_a_correction_stands_instead_of_its_line_and_is_hidden_with_its_idea(cast: Cast) -> None:
    at, ada, ben = await evening(cast), await cast.ada(), await cast.ben()
    idea = at.ideas[TITLES[0]]
    page = await ada.page(f"{at.path}/lines/agreed")
    assert "Tager idéen med: Birthe" in page.text, "what stands there now"
    forgotten = {f"words-{at.ideas[TITLES[3]]}": "Det talte vi om i gangen."}
    assert took(await correct(at, ada, "agreed", forgotten))
    assert "Det talte vi om i gangen." in section(await at.read(), "Det aftalte vi"), "what nobody noted at the meeting"
    assert took(await correct(at, ada, "agreed", {f"words-{idea}": INSTEAD}))
    for path in (at.path, f"{at.path}/edit", f"{at.path}/approval"):
        agreed = (await ada.page(path)).text
        assert INSTEAD in agreed
        assert "Tager idéen med" not in agreed
    assert "Tager idéen med" in (await ada.page(f"{at.path}?version=1")).text
    assert took(await ada.post(f"{at.path}/lines/agreed"))
    assert INSTEAD in (await at.read()).text, "a line that the form did not show stays corrected"
    await at.approve()
    assert INSTEAD in (await at.read(ben)).text
    assert took(await correct(at, ada, "agreed", {f"words-{idea}": ""}))
    assert "Tager idéen med" in section(await at.read(), "Det aftalte vi")
    assert INSTEAD in (await at.read(ben)).text, "members read what was approved"
    assert took(await ada.post(f"/ideas/{idea}/hiding", {"reason": "Der stod et navn."}))
    for reader in (ada, ben):
        assert INSTEAD not in (await at.read(reader)).source


async def test_a_correction_is_erased_with_its_idea(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    for part in ("agreed", "result", "ideas"):
        assert took(await correct(at, ada, part, {f"words-{at.ideas[TITLES[0]]}": f"{INSTEAD} {part}"}))
    text = (await at.read()).text
    assert all(f"{INSTEAD} {part}" in text for part in ("agreed", "result", "ideas"))
    assert "21" in section(await at.read(), "Det valgte vi"), "what was counted stays"
    await rows(cast.database.url, "DELETE FROM idea WHERE public_id = $1", at.ideas[TITLES[0]])
    assert INSTEAD not in (await at.read()).source
    assert not await rows(cast.database.url, "SELECT 1 FROM minutes_line WHERE meeting_id = $1", cast.meeting.id)
    stored = await rows(cast.database.url, "SELECT parts::text AS parts FROM minutes")
    stored += await rows(cast.database.url, "SELECT parts::text AS parts FROM minutes_version")
    assert not any(INSTEAD in row["parts"] for row in stored)


async def test_every_section_can_be_corrected(cast: Cast) -> None:
    at, ada = await evening(cast), await cast.ada()
    edit = await ada.page(f"{at.path}/edit")
    offered = {button.get("value") for button in edit.select("//button[@name='then']")}
    away = {PartKey.ASKED, PartKey.AGENDA, PartKey.QUESTIONS, PartKey.SINCE, PartKey.OTHER}
    shown = set(PartKey) - away  # nobody asked, there is no agenda and no queue, and it is the first
    assert offered == shown
    for part in sorted(shown):
        page = await ada.page(f"{at.path}/lines/{part}")
        names = [name for name, _ in page.form(f"/lines/{part}").form_values() if name.startswith("words-")]
        field = "words-attended" if part is PartKey.HEAD else names[0]
        assert took(await correct(at, ada, part, {field: f"Rettet i {part}."}))
        assert f"Rettet i {part}." in (await at.read()).text
    assert "10 personer" not in (await at.read()).text
    assert (await ada.get(f"{at.path}/lines/other")).status_code == 404


async def test_two_who_correct_the_same_line_are_asked_and_a_word_typed_is_never_lost(cast: Cast) -> None:
    at, ada, bo = await evening(cast), await cast.ada(), await cast.bo()
    field = f"words-{at.ideas[TITLES[0]]}"
    page = await bo.page(f"{at.path}/lines/agreed")
    assert took(await correct(at, ada, "agreed", {field: "Ada retter."}))
    answer = await bo.submit(page.form("/lines/agreed"), {field: "Bo retter."})
    assert answer.status_code == 409
    again = Page(answer.text)
    assert dict(again.form("/lines/agreed").form_values())[field].strip() == "Bo retter."
    assert "Ada retter." in again.text
    long = await correct(at, ada, "agreed", {field: "æ" * 1001})
    assert long.status_code == 422
    assert "æ" * 1001 in long.text
    # What stands in the other form is saved on the way to the lines.
    edit = (await ada.page(f"{at.path}/edit")).form("/minutes")
    on = await ada.submit(edit, {"words-other": "Tak for i dag.", "then": "agreed"})
    assert on.headers["location"].endswith("/minutes/lines/agreed")
    assert "Tak for i dag." in (await at.read()).text


async def test_a_correction_goes_when_the_evening_goes_on_and_its_line_is_another(cast: Cast) -> None:
    """Ended by mistake, corrected, opened again: what was agreed, noted and counted since is read, and not hidden by
    words about how it was before. A correction of what is as it was stays."""
    ada, ben = await cast.ada(), await cast.ben()
    coffee, calm = await chosen_two(cast)
    for idea in (coffee, calm):
        assert took(await agree(cast, idea))
    for idea in (coffee, calm):
        assert took(await ada.post(f"/ideas/{idea}/note", {"version": 0, "text": SAID}))
    assert took(await ada.post(f"{ada.room}/end"))
    at = Evening(cast, {}, [ben])
    old = {f"words-{coffee}": f"{INSTEAD} 1", f"words-{calm}": f"{INSTEAD} 2"}
    for part, fields in (
        ("agreed", old),
        ("discussed", old),
        ("head", {"words-attended": "En enkelt.", "words-place": "Dagligstuen", "words-led_by": "Ada og Bo"}),
    ):
        assert took(await correct(at, ada, part, fields))
    before = await at.read()
    assert before.text.count(INSTEAD) == 4
    assert took(await ada.post(f"{ada.room}/opening"))
    assert took(await agree(cast, coffee, step="Køb en kande", version=1))
    assert took(await ada.post(f"/ideas/{calm}/note", {"version": 1, "text": "Dørene skal smøres."}))
    await cast.rie()
    assert took(await ada.post(f"{ada.room}/end"))
    now = await at.read()
    agreed, discussed = section(now, "Det aftalte vi"), section(now, "Det talte vi om")
    assert ("Køb en kande" in agreed, f"{INSTEAD} 1" in agreed, f"{INSTEAD} 2" in agreed) == (True, False, True)
    assert "Dørene skal smøres." in discussed
    assert (f"{INSTEAD} 1" in discussed, f"{INSTEAD} 2" in discussed) == (True, False)
    assert "2 personer" in now.text
    assert "En enkelt." not in now.text
    assert "Dagligstuen" in now.text
    assert "Ada og Bo" in now.text
    assert (await ada.page(f"{at.path}?version=4")).text.count(INSTEAD) == 4, "nothing that she wrote is lost"


async def test_leaders_who_were_there_are_named_as_staff(cast: Cast) -> None:
    ada, leo = await cast.ada(), await cast.leo()
    assert took(await leo.propose("Fra ledelsens stol"))
    assert took(await ada.post(f"{ada.room}/end"))
    page = await ada.page(f"{ada.room}/minutes")
    facts = {pair.find("dt").text_content(): pair.find("dd").text_content() for pair in page.select("//header//dl/div")}
    assert facts["Fra ledelsen"] == "Leo Bach, Afdelingschef"
