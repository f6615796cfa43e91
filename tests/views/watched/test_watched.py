"""What is done by itself, as coordinators see it: by date, in plain words, with a button where something went wrong."""

from datetime import timedelta
from typing import Any

from schemas.flow import Status
from schemas.job import Job, JobState
from schemas.mail import Mail
from server.core import clock
from server.core.days import weekday_words
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.queries import asked
from tests.support.site import Site
from tests.work.deadlines.scene import make_idea, make_job, states

DUE, DONE, DEAD = JobState.DUE, JobState.DONE, JobState.DEAD


def _path(cast: Cast) -> str:
    return f"/b/{cast.board.public_id}/jobs"


async def test_an_empty_board_says_what_will_be_here(cast: Cast) -> None:
    ada = await cast.ada()
    assert "står dens frister her" in (await ada.page(_path(cast))).text
    assert "Det holder vi øje med" in (await ada.page(f"/b/{cast.board.public_id}")).text


async def test_what_went_wrong_what_will_happen_by_date_and_what_is_done(cast: Cast) -> None:
    ada, now = await cast.ada(), clock.now()
    waits: dict[str, Any] = {"leader_id": cast.people["Leo"].id, "answer_by": now + timedelta(days=2)}
    quiet, broken = await make_idea(cast, **waits), await make_idea(cast, "Mere lys", 13, **waits)
    gone = await make_idea(cast, "Besvaret", 14, **waits | {"status": Status.AGREED})
    await make_job(cast, quiet, "answer_overdue", DUE, 3)
    await make_job(cast, broken, "answer_overdue", DUE, 3)
    await make_job(cast, gone, "answer_overdue", DUE, 3)
    await make_job(cast, broken, "idea_sent", DUE, 1)
    await make_job(cast, quiet, "idea_sent", DUE, 2.5)  # its date will have passed by then
    await make_job(cast, quiet, "answer_due_soon", DONE, 2)
    await make_job(cast, quiet, "answer_due_soon", DONE, 91)
    await make_job(cast, broken, "mail", DEAD, 1, "AddressRefused")
    await make_job(cast, broken, "escalation", DEAD, 1, "KeyError")
    await make_job(cast, None, "vacuum", DUE)
    await make_job(cast, None, "vacuum", DONE)
    page = await ada.page(_path(cast))
    first, coming, done = (page.element(name) for name in ("failed", "coming", "done"))
    told = " ".join(first.text_content().split())
    assert "Idé 13 Mere lys" in told, "what went wrong comes first"
    assert "Mailserveren kender ikke adressen." in told
    assert "Der skete en fejl hos os." in told
    assert len(first.xpath(".//form")) == 2
    days = [
        (day.xpath("./h3")[0].text_content(), [" ".join(line.text_content().split()) for line in day.xpath(".//li")])
        for day in coming.xpath(".//section")
    ]
    late = "Se efter, om svaret er kommet til tiden"
    assert days == [
        (weekday_words(now + timedelta(days=1), "da"), ["Fortæl lederen, at der er kommet en idéIdé 13 Mere lys"]),
        (weekday_words(now + timedelta(days=3), "da"), [f"{late}Idé 12 Ro om aftenen", f"{late}Idé 13 Mere lys"]),
    ]
    assert "Besvaret" not in page.text
    told = " ".join(done.text_content().split())
    assert told.count("Husk lederen på, at svaret snart skal komme") == 1, "the one of 90 days ago is over"
    assert not coming.xpath(".//form")


async def test_nobody_counts_who_gets_mail_and_nothing_hidden_is_shown(cast: Cast) -> None:
    ada = await cast.ada()
    followed = await make_idea(cast)
    hidden = await make_idea(cast, "Marie skal ringes op", 14, hidden_at=clock.now())
    unshown = await make_idea(cast, "Endnu hemmelig", 15, shown_at=None)
    for _ in range(3):
        await make_job(cast, followed, "mail", DONE)
        await make_job(cast, followed, "mail", DEAD, 1, "AddressRefused")
    for idea in (hidden, unshown):
        await make_job(cast, idea, "mail", DEAD, 1, "AddressRefused")
    page = await ada.page(_path(cast))
    assert page.text.count("Mailserveren kender ikke adressen.") == 3, "one for each idea, however many letters"
    assert page.text.count("Send en mail") == 7, "gave up (and its button's name), and done"
    assert "Idé 14 (skjult)" in page.text
    assert "Marie" not in page.text
    assert "Endnu hemmelig" not in page.text


async def test_trying_again_makes_it_due_now_and_says_who_asked(cast: Cast) -> None:
    ada, idea, other = await cast.ada(), await make_idea(cast), await make_idea(cast, "Mere lys", 13)
    await make_job(cast, idea, "mail", DEAD, 5, "TooOld")
    await make_job(cast, other, "mail", DEAD, 1, "TooOld")
    await make_job(cast, idea, "escalation", DEAD, 1, "KeyError")
    async with cast.database.begin() as session:
        old = clock.now() - timedelta(days=5)
        kept = Mail(
            recipient="leo@region.test", subject="s", body="b", message_id=f"<{idea.public_id}>", created_at=old
        )
        session.add(kept)
        await session.flush()
        mail_id = kept.id
    await rows(
        cast.database.url, "UPDATE job SET subject_id = $1 WHERE idea_id = $2 AND kind = 'mail'", mail_id, idea.id
    )
    async with cast.database.begin() as session:  # of a letter that may have come already
        session.add(Job(kind="handed", subject_id=mail_id, dedupe=f"handed:{mail_id}:0", due_at=old, state=DONE))
    fields = {"idea": idea.public_id, "kind": "mail"}
    assert took(await ada.post(_path(cast), fields))
    assert await states(cast) == ["mail due 0", "mail dead 12", "escalation dead 12"]
    page = await ada.follow(await ada.post(_path(cast), fields))
    assert await states(cast) == ["mail due 0", "mail dead 12", "escalation dead 12"], (
        "a second click does nothing more"
    )
    assert "Vi prøver igen nu." in page.text
    assert "Ada Holm bad om at prøve igen." in page.text
    (kept_now,) = await rows(cast.database.url, "SELECT created_at FROM mail WHERE id = $1", mail_id)
    assert clock.now() - kept_now[0] < timedelta(minutes=1), "else it would be too old again"
    assert not await rows(cast.database.url, "SELECT id FROM job WHERE dedupe = $1", f"handed:{mail_id}:0"), "send it"


async def test_what_belongs_to_another_board_stays(cast: Cast, site: Site) -> None:
    other = await Cast.gather(site.url, cast.database, cast.secret, mark="-other")
    idea = await make_idea(other)
    await make_job(other, idea, "mail", DEAD)
    await make_job(other, None, "meeting_reminder", DEAD)
    ada = await cast.ada()
    for named in (idea.public_id, ""):
        for kind in ("mail", "meeting_reminder"):
            await ada.post(_path(cast), {"idea": named, "kind": kind})
    assert await states(other) == ["mail dead 12", "meeting_reminder dead 12"]
    assert "Ro om aftenen" not in (await ada.page(_path(cast))).text


async def test_the_board_s_page_says_that_something_went_wrong(cast: Cast) -> None:
    ada, leo = await cast.ada(), await cast.leo()
    path, link = f"/b/{cast.board.public_id}", "Se det, og prøv igen"
    assert link not in (await ada.page(path)).text
    await make_job(cast, await make_idea(cast), "mail", DEAD)
    assert link in (await ada.page(path)).text
    assert link not in (await leo.page(path)).text


async def test_as_many_statements_for_many_as_for_few(cast: Cast, site: Site) -> None:
    ada, taken = await cast.ada(), list[int]()
    for number in range(12, 24):
        idea = await make_idea(cast, number=number)
        for state in JobState:
            await make_job(cast, idea, "answer_overdue", state)
        with asked(site) as texts:
            await ada.page(_path(cast))
        taken.append(len(texts))
    assert taken == [taken[0]] * 12
    assert taken[0] <= 8, "who asks, at which board, and six of ours"
