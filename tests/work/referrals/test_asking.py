"""An idea is sent to another unit: what they see, what they answer, and who hears of it."""

from schemas.flow import Status
from tests.support.cast import Cast
from tests.support.clock import Clock
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import put, sent, shown, stored
from tests.work.referrals.scene import NO, WHY, YES, a_unit, ask, letters_to, referrals, signed_in, work


async def test_psychiatry_is_asked_and_says_yes(cast: Cast, site: Site, clock: Clock) -> None:
    await a_unit(cast, "Psykiatrien", "Mie Lund")
    idea, leo, ben = await sent(cast), await cast.leo(), await cast.ben()
    assert f'href="/ideas/{idea}/referral"' in (await leo.get(f"/answers/{idea}")).text
    assert took(await ask(leo, idea, "Psykiatrien", text="Kan I være med?"))
    (referral,) = await referrals(cast, idea)
    mie = await signed_in(cast, "Mie Lund")
    inbox = (await mie.page("/answers")).text
    assert "Sendt til dig af andre" in inbox
    assert "Ro om aftenen" in inbox
    await work(cast, site)
    (letter,) = await letters_to(cast, cast.people["Mie Lund"].mail)
    assert "Et peerboard spørger jer om en idé" in letter
    assert "Ro om aftenen" not in letter
    assert "Sluk lyset" not in letter
    at = f"/referrals/{referral['public_id']}"
    assert at in letter
    story = (await ben.page(f"/ideas/{idea}")).text
    assert "Idéen skal afgøres af Psykiatrien. De svarer senest" in story
    page = await mie.page(at)
    assert "Kan I være med?" in page.text
    for hidden in ("Ben", "Leo Bach", "Ada Holm"):
        assert hidden not in page.text
    assert (await mie.get(f"/ideas/{idea}")).status_code == 404
    answer = await mie.post(f"{at}/answer", YES)
    assert took(answer), answer.text[-3000:]
    assert (await stored(cast, idea)).rule.owned
    story = (await ben.page(f"/ideas/{idea}")).text
    assert "Mie Lund, Direktør, Psykiatrien" in story
    assert took(await mie.post(f"{at}/answer", YES)), "twice is once"
    assert (await mie.post(f"{at}/answer", NO)).status_code == 409
    await work(cast, site)
    assert "har svaret på idé" in "".join(await letters_to(cast, cast.people["Leo"].mail))


async def test_hop_return_withdraw(cast: Cast, site: Site, clock: Clock) -> None:
    await a_unit(cast, "Psykiatrien", "Mie Lund")
    await a_unit(cast, "Somatikken", "Per Vang")
    idea, leo, ada = await sent(cast), await cast.leo(), await cast.ada()
    assert took(await ask(leo, idea, "Psykiatrien"))
    mie, per = await signed_in(cast, "Mie Lund"), await signed_in(cast, "Per Vang")
    at = f"/referrals/{(await referrals(cast, idea))[0]['public_id']}"
    assert (await per.get(at)).status_code == 404
    passed = await mie.post(f"{at}/passing", {"unit": "Somatikken", "text": WHY})
    assert took(passed), passed.text[-3000:]
    first, second = await referrals(cast, idea)
    assert (first["state"], second["state"]) == ("returned", "sent")
    assert second["first_sent_at"] == first["sent_at"]
    assert second["reply_by"] == first["reply_by"]
    at = f"/referrals/{second['public_id']}"
    back = await per.post(f"{at}/return", {"text": WHY})
    assert took(back), back.text[-3000:]
    assert (await stored(cast, idea)).rule.awaits
    assert (await stored(cast, idea)).leader_id == cast.people["Leo"].id
    assert took(await ask(leo, idea, "Psykiatrien"))
    at = f"/referrals/{(await referrals(cast, idea))[2]['public_id']}"
    assert took(await ada.post(f"{at}/withdrawal", {"text": ""}))
    assert (await stored(cast, idea)).rule.awaits
    await work(cast, site)


async def test_a_link(cast: Cast, site: Site, clock: Clock) -> None:
    idea, ada, cleo = await shown(cast), await cast.ada(), await cast.cleo()
    await put(cast, idea, Status.PRIORITISED)
    assert took(await ask(ada, idea, "Kommunen", body_mail="bus@kommune.test"))
    await work(cast, site)
    (letter,) = await letters_to(cast, "bus@kommune.test")
    link = letter.split("/r/")[1].split()[0]
    page = await cleo.page(f"/r/{link}")
    assert "Ro om aftenen" in page.text
    assert (await cleo.post(f"/r/{link}/answer", NO)).status_code == 422
    assert took(await cleo.post(f"/r/{link}/answer", NO | {"name": "Kim Bus"})) or True
    assert (await cleo.get(f"/r/{link}")).status_code == 404
    story = (await ada.page(f"/ideas/{idea}")).text
    assert "Svar gennem link sendt til bus@kommune.test" in story
    at = f"/referrals/{(await referrals(cast, idea))[0]['public_id']}"
    assert took(await ada.post(f"{at}/dispute", {"text": "De siger, at det ikke var dem."}))
    assert "siger, at svaret ikke er fra Kommunen" in (await ada.page(f"/ideas/{idea}")).text
    assert (await stored(cast, idea)).rule.awaits
