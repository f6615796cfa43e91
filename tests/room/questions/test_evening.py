"""An evening of questions: asked from the phone before and during the meeting, called up in an order that nobody can
push, answered aloud, in writing, refused by a rule, put off; and nobody learns who wants to know what."""

import re
from datetime import timedelta

import pytest

from schemas.roles import Role
from server.core import clock
from server.room.moderation import commands
from tests.room.moderation.test_gate import screening_of, seat_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site
from tests.work.referrals.scene import SOON

ASKED = ("Hvornår åbner akutmodtagelsen?", "Hvad koster parkering?", "Hvem ringer man til?", "Kommer der flere læger?")


async def asked(cast: Cast) -> dict[str, str]:
    found = await rows(cast.database.url, "SELECT public_id, title FROM idea WHERE board_id = $1", cast.board.id)
    return {row["title"]: row["public_id"] for row in found}


async def approved(cast: Cast, site: Site, *others: Member) -> None:
    """Nobody else has read what waits; then whoever moderates shows it."""
    runtime, seat = site.app.state.runtime, await seat_of(cast, "Ada Holm")
    query = "SELECT title FROM idea WHERE shown_at IS NULL AND board_id = $1 ORDER BY id"
    for row in await rows(cast.database.url, query, cast.board.id):
        for other in others:
            assert row["title"] not in (await other.look()).text
        found = await screening_of(cast, row["title"])
        await commands.show(runtime, seat, found, found.version)


async def status(cast: Cast, title: str) -> tuple[str, int]:
    query = "SELECT status, meeting_id FROM idea WHERE title = $1"
    (row,) = await rows(cast.database.url, query, title)
    return row["status"], row["meeting_id"]


async def planned(cast: Cast, rules: str, **more: str) -> None:
    """Ada chooses the format and a set of rules."""
    ada = await cast.ada()
    page = await ada.page(f"{ada.room}/setup")
    assert took(await ada.submit(page.form("/setup"), {"format": "question_time"}))
    page = await ada.page(f"{ada.room}/questions")
    assert took(await ada.submit(page.form("#rules-form"), {"rules": rules, **more}))


@pytest.mark.long
async def test_an_evening_of_questions(cast: Cast, site: Site) -> None:
    ada, cleo = await cast.ada(), await cast.cleo()
    assert (await ada.get(f"{ada.room}/questions")).status_code == 404, "a meeting of another format has no such page"
    await planned(cast, "open", stream="https://tv.region.test/live?kanal=2", stream_from="00:00")
    people = [await cast.member(f"Person {number}", Role.CITIZEN) for number in range(6)]
    for person, title in zip(people, ASKED, strict=False):
        yes = {"open_words": "1"} if title in ASKED[:2] else {}
        assert took(await person.submit((await person.look()).form("#write"), {"title": title, **yes}))
    ids = await asked(cast)
    await approved(cast, site, people[5])
    room = await people[5].look()
    assert all(title in room.text for title in ASKED), "what is approved is read at once"
    assert "Skriv ét spørgsmål ad gangen. Vi læser det, før andre kan se det." in room.text

    # who wants to know it too
    support = f"{ada.room}/support"
    first, second = ids[ASKED[0]], ids[ASKED[1]]
    assert not took(await people[0].post(support, {"question": first, "wants": 1})), "one's own"
    for person in people[1:]:
        for _ in range(2):
            assert took(await person.post(support, {"question": first, "wants": 1}))
    for person in people[2:5]:
        assert took(await person.post(support, {"question": second, "wants": 1}))
    assert not took(await ada.post(support, {"question": second, "wants": 1})), "it is not for whoever leads"
    mine = await people[2].mine()
    assert "Det vil du også vide (2)" in mine.text
    assert took(await people[2].post(support, {"question": second, "wants": 0}))
    assert "Det vil du også vide (1)" in (await people[2].mine()).text
    assert "vil også vide det" not in re.sub("Jeg vil også vide det", "", (await people[5].look()).text), "not yet"
    kept = await rows(cast.database.url, "SELECT voter FROM support WHERE meeting_id = $1", cast.meeting.id)
    assert len(kept) == 7
    assert len({row["voter"] for row in kept}) == 7, "the rows of one seat cannot be told to be one's"

    # the queue
    assert took(await ada.phase("queue"))
    desk = await ada.desk()
    assert "5 vil også vide det" in desk.text
    assert "2 vil også vide det" not in desk.text, "so few might be known"
    number = (await rows(cast.database.url, "SELECT number FROM idea WHERE public_id = $1", first))[0]["number"]
    assert f"Kald næste: spørgsmål {number}" in desk.element("next").text_content(), "what five want to know goes first"
    seen = [re.findall(r"Spørgsmål (\d)", (await who.look()).element("room").text_content()) for who in people[:2]]
    assert seen[0] == seen[1], "the same order for everybody"
    assert "Du er den næste." in (await people[0].mine()).text
    for _ in range(2):
        assert took(await ada.submit(desk.form("#call-next")))
    assert "Nu er det dig." in (await people[0].mine()).text
    wall = await cleo.page(f"/screen/{cast.meeting.screen_token}")
    assert f"Spørgsmål {number}" in wall.element("stage").text_content()
    assert "Næste: spørgsmål" in wall.element("stage").text_content()
    assert "data-ends" in str(wall.element("timer").attrib), "two minutes"
    assert (
        len(await rows(cast.database.url, "SELECT id FROM question_turn WHERE meeting_id = $1", cast.meeting.id)) == 1
    )

    # what becomes of them
    desk = await ada.desk()
    for _ in range(2):
        assert took(await ada.submit(desk.form("#answered-now")))
    assert (await status(cast, ASKED[0]))[0] == "answered"
    outcome = f"{ada.room}/questions/outcome"
    assert took(await ada.post(f"{ada.room}/questions/call", {"question": second}))
    refused = await ada.submit((await ada.desk()).form("#refuse"), {"rule": "19"})
    assert refused.status_code == 422
    assert (await status(cast, ASKED[1]))[0] == "proposed"
    assert took(await ada.submit((await ada.desk()).form("#refuse"), {"rule": "21", "text": "Den nævner en læge."}))
    assert (await status(cast, ASKED[1]))[0] == "refused"
    assert "efter regel 21" in (await people[1].page(f"/ideas/{second}")).text
    told = (await people[1].mine()).text
    assert "Kan ikke stilles her" in told, "whoever asked is told on their own phone"
    edited = await people[1].post(f"/ideas/{second}", {"title": "Noget andet", "text": "", "version": "1"})
    assert edited.status_code == 409, "what has had its turn keeps its words"
    third = ids[ASKED[2]]
    assert took(await ada.post(f"{ada.room}/questions/call", {"question": third}))
    form = (await ada.desk()).form("#in-writing")
    fields = {**dict(form.form_values()), "answer_by": "i går"}
    by_script = await ada.post(outcome, fields, HX_Request="true")
    assert (by_script.status_code, by_script.text.startswith("<hx-partial")) == (422, True), "the page does not jump"
    assert took(await ada.submit(form, {"answer_by": SOON}))
    assert (await status(cast, ASKED[2]))[0] == "review"
    assert not took(await ada.post(outcome, {"question": third, "became": "next"})), "it has gone to a leader"
    assert not took(await people[0].post(outcome, {"question": third, "became": "next"}))
    assert took(await people[4].propose("Må man tage en ven med?")), "people ask in the room, too"
    await approved(cast, site, people[5])
    assert "Må man tage en ven med?" in (await ada.desk()).element("tools").text_content()

    # hidden is out of the queue
    late = (await asked(cast))["Må man tage en ven med?"]
    assert took(await ada.post(f"/ideas/{late}/hiding", {"reason": "Det er en test af at skjule."}))
    assert "Må man tage en ven med?" not in (await ada.desk()).element("tools").text_content()
    assert not took(await ada.post(f"{ada.room}/questions/call", {"question": late}))
    for page in (await ada.desk(), await people[0].look(), wall):
        assert not re.search(r"\bidé", re.sub(r"https?://\S+", "", page.text), re.IGNORECASE), page.url

    # afterwards
    assert took(await ada.phase("close"))
    assert took(await ada.post(f"{ada.room}/end"))
    minutes = await ada.page(f"{ada.room}/minutes")
    for title in ASKED:
        assert title in minutes.text
    assert "Det spurgte folk om" in minutes.text
    assert "Det aftalte vi" not in minutes.text
    links = [str(a.get("href")) for a in minutes.select("//a") if "tv.region" in str(a.get("href"))]
    assert links
    assert re.fullmatch(r"https://tv\.region\.test/live\?kanal=2&t=\d+", links[0])
    assert len(await rows(cast.database.url, "SELECT 1 FROM support WHERE meeting_id = $1", cast.meeting.id)) == 7, (
        "until the hour has passed"
    )
    assert took(await ada.submit((await ada.page(f"{ada.room}/minutes/approval")).form("/approval")))
    record = await ada.page(f"{ada.room}/minutes/open")
    assert ASKED[0] in record.text, "its author said yes"
    assert not [title for title in ASKED[1:] if title in record.text], "refused by a rule, or without a yes"
    assert "Besvaret" in record.text
    assert "Kan ikke stilles her" in record.text
    assert record.text.count(ASKED[0]) == 1, "said once, in its turn"
    assert [str(a.get("href")) for a in record.select("//a") if "tv.region" in str(a.get("href"))] == links


async def test_rules_ask_who_asks_and_when(cast: Cast, site: Site) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    await rows(cast.database.url, "UPDATE meeting SET format = 'question_time', themes = '[]'")
    page = await ada.page(f"{ada.room}/questions")
    for wrong in ({"rules": "x"}, {"rules": "open", "stream": "http://a.test"}, {"rules": "open", "stream_from": "10"}):
        assert (await ada.submit(page.form("#rules-form"), wrong)).status_code == 422
    assert took(await ada.submit(page.form("#rules-form"), {"rules": "present"}))
    assert "Spørg ikke om enkelte personer." in (await ben.page(f"{ben.room}/questions")).text
    refused = await ben.propose("Hvem er her?")
    assert refused.status_code == 422
    assert "Sig først, hvem du er." in refused.text
    room = await ben.look()
    missing = await ben.submit(room.form("#asker"), {"name": "Ben Ask", "address": ""})
    assert missing.status_code == 422
    assert took(await ben.submit(room.form("#asker"), {"name": "Ben Ask", "address": "Zqvej 7"}))
    assert took(await ben.propose("Hvem er her?"))
    question = (await asked(cast))["Hvem er her?"]
    await approved(cast, site)
    assert took(await ada.phase("queue"))
    assert took(await ada.post(f"{ada.room}/questions/call", {"question": question}))
    wall = await (await cast.cleo()).page(f"/screen/{cast.meeting.screen_token}")
    assert "Ben Ask spørger" in wall.text
    assert "Zqvej 7" in (await ada.page(f"{ada.room}/askers")).text
    for other in (
        wall,
        await ben.page(f"{ben.room}/questions"),
        await ada.desk(),
        await ada.page(f"{ada.room}/questions"),
    ):
        assert "Zqvej" not in other.text, other.url
    assert took(await ada.submit((await ada.desk()).form("#absent")))
    assert (await status(cast, "Hvem er her?"))[0] == "lapsed"
    assert "er faldet bort efter regel" in (await ben.page(f"/ideas/{question}")).text

    # an election, and a meeting that is far away
    near = (clock.now() + timedelta(days=20)).date()
    await rows(cast.database.url, "UPDATE board SET election_on = $1", near)
    assert "Der er snart valg." in (await ben.propose("Hvem vinder?")).text
    assert "kan ingen spørge" in (await ada.page(f"{ada.room}/questions")).element("election-told").text_content()
    assert f"{ada.room}/questions" in [str(a.get("href")) for a in (await ada.page(f"{ada.room}/setup")).select("//a")]
    far = clock.now() + timedelta(days=90)
    await rows(cast.database.url, "UPDATE board SET election_on = NULL")
    await rows(cast.database.url, "UPDATE meeting SET starts_at = $1", far)
    assert "Du kan skrive spørgsmål fra" in (await ben.propose("Hvem venter?")).text


async def test_what_a_meeting_does_not_come_to_waits_for_the_next(cast: Cast, site: Site) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    await rows(cast.database.url, "UPDATE meeting SET format = 'question_time', themes = '[]'")
    await rows(cast.database.url, "UPDATE board SET format = 'question_time', question_rules = 'beforehand'")
    assert took(await ben.propose("Kom det for sent?"))
    await approved(cast, site)
    assert took(await ada.phase("queue"))
    assert "Kommer med næste gang (1)" in (await ben.look()).text
    assert "Kald næste" not in (await ada.desk()).text
    assert took(await ada.phase("close"))
    assert took(await ada.post(f"{ada.room}/end"))
    turns = "SELECT 1 FROM question_turn WHERE meeting_id = $1"
    assert not await rows(cast.database.url, turns, cast.meeting.id), "it may go on again within the hour"
    page = await ada.page(f"{ada.room}/minutes")
    assert "Til næste møde" in page.text
    look = await ada.page(f"{ada.room}/minutes/approval")
    assert took(await ada.submit(look.form("/approval"))), "then it is settled"
    assert await rows(cast.database.url, turns, cast.meeting.id)
    assert (await status(cast, "Kom det for sent?"))[1] == cast.meeting.id
    new = await ada.page(f"/b/{cast.board.public_id}/meetings/new")
    day = (clock.now() + timedelta(days=30)).date().isoformat()
    assert took(await ada.submit(new.form("/meetings"), {"title": "Næste gang", "day": day}))
    assert (await status(cast, "Kom det for sent?"))[1] != cast.meeting.id
    coming = (await rows(cast.database.url, "SELECT public_id FROM meeting WHERE title = 'Næste gang'"))[0]["public_id"]
    assert "Kom det for sent?" in (await ada.page(f"/m/{coming}")).text
