"""What people do in the year: Chromium where somebody sits in front of it, plain requests elsewhere."""

import re
from datetime import timedelta

from playwright.async_api import Browser, expect

from tests.browser.chromium import Device
from tests.support.member import Staff, took
from tests.support.smtp import Letter
from tests.year.year import Year, path_in, sign_in

TITLE, WORDS = "Ro på gangen efter kl. 22", "Døre og vogne vækker os."
ADA, LEO, DORTHE, IDA = "ada@region.test", "leo@region.test", "dorthe@region.test", "ida@vaskeriet.test"
FOLLOWERS = {"Ben": "ben@home.test", "Rie": "rie@home.test", "Finn": "finn@home.test"}
MEMBERS = tuple(FOLLOWERS.values())


async def minutes(year: Year, browser: Browser) -> None:
    """They are written already; Ada approves and sends them."""
    ada = await year.cast.ada()
    device = await Device.new(browser, year.cast.url, width=1440, height=900)
    await device.cookies_of(ada.cookie)
    page = await device.go(f"{ada.room}/minutes")
    await expect(page.locator("#main")).to_contain_text(TITLE)
    await page.get_by_role("link", name="Godkend").click()
    await page.get_by_role("button", name="Godkend referatet").click()
    await page.get_by_role("link", name="Send referatet").click()
    await page.get_by_role("button", name="Send brevene").click()
    await expect(page.locator("#main")).to_contain_text("sendt")
    await device.close()


async def answer(year: Year, browser: Browser, dorthe: Staff, idea: str) -> None:
    """Dorthe says yes, and gives it to Ida, who has no account."""
    device = await Device.new(browser, year.cast.url, width=1440, height=900)
    await device.cookies_of(dorthe.cookie)
    page = await device.go("/answers")
    await page.get_by_role("link", name=re.compile(TITLE)).first.click()
    await page.get_by_label("Ja, det gør vi").check()
    await page.get_by_label("Hvem har ansvaret?").fill("Ida Sørensen")
    await page.get_by_text("To om det, eller én uden konto").click()
    await page.get_by_label("Mail til den ansvarlige").fill(IDA)
    await page.get_by_label("Næste skridt").fill("Sæt filt under vognene")
    await page.get_by_label("Hvem gør det?").fill("Ida Sørensen")
    await page.get_by_label("Hvornår er det gjort?").fill((year.now + timedelta(days=10)).date().isoformat())
    await page.get_by_label("Jeres svar").fill("Ja. Det kan lade sig gøre, og vi begynder nu.")
    await page.get_by_role("button", name="Send svaret").press("Enter")
    await expect(page.locator("#main")).to_contain_text("Tak. Svaret er gemt")
    await device.close()


async def work(year: Year, browser: Browser, path: str) -> None:
    """Ida tells how it goes and sets to work, from a phone, by her link alone."""
    phone = await Device.new(browser, year.cast.url, width=360, height=740)
    page = await phone.go(path)
    await page.get_by_label("Skriv en linje").fill("Filten er bestilt.")
    await page.get_by_role("button", name="Fortæl det").click()
    await expect(page.locator("#work-told")).to_be_visible()
    await year.settle()
    await page.get_by_text("Flyt idéen videre").click()
    await page.get_by_label("Vi er i gang").check()
    await page.locator("#work-move").get_by_role("button", name="Gem").click()
    await expect(page.locator("#main")).to_contain_text("I gang")
    await phone.close()


async def finish(year: Year, link: str, words: str) -> None:
    """Ida says that it is done, when the last step is taken."""
    ida = await year.cast.cleo()
    while forms := [form for form in (await ida.page(link)).forms() if (form.action or "").endswith("/taking")]:
        assert took(await ida.submit(forms[0], {"then": "done", "text": words}))


async def not_felt(year: Year, browser: Browser, letters: dict[str, Letter]) -> None:
    """Two say no and one yes, by the mailed links; Ben in Chromium."""
    phone = await Device.new(browser, year.cast.url, width=360, height=740)
    page = await phone.go(path_in(letters[FOLLOWERS["Ben"]], "/felt/"))
    await page.get_by_label("Nej", exact=True).check()
    await page.get_by_label("Vil du skrive et par ord?").fill("Dørene smækker endnu.")
    await page.get_by_role("button", name="Send mit svar").click()
    await expect(page.locator("#main")).to_contain_text("Tak. Dit svar er gemt")
    await phone.close()
    await by_link(year, letters, {"Rie": "no", "Finn": "yes"})


async def by_link(year: Year, letters: dict[str, Letter], said: dict[str, str]) -> None:
    """Answer by the mailed links, without a cookie."""
    for name, choice in said.items():
        path, nobody = path_in(letters[FOLLOWERS[name]], "/felt/"), await year.cast.cleo()
        assert took(await nobody.submit((await nobody.page(path)).form(path), {"answer": choice}))


async def say(year: Year, idea: str, choice: str) -> None:
    """All six answer on the idea's own page."""
    cast = year.cast
    guests = [cast.devices[f"Medlem {number}"] for number in (1, 2, 3)]
    for member in [await cast.ben(), await cast.rie(), await cast.finn(), *guests]:
        form = (await member.page(f"/ideas/{idea}")).form("/felt")
        assert took(await member.submit(form, {"answer": choice}))


async def again(year: Year, dorthe: Staff, idea: str, link: str) -> None:
    """Dorthe reads what the members wrote, and says yes once more; Ida sets to work."""
    page = await dorthe.page(f"/answers/{idea}")
    assert "Dørene smækker endnu." in page.text
    day = (year.now + timedelta(days=6)).date().isoformat()
    told = {
        "owner": "Ida Sørensen",
        "owner_mail": IDA,
        "step": "Sæt gummi på dørene",
        "person": "Ida",
        "step_date": day,
    }
    assert took(await dorthe.answer(idea, "agreed", text="I har ret. Vi tager dørene med.", **told))
    await year.settle()
    ida = await year.cast.cleo()
    assert took(await ida.submit((await ida.page(link)).form("/status"), {"status": "in_progress"}))


async def judge(year: Year, browser: Browser, idea: str, effect: str, words: str) -> None:
    """Ada sees what the members answered, and writes whether it helped."""
    ada = Staff(year.cast.url)
    await sign_in(year, ada, ADA)
    device = await Device.new(browser, year.cast.url, width=1440, height=900)
    await device.cookies_of(ada.cookie)
    page = await device.go(f"/ideas/{idea}")
    await page.get_by_text("Flyt idéen på en anden måde").click()
    await page.get_by_label("Vi har set på, om det hjalp").check()
    await page.get_by_label(effect, exact=True).check()
    await page.get_by_label("Det har vi set").fill(words)
    await page.locator("#acts").get_by_role("button", name="Gem").click()
    await expect(page.locator("#story")).to_contain_text(words)
    await ada.close()
    await device.close()
