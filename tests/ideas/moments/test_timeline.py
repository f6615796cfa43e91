"""The timeline of an idea: changes of status and everything else, in the order in which it happened."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import select

from schemas.answer import Answer, AnswerVersion, StatusChange, Step
from schemas.codes import new_public_id
from schemas.follow_up import FollowUp, Question
from schemas.idea import Idea
from schemas.moment import Moment, MomentKind
from tests.ideas.moments.scene import add
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import REASON, sent, shown, stored


async def test_moments_stand_among_the_changes_of_status_by_time(cast: Cast, site: Site, clock: Clock) -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    clock.stop(start)
    idea = await shown(cast)
    clock.stop(start + timedelta(days=1))
    await add(site, cast, idea, MomentKind.ATTENTION)
    clock.stop(start + timedelta(days=2))
    by = (start + timedelta(days=30)).date().isoformat()
    assert took(await (await cast.ada()).send_to_leader(idea, cast.people["Leo"].mail, by))
    clock.stop(start + timedelta(days=3))
    await add(site, cast, idea, MomentKind.ADDED, text="Også om morgenen.")
    page = await (await cast.rie()).page(f"/ideas/{idea}")
    lines = [each.text_content() for each in page.select("//*[@id='story-lines']/li")]
    told = ["Idéen er skrevet ned.", "beder om, at nogen ser på den.", "En leder ser på idéen.", "har føjet noget til."]
    assert len(lines) == len(told)
    assert all(one in line for one, line in zip(told, lines, strict=True)), lines
    assert page.select("//li[contains(@class, 'people')]//blockquote")[0].text_content().strip() == "Også om morgenen."


async def test_that_it_was_talked_about_stands_between_the_writing_and_the_vote(cast: Cast, clock: Clock) -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    clock.stop(start)
    idea, rie = await shown(cast), await cast.rie()
    assert "Peerboardet talte om idéen." not in (await rie.page(f"/ideas/{idea}")).text
    for minute in (5, 9):
        clock.stop(start + timedelta(minutes=minute))
        assert took(await rie.post(f"/ideas/{idea}/comments", {"key": f"{minute}", "text": "Det vågner jeg også af."}))
    clock.stop(start + timedelta(minutes=20))
    assert took(await (await cast.ada()).send_to_leader(idea, cast.people["Leo"].mail, "2026-04-01"))
    for page, where in ((f"/ideas/{idea}", "story-lines"), (f"/ideas/{idea}/poster", "poster")):
        found = (await rie.page(page)).select(f"//*[@id='{where}']/descendant-or-self::ol/li")
        lines = [" ".join(each.text_content().split()) for each in found]
        told = ["Idéen er skrevet ned.", "Peerboardet talte om idéen.", "En leder ser på idéen."]
        assert all(one in line for one, line in zip(told, lines[:3], strict=True)), lines
        assert "vågner" not in " ".join(lines), "what people say to each other is not hung on a wall"


async def test_sentences_hold_name_day_step_and_number(cast: Cast, site: Site) -> None:
    idea = await shown(cast)
    day = date(2026, 12, 1)
    await add(site, cast, idea, MomentKind.ESCALATED, name="Dorthe Winther", day=day, number=15)
    await add(site, cast, idea, MomentKind.STEP_LATE, text="Ring til Odense.", number=1)
    await add(site, cast, idea, MomentKind.STEP_PLANNED, text="Køb filt", name="Birthe", day=day)
    await add(site, cast, idea, MomentKind.NEWS, text="Filten er købt.", name="Birthe")
    said = " ".join((await (await cast.rie()).page(f"/ideas/{idea}")).element("story-lines").text_content().split())
    assert "Nu skal Dorthe Winther svare, senest 1. december 2026." in said
    assert "Skridtet er ikke taget til tiden: Ring til Odense. Det er 1 dag for sent." in said
    assert "Nyt skridt: Køb filt. Birthe, senest 1. december 2026." in said
    assert "Sådan går det: Filten er købt.Birthe" in said
    assert said.count("Ring til Odense") == 1, "what the sentence holds is not said again"


async def test_what_members_answered_is_told_where_it_may_be(cast: Cast, site: Site) -> None:
    idea = await shown(cast)
    await add(site, cast, idea, MomentKind.FELT, number=4)
    await add(site, cast, idea, MomentKind.EFFECT, number=2)
    async with cast.database.begin() as session:
        row = (await session.execute(select(Idea).where(Idea.public_id == idea))).scalar_one()
        felt = (await session.execute(select(Moment).where(Moment.kind == MomentKind.FELT))).scalars().all()[-1]
        session.add(
            FollowUp(
                public_id=new_public_id(),
                board_id=row.board_id,
                idea_id=row.id or 0,
                change_id=(await _change(cast, idea)),
                question=Question.FELT,
                asked_at=felt.at,
                closes_at=felt.at,
                closed_at=felt.at,
                counts={"yes": 3, "no": 1},
            )
        )
    said = (await (await cast.rie()).page(f"/ideas/{idea}")).element("story-lines").text_content()
    assert "3 kan mærke det. 1 kan ikke." in said
    assert "2 svarede." in said
    assert "4 svarede." not in said


async def _change(cast: Cast, idea: str) -> int:
    query = select(StatusChange.id).where(StatusChange.idea_id == (await stored(cast, idea)).id)
    async with cast.database.begin() as session:
        return (await session.execute(query.limit(1))).scalar_one() or 0


async def test_steps_are_counted(cast: Cast) -> None:
    idea = await shown(cast)
    row = await stored(cast, idea)
    async with cast.database.begin() as session:
        for number in (1, 2, 3):
            done = datetime(2026, 3, 2, tzinfo=UTC) if number == 1 else None
            told: dict[str, Any] = {
                "text": f"Skridt {number}",
                "person": "Birthe",
                "named": True,
                "day": date(2026, 12, number),
                "done_at": done,
            }
            session.add(Step(idea_id=row.id or 0, **told))
    said = (await (await cast.rie()).page(f"/ideas/{idea}")).element("story-steps").text_content()
    assert "1 af 3 skridt er taget." in said
    assert "Skridt 2. Birthe, senest 2. december 2026." in said


async def test_a_corrected_answer_says_how_it_read_before(cast: Cast) -> None:
    idea = await sent(cast)
    assert took(await (await cast.leo()).answer(idea, "declined", text=REASON))
    row = await stored(cast, idea)
    async with cast.database.begin() as session:
        answer = (await session.execute(select(Answer).where(Answer.idea_id == row.id))).scalar_one()
        old: dict[str, Any] = {"person_id": answer.person_id, "name": answer.name, "at": answer.at, "text": answer.text}
        session.add(AnswerVersion(answer_id=answer.id or 0, version=1, **old))
        answer.text, answer.version = "Der er ikke råd til det i år.", 2
    said = (await (await cast.rie()).page(f"/ideas/{idea}")).element("story-lines").text_content()
    assert "Svaret er rettet 1 gang." in said
    assert REASON in said
    assert "Der er ikke råd til det i år." in said
