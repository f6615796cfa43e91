"""What the coordinators note down: all in the meeting read it, and nothing that two of them wrote is lost."""

from tests.room.discussion.scene import events, focus, talking
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took


async def test_all_read_it_under_the_idea_and_on_its_page(cast: Cast) -> None:
    idea, _ = await talking(cast)
    ada, rie = await cast.ada(), await cast.rie()
    await focus(cast, idea)
    room, story = await rie.stream(), await rie.stream(f"/ideas/{idea}")
    assert took(await ada.submit((await ada.desk()).form(f"#note-{idea}"), {"text": "Vi prøver i marts"}))
    for stream in (room, story):
        await stream.sees("Vi prøver i marts")
        await stream.close()
    assert "Noteret" in (await rie.look()).element("focus").text_content()
    assert took(await ada.submit((await ada.desk()).form(f"#note-{idea}"), {"text": ""}))
    assert "Noteret" not in (await rie.look()).element("focus").text_content()


async def test_two_coordinators_who_write_at_once_both_keep_their_words(cast: Cast) -> None:
    idea, _ = await talking(cast)
    ada = await cast.ada()
    await focus(cast, idea)
    first = second = (await ada.desk()).form(f"#note-{idea}")
    assert took(await ada.submit(first, {"text": "Adas ord"}))
    fields = dict(second.form_values()) | {"text": "Bos ord"}
    answer = await ada.post(f"/ideas/{idea}/note", fields, HX_Request="true")
    assert answer.status_code == 409
    assert "Adas ord" in answer.text
    again = (await ada.follow(answer)).form(f"#note-{idea}")
    assert again.fields["text"].strip() == "Bos ord"
    assert took(await ada.submit(again)), "sent again, knowing both"
    text = await rows(cast.database.url, "SELECT text, version FROM note WHERE board_id = $1", cast.board.id)
    assert (text[0]["text"], text[0]["version"]) == ("Bos ord", 2)
    plain = await ada.post(f"/ideas/{idea}/note", fields | {"text": "Tredje"})
    assert plain.status_code == 409
    page = await ada.follow(plain)
    assert page.form(f"#note-{idea}").fields["text"].strip() == "Tredje"
    assert "Bos ord" in page.text


async def test_the_same_note_twice_is_once(cast: Cast) -> None:
    idea, _ = await talking(cast)
    ada = await cast.ada()
    for _ in range(2):
        assert took(await ada.post(f"/ideas/{idea}/note", {"version": "0", "text": "Ja"}))
    assert await events(cast, "NoteWritten") == 1


async def test_staff_are_asked_once_about_personal_data_and_a_long_note_is_never_cut(cast: Cast) -> None:
    idea, _ = await talking(cast)
    ada = await cast.ada()
    asked = {"version": "0", "text": "ring 20 30 40 50"}
    answer = await ada.post(f"/ideas/{idea}/note", asked, HX_Request="true")
    assert answer.status_code == 422
    assert "Det ligner et telefonnummer" in answer.text
    again = (await ada.follow(answer)).form(f"#note-{idea}")
    assert took(await ada.submit(again))
    assert (await ada.post(f"/ideas/{idea}/note", {"version": "1", "text": "x" * 4001})).status_code == 422
    assert (await rows(cast.database.url, "SELECT text FROM note WHERE board_id = $1", cast.board.id))[0][
        "text"
    ] == "ring 20 30 40 50"
