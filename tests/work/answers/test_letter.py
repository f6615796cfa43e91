"""The page of one idea: everything that a leader wants when answering it, and what is nobody else's to see."""

from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import took
from tests.support.scene import make_board, make_meeting, make_person, make_units
from tests.work.answers.scene import REASON, SOON, STEP, above, agreed, sent, shown, stored


def words(page: Page, name: str) -> str:
    """The text of an element."""
    return " ".join(page.element(name).text_content().split())


async def test_all_of_it_stands_on_one_page(cast: Cast, database_url: str) -> None:
    ben, rie, ada, leo = await cast.ben(), await cast.rie(), await cast.ada(), await cast.leo()
    guests = await cast.guests_join(4)
    idea = await shown(cast)
    assert took(await rie.post(f"/ideas/{idea}/comments", {"key": "k", "text": "Også i weekenden."}))
    assert took(await ada.post(f"/ideas/{idea}/note", {"version": "0", "text": "Prøv med filt."}))
    assert took(await ada.phase("vote"))
    for guest in (ben, *guests):
        assert took(await guest.vote({idea: 2}))
    assert took(await ada.phase("result"))
    assert took(await ada.send_to_leader(idea, cast.people["Leo"].mail, SOON))
    page = await leo.page(f"/answers/{idea}")
    assert "Sluk lyset kl. 22" in words(page, "letter-idea")
    more = words(page, "letter-more")
    assert "10 prikker fra 5 personer. Valgt Nummer 1 af 1 idéer. 5 har stemt." in more
    assert "Også i weekenden." in more
    assert "Prøv med filt." in more
    form = dict(page.form(f"/ideas/{idea}/answer").form_values())
    assert (form["owner"], form["person"], form["from"]) == ("Leo Bach", "Leo Bach", "review")
    assert form["step_date"] > SOON


async def test_votes_are_told_no_further_than_the_result(cast: Cast) -> None:
    ada, leo, members = await cast.ada(), await cast.leo(), [await cast.ben(), await cast.rie(), await cast.finn()]
    idea = await shown(cast)
    assert took(await ada.phase("vote"))
    for member in members:
        assert took(await member.vote({idea: 2}))
    assert "Sådan stemte de" not in (await leo.page(f"/answers/{idea}")).text, "the round is open"
    assert took(await ada.phase("result"))
    page = await leo.page(f"/answers/{idea}")
    more = words(page, "letter-more")
    assert "For få har stemt til, at vi kan vise et resultat." in more
    assert "stemte på idéen" not in more
    assert "6 prikker" not in page.text
    assert "fra 3" not in page.text


async def test_what_the_coordinator_has_not_stepped_to_is_not_told_here(cast: Cast) -> None:
    ada, leo, members = await cast.ada(), await cast.leo(), await cast.guests_join(5)
    idea = await shown(cast)
    assert took(await ada.phase("vote"))
    for member in members:
        assert took(await member.vote({idea: 1}))
    assert took(await ada.phase("result"))
    assert took(await ada.post(f"{ada.room}/result", {"do": "step"}))
    assert "prikker" not in words(await leo.page(f"/answers/{idea}"), "letter-more")
    assert took(await ada.post(f"{ada.room}/result", {"do": "all"}))
    assert "5 prikker" in words(await leo.page(f"/answers/{idea}"), "letter-more")


async def test_what_became_of_earlier_ideas_like_it(cast: Cast) -> None:
    rie, leo, ada = await cast.rie(), await cast.leo(), await cast.ada()
    assert took(await rie.propose("Ro på gangen om aftenen", "Sluk lyset i tide"))
    assert took(await rie.propose("Kaffe til alle", "Om morgenen"))
    idea = await sent(cast)
    titles = ("Ro på gangen om aftenen", "Kaffe til alle")
    old, other = [(await stored(cast, title=title)).public_id for title in titles]
    assert not (await leo.page(f"/answers/{idea}")).find("similar"), "nothing has become of it yet"
    for each in (old, other):
        assert took(await ada.send_to_leader(each, cast.people["Leo"].mail, SOON))
        assert took(await leo.answer(each, "declined", text=REASON))
    page = await leo.page(f"/answers/{idea}")
    assert [each.get("id") for each in page.select("//ul[@class='similar']/li")] == [f"similar-{old}"]
    assert "fordi der er ikke personale til det om aftenen." in words(page, f"similar-{old}")


async def test_ideas_of_boards_that_one_may_not_see_are_not_told(cast: Cast, database_url: str) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    async with cast.database.begin() as session:
        mie = await make_person(session, f"mie-{cast.board.public_id}@region.test", "Mie Lund", "Chef")
        board = await make_board(session, await make_units(session, mie), "Et andet peerboard")
        await make_meeting(session, board)
    assert took(await (await cast.rie()).propose("Stille og ro om aftenen"))
    query = "UPDATE idea SET board_id = $1, status = 'agreed', shown_at = created_at, number = 70"
    found = await rows(database_url, f"{query} WHERE title = 'Stille og ro om aftenen' RETURNING id", board.id)
    line = "INSERT INTO status_change (idea_id, status, at, text, place, name) VALUES ($1, 'agreed', now(), '', '', '')"
    await rows(database_url, line, found[0]["id"])
    assert "Stille og ro" not in (await leo.page(f"/answers/{idea}")).text
    seat = "UPDATE unit SET leader_id = $1 WHERE id = $2"
    await rows(database_url, seat, cast.people["Leo"].id, board.unit_id)
    page = await leo.page(f"/answers/{idea}")
    assert "Stille og ro" in page.text
    assert "Et andet peerboard" in page.text
    assert (await leo.get(f"/b/{board.public_id}")).status_code == 200
    await rows(database_url, "UPDATE seat SET removed_at = now() WHERE board_id = $1", board.id)
    assert "Stille og ro" not in (await leo.page(f"/answers/{idea}")).text, "where they were shut out"


async def test_what_was_done_about_one_like_it_is_told_in_its_own_words(cast: Cast) -> None:
    rie, leo, ada = await cast.rie(), await cast.leo(), await cast.ada()
    assert took(await rie.propose("Ro på gangen om aftenen", "Sluk lyset i tide"))
    idea = await sent(cast)
    old = (await stored(cast, title="Ro på gangen om aftenen")).public_id
    assert took(await ada.send_to_leader(old, cast.people["Leo"].mail, SOON))
    assert took(await leo.answer(old, "agreed", text="Det gør vi.", owner="Leo Bach", **STEP))
    done = {"status": "done", "text": "Lyset dæmpes nu klokken 21."}
    assert took(await leo.post(f"/ideas/{old}/status", done))
    assert "Lyset dæmpes nu klokken 21." in words(await leo.page(f"/answers/{idea}"), f"similar-{old}")


async def test_members_have_no_such_page(cast: Cast) -> None:
    idea = await sent(cast)
    for member in (await cast.ben(), await cast.rie(), await cast.finn(), await cast.olga()):
        assert (await member.get(f"/answers/{idea}")).status_code == 403
        assert (await member.post(f"/ideas/{idea}/answer/preview", {"status": "agreed"})).status_code == 403
    assert (await (await cast.cleo()).get(f"/answers/{idea}")).headers["location"].startswith("/login"), "who is there?"


async def test_the_coordinator_reads_it_and_has_no_form(cast: Cast) -> None:
    idea = await sent(cast)
    page = await (await cast.ada()).page(f"/answers/{idea}")
    assert "Det er lederen, der svarer." in page.text
    assert not any((form.action or "").endswith("/answer") and form.get("data-preview") for form in page.forms())
    assert (await (await cast.ada()).page("/answers")).select(f"//a[@href='/answers/{idea}']")


async def test_the_leader_above_answers_for_their_own_unit(cast: Cast) -> None:
    idea = await sent(cast)
    boss = await above(cast)
    form = (await boss.page(f"/answers/{idea}")).form(f"/ideas/{idea}/answer")
    shown_as = await boss.submit(form, {"status": "declined", "text": REASON})
    assert took(shown_as)
    assert "Dorthe Winther, Hospitalsdirektør, Hospitalet" in (await boss.page(f"/answers/{idea}")).text
    await boss.close()


async def test_the_mail_of_an_owner_is_on_no_page(cast: Cast) -> None:
    idea = await sent(cast)
    leo, ben = await cast.leo(), await cast.ben()
    stream = await ben.stream(f"/ideas/{idea}")
    fields = {"text": "Det gør vi.", "owner": "Kim Rask", "owner_mail": "kim@drift.test"}
    fields |= {"owner2": "Bodil Vang", "owner2_mail": "bodil@drift.test", **STEP}
    assert took(await leo.answer(idea, "agreed", **fields))
    await stream.sees("Kim Rask")
    pages = [await ben.page(f"/ideas/{idea}"), await ben.page(f"/b/{cast.board.public_id}/progress")]
    pages += [await leo.page(f"/answers/{idea}"), await leo.page(f"/ideas/{idea}")]
    assert "Kim Rask" in pages[0].text
    for raw in (*stream.raw, *(page.text for page in pages)):
        assert "drift.test" not in raw
    await stream.close()


async def test_it_stays_a_page_when_the_idea_has_an_answer(cast: Cast) -> None:
    idea = await agreed(cast)
    page = await (await cast.leo()).page(f"/answers/{idea}")
    assert "Vi har sagt ja til idéen." in words(page, "letter-now")
    assert "Giv et nyt svar" in page.text
    offered = {radio.get("value") for radio in page.select("//input[@name='status']")}
    assert offered == {"trial", "on_hold"}
