"""The gate: in a meeting that is moderated before, nobody else reads a word before somebody has shown it."""

import pytest
from sqlmodel import col, select

from schemas.comment import Comment
from schemas.format import Moderated
from schemas.idea import Idea
from schemas.screening import Screening, ScreeningLine, Verdict
from schemas.seat import Seat
from server.core.errors import Invalid, NotAllowed, Outdated
from server.core.runtime import Runtime
from server.room.moderation import commands, writers
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.support.site import Site


async def moderated(cast: Cast, how: Moderated = Moderated.BEFORE) -> None:
    await rows(cast.database.url, "UPDATE meeting SET moderated = $2 WHERE id = $1", cast.meeting.id, how.value)


async def screening_of(cast: Cast, title: str) -> Screening:
    async with cast.database.snapshot() as session:
        query = (
            select(Screening)
            .join(Idea, col(Idea.id) == Screening.idea_id)
            .where(Idea.title == title, Idea.board_id == cast.board.id)
        )
        return (await session.execute(query)).scalar_one()


async def on_comment(cast: Cast, text: str) -> Screening:
    async with cast.database.snapshot() as session:
        query = (
            select(Screening)
            .join(Comment, col(Comment.id) == Screening.comment_id)
            .where(Comment.text == text, Comment.board_id == cast.board.id)
        )
        return (await session.execute(query)).scalar_one()


async def seat_of(cast: Cast, name: str) -> Seat:
    async with cast.database.snapshot() as session:
        query = select(Seat).where(Seat.board_id == cast.board.id, Seat.name == name)
        return (await session.execute(query)).scalar_one()


async def deeds(cast: Cast) -> list[tuple[str, bool]]:
    query = select(ScreeningLine).where(ScreeningLine.board_id == cast.board.id).order_by(col(ScreeningLine.id))
    async with cast.database.snapshot() as session:
        return [(line.deed.value, line.seat_id is not None) for line in (await session.execute(query)).scalars()]


async def reads(member: Member, words: str) -> bool:
    return words in (await member.look()).element("room").text_content()


def runtime_of(site: Site) -> Runtime:
    runtime: Runtime = site.app.state.runtime
    return runtime


async def test_what_waits_is_nowhere_until_it_is_shown(cast: Cast, site: Site) -> None:
    await moderated(cast)
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    assert took(await ben.propose("Ro om aftenen", "Der er larm"))
    assert took(await ada.phase("reveal"))
    assert not await reads(rie, "Ro om aftenen")
    coordinator, found = await seat_of(cast, "Ada Holm"), await screening_of(cast, "Ro om aftenen")
    assert found.verdict is Verdict.WAITING
    await commands.show(runtime_of(site), coordinator, found, found.version)
    assert await reads(rie, "Ro om aftenen")
    with pytest.raises(Outdated):
        await commands.refuse(runtime_of(site), coordinator, found, found.version, 1, rules=[1])
    assert await deeds(cast) == [("came", False), ("shown", True)]


async def test_a_correction_is_its_writers_when_they_say_yes(cast: Cast, site: Site) -> None:
    await moderated(cast)
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    assert took(await ben.propose("REND mig!", "I er ikke kloge"))
    assert took(await ada.phase("reveal"))
    run, found = runtime_of(site), await screening_of(cast, "REND mig!")
    moderator = await seat_of(cast, "Rie")
    with pytest.raises(NotAllowed):
        await commands.show(run, moderator, found, found.version)
    await rows(cast.database.url, "UPDATE seat SET moderates = true WHERE id = $1", moderator.id)
    with pytest.raises(Invalid):
        await commands.correct(run, moderator, found, found.version, "", "Tekst", "")
    await commands.correct(
        run, moderator, found, found.version, "Pårørendes arbejde", "Vi gør meget selv", "Passer det?"
    )
    assert not await reads(rie, "Pårørendes arbejde")
    proposed, writer = await screening_of(cast, "REND mig!"), await seat_of(cast, "Ben")
    with pytest.raises(NotAllowed):
        await writers.say_yes(run, moderator, proposed, proposed.version)
    await writers.say_no(run, writer, proposed, proposed.version)
    waits = await screening_of(cast, "REND mig!")
    assert (waits.verdict, waits.title) == (Verdict.WAITING, "")
    await commands.correct(run, moderator, waits, waits.version, "Pårørendes arbejde", "Vi gør meget selv", "")
    proposed = await screening_of(cast, "REND mig!")
    await commands.show(run, moderator, proposed, proposed.version)
    with pytest.raises(Outdated):  # her own words were shown instead: no yes to others may seem to have been taken
        await writers.say_yes(run, writer, proposed, proposed.version)
    shown = await screening_of(cast, "REND mig!")
    await commands.correct(run, moderator, shown, shown.version, "Pårørendes arbejde", "Vi gør meget selv", "")
    proposed = await screening_of(cast, "REND mig!")
    for _ in range(2):
        await writers.say_yes(run, writer, proposed, proposed.version)
    assert await reads(rie, "Pårørendes arbejde")
    assert not await reads(rie, "REND mig!")
    assert (await deeds(cast))[-1] == ("said_yes", False)


async def test_a_refused_comment_is_its_writers_alone_until_it_is_written_anew(cast: Cast, site: Site) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    assert took(await ben.propose("Ro om aftenen"))
    assert took(await ada.phase("discuss"))
    await moderated(cast)
    idea = (await rows(cast.database.url, "SELECT public_id FROM idea WHERE board_id = $1", cast.board.id))[0][
        "public_id"
    ]
    assert took(await ben.post(f"/ideas/{idea}/comments", {"key": "k1", "text": "Ti stille"}))
    run, moderator, writer = runtime_of(site), await seat_of(cast, "Ada Holm"), await seat_of(cast, "Ben")
    found = await on_comment(cast, "Ti stille")
    with pytest.raises(Invalid):
        await commands.refuse(run, moderator, found, found.version, 9, rules=[1, 2])
    await commands.refuse(run, moderator, found, found.version, 2, "Skriv det pænt", rules=[1, 2])
    await writers.rewrite(run, writer, found, "", "Kan vi få ro?")
    again = await on_comment(cast, "Kan vi få ro?")
    assert (again.verdict, again.rule, again.message) == (Verdict.WAITING, None, "")
    assert "Kan vi få ro?" not in (await rie.page(f"/ideas/{idea}")).text
    await commands.show(run, moderator, again, again.version)
    assert "Kan vi få ro?" in (await rie.page(f"/ideas/{idea}")).text


async def test_afterwards_it_shows_and_waits_to_be_looked_at(cast: Cast, site: Site) -> None:
    await moderated(cast, Moderated.AFTER)
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    assert took(await ben.propose("Ro om aftenen"))
    assert took(await ada.phase("reveal"))
    assert await reads(rie, "Ro om aftenen")
    found = await screening_of(cast, "Ro om aftenen")
    await commands.ask(runtime_of(site), await seat_of(cast, "Ada Holm"), found, found.version, "Skriv lidt mere")
    assert not await reads(rie, "Ro om aftenen")


async def test_whoever_is_not_moderated_leaves_no_trace_of_it(cast: Cast) -> None:
    ben = await cast.ben()
    assert took(await ben.propose("Ro om aftenen"))
    assert not await rows(cast.database.url, "SELECT FROM screening WHERE board_id = $1", cast.board.id)
