"""Moderation: what a coordinator hides is read by its author alone, with the reason; everybody else sees nothing."""

import pytest

from tests.privacy.test_hidden import Watchers
from tests.room.discussion.scene import events, focus, number_of, talking
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took

WORDS, REASON = "Zqord om naboen", "Zqgrund: det er en anden persons navn"
HIDE = {"hidden": "1", "reason": REASON}


async def comment_by(cast: Cast, who: Member, idea: str, text: str) -> str:
    """The public id of a comment that was just written."""
    assert took(await who.post(f"/ideas/{idea}/comments", {"key": text, "text": text, "from": "room"}))
    query = "SELECT public_id FROM comment WHERE board_id = $1 ORDER BY id DESC LIMIT 1"
    return str((await rows(cast.database.url, query, cast.board.id))[0]["public_id"])


async def told_so_far(cast: Cast, watchers: Watchers) -> dict[str, int]:
    """How many frames each page has had, once all have had what happened until now."""
    head = (await rows(cast.database.url, "SELECT seq FROM board WHERE id = $1", cast.board.id))[0]["seq"]
    for stream in watchers.streams.values():
        await stream.reaches(head)
    return {name: len(stream.raw) for name, stream in watchers.streams.items()}


async def nobody_is_told(cast: Cast, watchers: Watchers, seen: dict[str, int]) -> None:
    """Neither the words nor the reason stand in anything told or loaded since; but the desk has the reason."""
    await told_so_far(cast, watchers)
    told = await watchers.everything(cast)
    for name, stream in watchers.streams.items():
        told[f"frames of {name}"] = "\n".join(stream.raw[seen.get(name, 0) :])
    assert not [name for name, text in told.items() if "Zqord" in text or "zqord" in text]
    desks = {name for name, text in told.items() if "qgrund" in text}
    assert desks, "the coordinator reads why"
    assert all("desk" in name for name in desks), desks


@pytest.mark.long
async def test_a_hidden_comment(cast: Cast) -> None:
    idea, _ = await talking(cast)
    await focus(cast, idea)
    ben, ada = await cast.ben(), await cast.ada()
    own = await ben.stream()
    watchers = await Watchers.gather(cast)
    comment = await comment_by(cast, ben, idea, WORDS)
    for name in ("rie", "desk", "leo", "room by poll"):
        await watchers.streams[name].sees(WORDS)
    before = await told_so_far(cast, watchers)
    assert took(await ada.post(f"/comments/{comment}/hiding", HIDE | {"from": "desk"}))
    await watchers.streams["rie"].until(lambda page: WORDS not in page.text, what="the comment goes")
    await watchers.streams["desk"].sees("Kommentar til idé")
    await nobody_is_told(cast, watchers, before)
    await own.until(lambda page: WORDS not in page.element("room").text_content(), what="also for its author")
    for page in (await ben.look(), await ben.page(f"/ideas/{idea}")):
        mine = " ".join(page.element("my-comments").text_content().split())
        assert WORDS in mine
        assert f"Skjult af koordinatoren, fordi z{REASON[1:]}" in mine
    assert took(await ada.submit((await ada.desk()).form(f"#show-{comment}")))
    await watchers.streams["rie"].sees(WORDS)
    assert "fordi" not in (await ben.look()).element("my-comments").text_content()
    assert await events(cast, "CommentHidden") == 2
    await watchers.close()
    await own.close()


@pytest.mark.slow
async def test_a_hidden_idea_is_nowhere_but_with_its_proposer(cast: Cast) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    idea, other = await talking(cast, WORDS, "Kaffe til alle")
    others = [await cast.rie(), await cast.finn(), *await cast.guests_join(3)]
    assert took(await ada.voting(method="dots", dots=5, most=5, own="1", leaders="1"))
    await ada.phase("vote")
    for member in others:
        assert took(await member.vote({idea: 3, other: 1}))
    await ada.phase("result")
    leo, query = await cast.leo(), "SELECT id FROM round WHERE board_id = $1"
    assert await rows(cast.database.url, query, cast.board.id)
    watchers = await Watchers.gather(cast)
    story = await others[0].stream(f"/ideas/{idea}")
    await watchers.streams["rie"].sees(WORDS)
    assert any(WORDS in text for name, text in (await watchers.everything(cast)).items() if name.startswith("/result"))
    before = await told_so_far(cast, watchers)
    assert took(await ada.post(f"/ideas/{idea}/hiding", HIDE))
    for name in ("rie", "desk", "screen", "progress"):
        await watchers.streams[name].until(lambda page: WORDS not in page.text, what=f"the idea goes from {name}")
    await story.sees("Koordinatoren har skjult idéen")
    assert WORDS not in story.page.element("story").text_content()
    await story.close()
    await nobody_is_told(cast, watchers, before)
    for phase in ("reveal", "group", "discuss", "agree", "close", "propose"):
        assert took(await ada.phase(phase))
        await nobody_is_told(cast, watchers, before)
    mine = " ".join((await ben.look()).element("mine").text_content().split())
    assert WORDS in mine
    assert f"Skjult af koordinatoren, fordi z{REASON[1:]}" in mine
    assert (await leo.post(f"/ideas/{idea}/follow", {"mail": "ida@example.org"})).status_code == 404
    assert took(await ada.submit((await ada.page(f"/ideas/{idea}")).form(f"#show-{idea}")))
    assert WORDS in (await others[0].page(f"/ideas/{idea}")).text
    await watchers.close()


async def test_what_was_sent_to_a_leader_and_is_hidden_is_not_in_the_inbox(cast: Cast) -> None:
    idea, other = await talking(cast, WORDS, "Kaffe")
    ada, leo = await cast.ada(), await cast.leo()
    for each in (idea, other):
        assert took(await ada.send_to_leader(each, cast.people["Leo"].mail, "2030-01-01"))
    assert WORDS in (await leo.page("/answers")).text
    assert took(await ada.post(f"/ideas/{idea}/hiding", HIDE))
    page = (await leo.page("/answers")).text
    assert WORDS not in page
    assert "Kaffe" in page
    refused = await leo.answer(idea, "agreed", text="Det gør vi gerne", owner="Leo Bach", **{"from": "review"})
    assert refused.status_code == 409
    merged = {"status": "merged", "from": "review", "idea": str(await number_of(cast, idea))}
    assert not took(await ada.post(f"/ideas/{other}/status", merged)), "into a hidden idea"


async def test_an_idea_is_not_hidden_while_there_is_a_vote_on_it(cast: Cast) -> None:
    idea, _ = await talking(cast)
    ada = await cast.ada()
    await ada.phase("vote")
    answer = await ada.post(f"/ideas/{idea}/hiding", HIDE, HX_Request="true")
    assert answer.status_code == 409
    assert "når afstemningen er slut" in answer.text
    await ada.phase("discuss")
    assert took(await ada.post(f"/ideas/{idea}/hiding", HIDE))
    await ada.phase("vote")
    assert f"dots-{idea}" not in (await (await cast.rie()).look()).source


@pytest.mark.parametrize("what", ["ideas", "comments"])
async def test_a_reason_is_asked_for_and_staff_are_warned_once(what: str, cast: Cast) -> None:
    idea, _ = await talking(cast)
    ada, ben, rie, leo = await cast.ada(), await cast.ben(), await cast.rie(), await cast.leo()
    ident = idea if what == "ideas" else await comment_by(cast, ben, idea, WORDS)
    path = f"/{what}/{ident}/hiding"
    for reason, sentence in (
        ("", "Skriv, hvorfor det bliver skjult"),
        ("x" * 301, "Der er plads til 300 tegn"),
        ("Der står 20 30 40 50", "Det ligner et telefonnummer"),
    ):
        for htmx in ({}, {"HX_Request": "true"}):
            answer = await ada.post(path, {"hidden": "1", "reason": reason}, **htmx)
            assert answer.status_code == 422
            assert sentence in answer.text
            form = (await ada.follow(answer)).form(f"#hide-{ident}")
            assert form.fields["reason"] == reason
    for who in (ben, rie, leo):
        assert (await who.post(path, HIDE)).status_code == (403 if what == "ideas" else 404)
    query = f"SELECT 1 FROM {what[:-1]} WHERE board_id = $1 AND hidden_at IS NOT NULL"
    assert await rows(cast.database.url, query, cast.board.id) == []
    for _ in range(2):
        assert took(await ada.submit(form)), "warned once, and meant"
    assert len(await rows(cast.database.url, query, cast.board.id)) == 1
    assert await events(cast, "IdeaHidden" if what == "ideas" else "CommentHidden") == 1


async def test_events_of_what_was_hidden_hold_no_word_of_it(cast: Cast) -> None:
    idea, _ = await talking(cast)
    ada, ben = await cast.ada(), await cast.ben()
    comment = await comment_by(cast, ben, idea, WORDS)
    assert took(await ada.post(f"/comments/{comment}/hiding", HIDE))
    assert took(await ada.post(f"/ideas/{idea}/hiding", HIDE))
    lines = await rows(cast.database.url, "SELECT e::text AS line FROM event AS e WHERE board_id = $1", cast.board.id)
    changes = await rows(cast.database.url, "SELECT s::text AS line FROM status_change AS s")
    assert lines
    assert not [row["line"] for row in (*lines, *changes) if "qgrund" in row["line"] or "Zqord" in row["line"]]


async def test_after_the_meeting_a_coordinator_may_still_hide(cast: Cast) -> None:
    idea, _ = await talking(cast)
    ada, rie = await cast.ada(), await cast.rie()
    await ada.post(f"{ada.room}/end")
    assert took(await ada.post(f"/ideas/{idea}/hiding", HIDE))
    assert (await rie.page(f"/ideas/{idea}")).text.count("skjult") >= 1
