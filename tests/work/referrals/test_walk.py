"""One idea that leaves the house and comes back, step by step, as the people and addresses around it meet it."""

from datetime import datetime, timedelta

from schemas.flow import Status
from server.core import clock as its_clock
from server.core.days import DENMARK, danish_day, working_day
from server.core.erasing import AddressErased
from server.work.referrals.erasing import erase_asked
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import put, sent, shown, stored
from tests.work.referrals.scene import NO, WHY, YES, a_unit, ask, letters_to, referrals, signed_in, work
from workers import lease

NIGHT = datetime(2027, 1, 13, 3, tzinfo=DENMARK)


async def test_asked_at_night_the_inbox_has_it_at_once_and_the_letter_waits_for_the_morning(
    cast: Cast, site: Site, clock: Clock
) -> None:
    await a_unit(cast, "Psykiatrien", "Mie Lund")
    idea, leo = await sent(cast), await cast.leo()
    clock.stop(NIGHT)
    assert took(await ask(leo, idea, "Psykiatrien", reply_by="2027-02-10"))
    mie = await signed_in(cast, "Mie Lund")
    assert "Sendt til dig af andre" in (await mie.page("/answers")).text
    assert "1 idé venter på svar" in (await mie.page("/answers")).element("letters-title").text_content()
    await work(cast, site)
    query = "SELECT job.due_at, mail.created_at FROM job JOIN mail ON mail.id = subject_id WHERE kind = 'mail'"
    query += " AND recipient = $1"
    (due,) = await cast.database.driver.fetch(query, cast.people["Mie Lund"].mail)
    assert due["due_at"].astimezone(DENMARK) == NIGHT.replace(hour=8)
    clock.stop(NIGHT.replace(hour=10))
    await a_unit(cast, "Somatikken", "Per Vang")
    at = f"/referrals/{(await referrals(cast, idea))[0]['public_id']}"
    assert took(await mie.post(f"{at}/passing", {"unit": "Somatikken", "text": WHY}))
    clock.stop(NIGHT.replace(hour=10, second=59))
    await work(cast, site)
    (due,) = await cast.database.driver.fetch(query, cast.people["Per Vang"].mail)
    assert due["due_at"] <= NIGHT.replace(hour=10, minute=1), "within a minute in office hours"


async def test_nothing_of_the_board_is_seen_and_what_is_typed_is_weighed(cast: Cast, site: Site) -> None:
    await a_unit(cast, "Psykiatrien", "Mie Lund", days=12)
    idea, leo, ben = await sent(cast), await cast.leo(), await cast.ben()
    assert took(await ben.post(f"/ideas/{idea}/comments", {"text": "Hemmelig kommentar", "key": "k" * 20}))
    path = f"/ideas/{idea}/referral"
    for typed, status in (
        ({"unit": "Psykiatrien", "reply_by": "snart"}, 422),
        ({"unit": "", "reply_by": "2027-06-01"}, 422),
        ({"unit": "x" * 201, "reply_by": "2027-06-01"}, 422),
        ({"unit": "Psykiatrien", "reply_by": "2020-01-01"}, 422),
        ({"unit": "Psykiatrien", "reply_by": "2027-06-01", "body_mail": "ikke en mail"}, 422),
        ({"unit": "Psykiatrien", "reply_by": "2027-06-01", "text": "Ring til 22 33 44 55"}, 422),
        ({"unit": "Psykiatrien", "reply_by": "2027-06-01", "send": "1"}, 409),
        ({"unit": "Psykiatrien", "reply_by": "2027-06-01", "send": "1", "seen": "x" * 24}, 409),
    ):
        answer = await leo.post(path, typed)
        assert answer.status_code == status, typed
        assert typed["unit"] in answer.text
    assert not await referrals(cast, idea)
    for unit, days in (("psykiatrien", 12), ("Kommunen", 30)):
        shown_to_sender = await leo.follow(await leo.post(path, {"unit": unit, "reply_by": ""}))
        theirs = working_day(danish_day(its_clock.now()) + timedelta(days=days)).isoformat()
        assert shown_to_sender.form("#send").fields["reply_by"] == theirs, f"the days of {unit}"
    assert took(await ask(leo, idea, "psykiatrien", text="Kan I?"))
    mie, at = await signed_in(cast, "Mie Lund"), (await referrals(cast, idea))[0]["public_id"]
    for page in (await mie.get(f"/referrals/{at}"), await mie.get("/answers")):
        for hidden in ("Hemmelig", "Ben", "Leo Bach", "Ada Holm", "Patient", idea):
            assert hidden not in page.text.replace("rben", ""), hidden
    for door in (f"/ideas/{idea}", f"/answers/{idea}", f"/b/{cast.board.public_id}", f"/m/{cast.meeting.public_id}"):
        assert (await mie.get(door)).status_code == 404
    cpr = NO | {"text": "Det er 010190-1234, der står for det."}
    refused = await mie.post(f"/referrals/{at}/answer", cpr)
    assert refused.status_code == 422
    assert "ligner et CPR-nummer" in refused.text
    assert "010190-1234" in refused.text, "what was typed stays"


async def test_of_two_leaders_one_wins_and_the_others_words_stay(cast: Cast, site: Site) -> None:
    unit = await a_unit(cast, "Psykiatrien", "Mie Lund")
    await a_unit(cast, "Somatikken", "Per Vang")
    query = "UPDATE unit SET deputy_id = $1 WHERE id = $2"
    await cast.database.driver.fetch(query, cast.people["Per Vang"].id, unit)
    idea, leo = await sent(cast), await cast.leo()
    assert took(await ask(leo, idea, "Psykiatrien"))
    at = f"/referrals/{(await referrals(cast, idea))[0]['public_id']}"
    mie, per = await signed_in(cast, "Mie Lund"), await signed_in(cast, "Per Vang")
    assert (await per.get(at)).status_code == 200, "the deputy leads too"
    assert took(await mie.post(f"{at}/answer", YES))
    late = await per.post(f"{at}/answer", NO)
    assert late.status_code == 409
    assert NO["text"] in late.text
    story = (await leo.page(f"/ideas/{idea}")).text
    assert "Mie Lund, Direktør, Psykiatrien" in story
    assert NO["text"] not in story
    again = await leo.post(
        f"/ideas/{idea}/answer/edit", {"text": "Noget helt andet her", "answer": "1", "version": "1"}
    )
    assert again.status_code == 403, "nobody rewords another body's answer"


async def offices(cast: Cast, site: Site) -> None:
    """The workers look who has come to lead a unit that was asked."""
    await cast.database.driver.fetch("DELETE FROM job WHERE kind = 'every:referral_offices'")
    async with cast.database.begin() as session:
        await lease.plant(session, "every:referral_offices", its_clock.now())
    await work(cast, site)


async def test_what_was_asked_follows_the_office(cast: Cast, site: Site, clock: Clock) -> None:
    unit = await a_unit(cast, "Psykiatrien", "Mie Lund")
    await a_unit(cast, "Somatikken", "Per Vang")
    idea, leo = await sent(cast), await cast.leo()
    assert took(await ask(leo, idea, "Psykiatrien"))
    await work(cast, site)
    await cast.database.driver.fetch("UPDATE unit SET leader_id = $1 WHERE id = $2", cast.people["Per Vang"].id, unit)
    mie, per = await signed_in(cast, "Mie Lund"), await signed_in(cast, "Per Vang")
    at = f"/referrals/{(await referrals(cast, idea))[0]['public_id']}"
    assert (await mie.get(at)).status_code == 404
    assert (await mie.post(f"{at}/answer", NO)).status_code == 404
    assert "Sendt til dig af andre" in (await per.page("/answers")).text
    await offices(cast, site)
    assert len(await letters_to(cast, cast.people["Per Vang"].mail)) == 1
    assert len(await letters_to(cast, cast.people["Mie Lund"].mail)) == 1
    assert took(await per.post(f"{at}/return", {"text": WHY}))
    await offices(cast, site)
    assert len(await letters_to(cast, cast.people["Per Vang"].mail)) == 1, "who gave it back is not asked again"


async def test_a_body_that_nobody_asks(cast: Cast, site: Site) -> None:
    idea, ada, leo, ben = await shown(cast), await cast.ada(), await cast.leo(), await cast.ben()
    await put(cast, idea, Status.PRIORITISED)
    path = f"/ideas/{idea}/referral"
    seen = await ada.post(path, {"unit": "Kommunens handicapråd", "reply_by": "2027-06-01"})
    assert "Ingen bliver spurgt af Peerboard." in seen.text
    assert took(await ask(ada, idea, "Kommunens handicapråd"))
    await work(cast, site)
    story = (await ben.page(f"/ideas/{idea}")).text
    assert "Koordinatoren spørger dem og skriver svaret her senest" in story
    at = f"/referrals/{(await referrals(cast, idea))[0]['public_id']}"
    assert at in (await ada.get(f"/ideas/{idea}")).text
    assert (await leo.get(at)).status_code == 404
    assert took(await ada.post(f"{at}/answer", NO))
    story = (await ben.page(f"/ideas/{idea}")).text
    assert "Ifølge Kommunens handicapråd. Koordinatoren skrev det ned." in story
    assert (await stored(cast, idea)).status is Status.DECLINED


async def test_a_link_dies_thirty_days_past_its_date(cast: Cast, site: Site, clock: Clock) -> None:
    idea, ada, cleo = await shown(cast), await cast.ada(), await cast.cleo()
    await put(cast, idea, Status.PRIORITISED)
    assert took(await ask(ada, idea, "Kommunen", body_mail="tog@kommune.test"))
    await work(cast, site)
    (letter,) = await letters_to(cast, "tog@kommune.test")
    link = "/r/" + letter.split("/r/")[1].split()[0]
    for hidden in ("Ro om aftenen", "Sluk lyset", "Ada", "Ben"):
        assert hidden not in letter
    page = (await cleo.get(link)).text
    for hidden in ("Ada Holm", "Ben<", idea):
        assert hidden not in page
    clock.ahead(timedelta(days=20 + 29))
    assert (await cleo.get(link)).status_code == 200
    clock.ahead(timedelta(days=3))
    assert (await cleo.get(link)).status_code == 404
    assert (await cleo.post(f"{link}/answer", NO | {"name": "Kim"})).status_code == 404
    assert "Linket virker ikke længere" in (await cleo.get(link)).text


async def test_an_address_and_a_name_typed_by_a_link_are_forgotten_and_the_answer_stays(cast: Cast, site: Site) -> None:
    idea, ada, cleo = await shown(cast), await cast.ada(), await cast.cleo()
    await put(cast, idea, Status.PRIORITISED)
    assert took(await ask(ada, idea, "Kommunen", body_mail="post@kommune.test"))
    await work(cast, site)
    link = "/r/" + (await letters_to(cast, "post@kommune.test"))[0].split("/r/")[1].split()[0]
    for typed in ("", "Ring 22 33 44 55", "x" * 201):
        refused = await cleo.post(f"{link}/answer", NO | {"name": typed})
        assert (refused.status_code, NO["text"] in refused.text) == (422, True), typed
    assert took(await cleo.post(f"{link}/answer", NO | {"name": "Kim Bus"}))
    assert "Kim Bus, Kommunen" in (await ada.page(f"/ideas/{idea}")).text
    async with cast.database.begin() as session:
        await erase_asked(session, site.settings, erased := AddressErased("post@kommune.test"))
    assert erased.found["referral"] == 1
    story = (await ada.page(f"/ideas/{idea}")).text
    assert "Kim Bus" not in story
    assert "post@kommune.test" not in story
    assert "Der er ikke penge til det i år" in story
    assert "Svar gennem et link" in story, "it still says how it came"
