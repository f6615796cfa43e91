"""Adding to an idea: once however often it is sent, never refused for coming late, never cut."""

import asyncio

import pytest

from schemas.meeting import AuthorSeen
from tests.room.discussion.scene import events, focus, talking
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took


async def stored(cast: Cast) -> list[str]:
    query = "SELECT text FROM comment WHERE board_id = $1 ORDER BY id"
    return [row["text"] for row in await rows(cast.database.url, query, cast.board.id)]


async def say(who: Member, idea: str, text: str, key: str = "k", **headers: str) -> int:
    answer = await who.post(f"/ideas/{idea}/comments", {"key": key, "text": text, "from": "room"}, **headers)
    return answer.status_code


async def test_sent_twice_with_the_same_key_it_is_one(cast: Cast) -> None:
    idea, _ = await talking(cast)
    rie = await cast.rie()
    assert set(await asyncio.gather(*(say(rie, idea, "Godt") for _ in range(5)))) == {303}
    assert await say(rie, idea, "Godt") == 303, "the answer was lost, and it is sent again"
    assert await stored(cast) == ["Godt"]
    assert await events(cast, "CommentWritten") == 1


async def test_the_same_key_with_another_text_or_idea_keeps_both(cast: Cast) -> None:
    idea, other = await talking(cast)
    rie, ben = await cast.rie(), await cast.ben()
    for who, about, text in (
        (rie, idea, "Godt"),
        (rie, idea, "Rigtig godt"),
        (rie, other, "Godt"),
        (ben, idea, "Godt"),
    ):
        assert await say(who, about, text, key="x" * 64) == 303
    assert await stored(cast) == ["Godt", "Rigtig godt", "Godt", "Godt"]


async def test_a_plain_form_works_in_the_room_and_on_the_page_of_the_idea(cast: Cast) -> None:
    idea, other = await talking(cast)
    await focus(cast, idea)
    rie = await cast.rie()
    form = (await rie.look()).form(f"#comment-{idea}")
    for _ in range(2):
        answer = await rie.submit(form, {"text": "Fra rummet"})
        assert answer.headers["location"].endswith("#my-comments")
    assert "Fra rummet" in (await rie.follow(answer)).element("focus").text_content()
    form = (await rie.page(f"/ideas/{other}")).form(f"#comment-{other}")
    answer = await rie.submit(form, {"text": "Fra siden"})
    assert answer.headers["location"] == f"/ideas/{other}#comments"
    assert "Fra siden" in (await rie.follow(answer)).element("comments").text_content()
    assert await stored(cast) == ["Fra rummet", "Fra siden"]


@pytest.mark.parametrize("place", ["room", "story"])
async def test_what_cannot_be_taken_stays_in_the_form_with_a_sentence(place: str, cast: Cast) -> None:
    idea, _ = await talking(cast)
    rie = await cast.rie()  # nothing is in focus: the form is there all the same
    for text, sentence in (
        ("", "Skriv din kommentar her"),
        ("x" * 4001, "Der er plads til 4.000 tegn"),
        ("ring 20 30 40 50", "Det ligner et telefonnummer"),
        ("010190-1234", "Det ligner et CPR-nummer"),
    ):
        for htmx in ({}, {"HX_Request": "true"}):
            sent = {"key": "k", "text": text, "from": place}
            answer = await rie.post(f"/ideas/{idea}/comments", sent, **htmx)
            assert answer.status_code == 422
            assert sentence in answer.text
            page = await rie.follow(answer)
            assert page.form(f"#comment-{idea}").fields["text"].strip() == text
            assert page.form(f"#comment-{idea}").fields["key"] == "k"
    assert await stored(cast) == []
    assert await say(rie, idea, "😀" * 4000) == 303


async def test_it_is_taken_in_every_phase_until_the_meeting_is_over(cast: Cast) -> None:
    idea, _ = await talking(cast)
    ada, rie = await cast.ada(), await cast.rie()
    phases = ("since_last", "propose", "reveal", "group", "discuss", "vote", "result", "agree", "close")
    for phase in phases:
        assert took(await ada.phase(phase)), phase
        assert await say(rie, idea, phase, key=phase) == 303, phase
    assert await stored(cast) == list(phases)
    await ada.post(f"{ada.room}/end")
    answer = await rie.post(f"/ideas/{idea}/comments", {"key": "e", "text": "For sent", "from": "room"})
    assert answer.status_code == 409
    assert (await rie.follow(answer)).form(f"#comment-{idea}").fields["text"].strip() == "For sent"


async def test_an_idea_that_is_not_shown_takes_none_and_is_not_there(cast: Cast) -> None:
    ben, rie = await cast.ben(), await cast.rie()
    await ben.propose("Skjult endnu")
    query = "SELECT public_id FROM idea WHERE board_id = $1"
    idea = (await rows(cast.database.url, query, cast.board.id))[0]["public_id"]
    assert await say(rie, idea, "Hvad er det?") == 404
    assert await say(ben, idea, "Min egen") == 404


@pytest.mark.parametrize("seen", AuthorSeen)
async def test_who_wrote_it_is_told_as_far_as_the_meeting_says(seen: AuthorSeen, cast: Cast) -> None:
    idea, _ = await talking(cast)
    await rows(cast.database.url, "UPDATE meeting SET author_seen = $1 WHERE board_id = $2", seen.value, cast.board.id)
    await focus(cast, idea)
    rie, ben, ada, leo = await cast.rie(), await cast.ben(), await cast.ada(), await cast.leo()
    leo.meeting = ada.meeting
    streams = {
        "ben": await ben.stream(),
        "leo": await leo.stream(leo.room),
        "ada": await ada.stream(f"{ada.room}/desk"),
    }
    streams["wall"] = await (await cast.cleo()).stream(f"/screen/{cast.meeting.screen_token}")
    assert await say(rie, idea, "Det mener jeg") == 303
    assert await say(leo, idea, "Det ser vi på") == 303
    for name in ("ben", "leo", "ada"):
        await streams[name].sees("Det ser vi på")
    who = {name: streams[name].page.element("focus-said").text_content() for name in ("ben", "leo", "ada")}
    named = {"nobody": (), "staff": ("leo", "ada"), "all": ("ben", "leo", "ada")}[seen.value]
    for name, text in who.items():
        assert ("fra Rie" in text) == (name in named), f"{seen} {name}: {text}"
        assert ("fra Leo Bach, leder" in text) == (name in named)
        assert ("fra et medlem" in text and "fra en leder" in text) == (name not in named)
        story = (await {"ben": ben, "leo": leo, "ada": ada}[name].page(f"/ideas/{idea}")).element("comments")
        assert ("fra Rie" in story.text_content()) == (name in named)
    if seen is not AuthorSeen.ALL:
        assert not [raw for name in ("ben", "wall") for raw in streams[name].raw if "Rie" in raw or "Leo Bach" in raw]
    await streams["wall"].sees("2 kommentarer")
    assert "Det mener jeg" not in streams["wall"].page.text
    for stream in streams.values():
        await stream.close()


async def test_a_comment_to_an_idea_that_was_merged_is_read_where_it_went(cast: Cast) -> None:
    idea, other = await talking(cast)
    rie, ada = await cast.rie(), await cast.ada()
    assert await say(rie, other, "Til den anden") == 303
    await focus(cast, other)
    number = await rows(cast.database.url, "SELECT number FROM idea WHERE public_id = $1", idea)
    merged = {"status": "merged", "from": "proposed", "idea": str(number[0]["number"])}
    assert took(await ada.post(f"/ideas/{other}/status", merged))
    page = await rie.look()
    assert page.find("focus") is not None, "the focus goes with the idea"
    assert "Til den anden" in page.element("focus").text_content()
    assert "Kaffe til alle" in page.element("focus").text_content(), "all wordings are read"
    assert "Til den anden" in (await rie.page(f"/ideas/{idea}")).element("comments").text_content()
