"""Siden sidst: what became of the board's ideas since its last meeting, from the same records as everywhere else."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import select

from schemas.answer import Effect, StatusChange, Step
from schemas.codes import new_public_id
from schemas.flow import Status
from schemas.follow_up import FollowUp, Question
from schemas.idea import Idea
from schemas.meeting import Meeting
from server.core import clock
from server.core.change import changing_board
from server.core.days import day_words
from server.meeting.meetings.commands import new_meeting
from server.meeting.meetings.queries import load_whole_room
from server.room.since_last.queries import load_since
from tests.live.watching import settled
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.dom import words as words_of
from tests.support.member import Member, took
from tests.support.queries import asked
from tests.support.site import Site
from tests.work.answers.scene import REASON, sent
from tests.work.follow_ups.scene import DONE, done

NOW = clock.now()
LONG_AGO, BEFORE, AFTER = (NOW - timedelta(days=days) for days in (90, 60, 20))
LAST = NOW - timedelta(days=30)
"""When the last meeting began."""


async def next_meeting(cast: Cast, site: Site, starts: datetime | None = None) -> Meeting:
    """One more meeting on the board; everybody goes there."""
    async with changing_board(site.app.state.runtime, cast.board.id or 0) as change:
        made = await new_meeting(change, "Næste møde", starts or clock.now())
        made.in_lobby = False
    for device in cast.devices.values():
        device.meeting = made.public_id
    cast.meeting = made
    return made


async def past(cast: Cast, number: int, *way: tuple[Status, datetime], **told: Any) -> Idea:
    """An idea of the cast's first meeting, which began at LAST, with the lines of its way; `told` is of the last."""
    async with cast.database.begin() as session:
        meeting = await session.get_one(Meeting, cast.meeting.id)
        meeting.starts_at = LAST
        status, at = way[-1]
        idea = Idea(
            public_id=new_public_id(),
            board_id=cast.board.id,
            meeting_id=meeting.id,
            submission=new_public_id(),
            number=number,
            title=f"Idé som er nummer {number}",
            status=status,
            status_at=at,
            created_at=LONG_AGO,
            shown_at=LONG_AGO,
            answer_by=told.pop("answer_by", None),
            hidden_at=told.pop("hidden_at", None),
        )
        step = told.pop("step", None)
        session.add(idea)
        await session.flush()
        for status, at in way:
            session.add(StatusChange(idea_id=idea.id, status=status, at=at, **(told if at == way[-1][1] else {})))
            await session.flush()
        if step:
            session.add(Step(idea_id=idea.id, text="Sæt filt på", person="Mona Dahl", day=step, named=True))
    return idea


def told_of(page: Page, group: str) -> list[str]:
    """The numbers of the ideas of a group, from the top."""
    found = page.select(f"//*[@id='since-{group}']//*[@class='idea-number']")
    return [" ".join((each.text_content() or "").split()).removeprefix("Idé ") for each in found]


S = Status


async def everything(cast: Cast) -> None:
    """Ideas of every kind, by their numbers."""
    began, review = (S.PROPOSED, LONG_AGO), (S.REVIEW, BEFORE)
    late, soon = NOW - timedelta(days=3), NOW + timedelta(days=9)
    await past(cast, 1, began, review, (S.DECLINED, AFTER), text="der ikke er plads på afsnittet")
    await past(cast, 2, began, (S.DECLINED, BEFORE), text="det blev sagt for længe siden")
    await past(cast, 3, began, review, answer_by=late, day=late.date())
    await past(cast, 4, began, review, answer_by=soon, day=soon.date())
    await past(cast, 5, began, (S.IN_PROGRESS, BEFORE), step=late.date())
    await past(cast, 6, began, (S.ON_HOLD, AFTER), text="vi venter på penge", day=soon.date())
    await past(cast, 7, began)
    await past(cast, 8, (S.PROPOSED, LAST), (S.PRIORITISED, LAST + timedelta(hours=1)))
    await past(cast, 9, began, (S.WITHDRAWN, AFTER))
    await past(cast, 10, began, (S.MERGED, AFTER))
    await past(cast, 11, began, review, hidden_at=AFTER, answer_by=late, day=late.date())
    await past(cast, 12, began, (S.CONFIRMED, BEFORE))
    await past(cast, 13, began, (S.EVALUATED, AFTER + timedelta(days=1)), effect=Effect.BETTER, text="flere sover")
    await past(cast, 14, began, review, (S.AGREED, AFTER), (S.TRIAL, AFTER + timedelta(days=2)), place="Afsnit 3.")


async def test_first_what_happened_then_what_we_wait_for(cast: Cast, site: Site) -> None:
    await everything(cast)
    await next_meeting(cast, site)
    rie = await cast.rie()
    page = await rie.look()
    assert page.element("room").get("data-phase") == "since_last"
    assert told_of(page, "moved") == ["14", "13", "6", "1"], "the newest first; what was told long ago is not"
    assert told_of(page, "waits") == ["3", "5", "4", "12", "8"], "broken promises first, then the longest wait"
    assert len(page.select("//*[@id='since-rests']//li")) == 1
    said = " ".join(page.element("room").text_content().split())
    for words in (
        "Siden er der sket noget med 4 idéer. Vi venter på 5 idéer. 2 svar eller skridt er forsinket.",
        "Det kan ikke lade sig gøre, fordi der ikke er plads på afsnittet.",
        "Vi har set på, om det hjalp: Bedre. flere sover",
        "Næste skridt: Sæt filt på. Mona Dahl",
        "Svaret skulle være kommet",
        "Skridtet skulle være taget",
        "Sted: Afsnit 3.",
        "Vi har sagt ja til idéen.",
    ):
        assert words in said, words
    assert "Afsnit 3.." not in said
    assert said.index("Det er sket siden sidst") < said.index("Det venter vi på")
    assert page.element("since-moved").text_content().count("Vi har sagt ja til idéen.") == 1, "an earlier line of 14"
    links = {link.get("href") for link in page.select("//*[@id='room']//a[starts-with(@href, '/ideas/')]")}
    assert len(links) == 10


async def test_on_the_projector_one_idea_after_another(cast: Cast, site: Site) -> None:
    await everything(cast)
    later = await next_meeting(cast, site)
    pictures = (await (await cast.cleo()).page(f"/screen/{later.screen_token}")).select("//*[@id='stage']/*")
    said = [" ".join((one.text_content() or "").split()) for one in pictures]
    assert len(said) == 1 + 4 + 5 + 1
    assert "Vi venter på 5 idéer." in said[0]
    assert [one.xpath("substring-after(.//*[@class='idea-number'], ' ')") for one in pictures[1:-1]] == [
        "14",
        "13",
        "6",
        "1",
        "3",
        "5",
        "4",
        "12",
        "8",
    ]
    assert "Svaret skulle være kommet" in said[5]
    assert said[-1] == "1 idé er skrevet ned, men ikke valgt."


async def test_an_answer_that_is_given_now_appears_and_is_told_once_more_next_time(cast: Cast, site: Site) -> None:
    idea = await sent(cast)
    later = await next_meeting(cast, site)
    rie, cleo, leo = await cast.rie(), await cast.cleo(), await cast.leo()
    streams = [await rie.stream(), await cleo.stream(f"/screen/{later.screen_token}")]
    assert "En leder ser på idéen." in streams[0].page.element(f"since-{idea}").text_content()
    assert took(await leo.answer(idea, "declined", text=REASON, reason=REASON))
    for stream in streams:
        await stream.sees("Det kan ikke lade sig gøre, fordi der er ikke personale")
        await settled(stream)
        await stream.close()
    assert "Leo Bach" in (await rie.look()).element(f"since-{idea}").text_content()
    await next_meeting(cast, site)
    assert "personale" in (await go(cast, rie)).text, "it was said after the last meeting began"
    await next_meeting(cast, site)
    page = await go(cast, rie)
    assert "personale" not in page.element("room").text_content()
    assert "Alle har fået et svar." in page.text


async def go(cast: Cast, member: Member) -> Page:
    """The room of the meeting that is held now."""
    await member.join(cast.meeting.join_token, "relative", member.name)
    return await member.look()


async def test_the_first_meeting_has_nothing_to_tell(cast: Cast) -> None:
    ada, rie = await cast.ada(), await cast.rie()
    assert took(await ada.phase("since_last"))
    text = (await rie.look()).element("room").text_content()
    assert "Efter det første møde" in text
    assert "Velkommen." in (await rie.page(f"/screen/{cast.meeting.screen_token}")).text


async def test_ideas_of_the_meeting_itself_are_not_told_of(cast: Cast, site: Site) -> None:
    await past(cast, 1, (S.PROPOSED, LONG_AGO), (S.REVIEW, AFTER), day=date(2027, 1, 4))
    await next_meeting(cast, site)
    rie, ada = await cast.rie(), await cast.ada()
    assert took(await rie.propose("Zqny"))
    await ada.phase("reveal")
    await ada.phase("since_last")
    assert "Zqny" not in (await rie.look()).element("room").text_content()
    assert told_of(await rie.look(), "moved") == ["1"]


async def test_the_news_take_six_statements_however_many_ideas(cast: Cast, site: Site) -> None:
    other = await Cast.gather(site.url, cast.database, site.settings.secret, mark=f"-{cast.board.public_id}")
    taken = []
    for at, count in ((cast, 2), (other, 30)):
        for number in range(1, count + 1):
            step = NOW.date() if number % 2 else None
            await past(at, number, (S.PROPOSED, LONG_AGO), (S.IN_PROGRESS, AFTER), step=step)
        made = await next_meeting(at, site)
        async with site.app.state.runtime.database.snapshot() as session:
            room = await load_whole_room(session, made.public_id)
            with asked(site) as statements:
                since = await load_since(session, room)
        assert len(since.moved) == count
        taken.append(len(statements))
    await other.leave()
    assert taken == [6, 6]


async def test_another_board_is_not_told_of(cast: Cast, site: Site) -> None:
    await past(cast, 1, (S.PROPOSED, LONG_AGO), (S.REVIEW, AFTER), day=date(2027, 1, 4))
    other = await Cast.gather(site.url, cast.database, site.settings.secret, mark=f"-{cast.board.public_id}")
    await next_meeting(other, site)
    await (await other.ada()).phase("since_last")
    assert "nummer 1" not in (await (await other.ben()).look()).text
    await other.leave()


async def test_the_minutes_tell_what_moved_and_what_is_late_and_name_no_day_that_was_never_named(
    cast: Cast, site: Site
) -> None:
    """Work that nobody tells of is late, but no day was named for telling. What did not move is only counted."""
    ahead, gone = (NOW + timedelta(days=9)).date(), (NOW - timedelta(days=3)).date()
    began = (S.PROPOSED, LONG_AGO)
    await past(cast, 1, began, (S.IN_PROGRESS, BEFORE), step=ahead)
    await past(cast, 2, began, (S.IN_PROGRESS, BEFORE), step=gone)
    await past(cast, 3, began, (S.IN_PROGRESS, BEFORE))
    await past(cast, 4, began, (S.IN_PROGRESS, AFTER), step=ahead)
    await next_meeting(cast, site)
    ada = await cast.ada()
    assert (await ada.look()).text.count("Intet nyt i over 30 dage.") == 2
    assert took(await ada.post(f"{ada.room}/end"))
    page = await ada.page(f"{ada.room}/minutes")
    told = page.select("//table[contains(caption, 'De idéer, der er sket noget med')]/tbody/tr")
    lines = [words_of(row) for row in told]
    said = {line.split()[1]: line.split("I gang")[1].strip() for line in lines}
    assert said == {"2": f"{day_words(gone, 'da')}, overskredet", "4": day_words(ahead, "da")}
    assert "2 tidligere idéer venter stadig." in page.text


async def test_an_idea_that_is_asked_about_stands_there_once(cast: Cast, site: Site) -> None:
    """With both questions, if there are two, and what was done; it is not told of a second time below."""
    idea = await done(cast, site)
    async with cast.database.begin() as session:
        felt = (await session.execute(select(FollowUp).where(FollowUp.board_id == cast.board.id))).scalar_one()
        told = felt.model_dump(exclude={"id"})
        session.add(FollowUp(**told | {"public_id": new_public_id(), "question": Question.EFFECT_3}))
    await rows(cast.database.url, "UPDATE meeting SET starts_at = $1 WHERE id = $2", LAST, cast.meeting.id)
    await next_meeting(cast, site)
    rie, ada, screen = await cast.rie(), await cast.ada(), await cast.cleo()
    room = (await rie.look()).element("room")
    about = f".//article[.//a[contains(@href, '{idea}')]]"
    (card,) = room.xpath(about)
    assert len(card.xpath(".//form")) == 2
    assert "Siden er der sket noget med 1 idé." in words_of(room)
    (card,) = (await ada.desk()).element("room").xpath(about)
    assert not card.xpath(".//form")
    wall = await screen.page(f"/screen/{cast.meeting.screen_token}")
    assert not wall.select(f"//*[@id='since-{idea}']")
    (picture,) = wall.select(f"//*[@id='since-asked-{idea}']")
    assert "Kan du mærke det? Hjalp det? Svar på din telefon." in words_of(picture)
    assert words_of(picture).count(DONE) == 1
