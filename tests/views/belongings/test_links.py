"""By the link in a letter: what that letter is about, and all of an address only for whoever reads its mail."""

import json
import re

import pytest

from schemas.codes import keyed_hash
from server.mail import links
from server.work.owners.reaching import owner_token
from tests.privacy import marker
from tests.privacy.marker import gather_marked
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import took
from tests.support.scene import make_meeting
from tests.support.site import Site

FOLLOWED = "Adresser og idéer, du følger"


async def told_at(nobody: Browser, path: str) -> tuple[Page, dict[str, dict[str, dict[str, list[dict[str, str]]]]]]:
    """The page and the file that a link leads to, from the page that the letter leads to."""
    first = await nobody.page(path)
    leads = str(first.select("//a[contains(@href, '/belongings')]")[0].get("href"))
    file = await nobody.get(f"{leads}.json")
    assert file.headers["content-type"] == "application/json; charset=utf-8"
    return await nobody.page(leads), json.loads(file.text)


@pytest.mark.long
async def test_a_link_shows_what_its_letter_is_about(cast: Cast, site: Site) -> None:
    marked = await gather_marked(cast)
    idea = (await rows(cast.database.url, "SELECT id FROM idea WHERE public_id = $1", marked.followed))[0]["id"]
    nobody = await cast.cleo()
    token = links.follow_token(site.settings, idea, marker.MAIL)
    page, file = await told_at(nobody, f"/follow/{token}")
    told = file[FOLLOWED]["Idéer, du følger"]["Det er gemt"]
    assert [each["Mailadresse"] for each in told] == [marker.MAIL]
    assert told[0]["Sprog"] == "Dansk"
    assert told[0]["Siden"]
    assert marker.MAIL in page.text
    assert "Her står kun det, som din mail handler om." in page.text
    for others in (marker.NAME, marker.TITLE, "Zqemne", marker.COMMENT, token):
        assert others not in json.dumps(file, ensure_ascii=False), others
        assert others not in page.text
    assert "Din stemme" not in page.text, "whoever only left an address has cast none"
    # all of the address, for whoever reads its mail: one letter a day
    before = await _letters(cast)
    for _ in range(2):
        sent = await nobody.submit(page.form("/belongings"))
        assert "Vi har sendt et link til din adresse." in sent.text
    letters = [each for each in await _letters(cast) if each not in before]
    assert len(letters) == 1
    link = re.search(r"/follow/[\w-]+/belongings", letters[0])
    assert link
    everything = json.loads((await nobody.get(f"{link.group()}.json")).text)
    assert len(everything[FOLLOWED]["Idéer, du følger"]["Det er gemt"]) == 3
    assert "Zqemne" in json.dumps(everything["Mails til dig"])
    assert "hemmelig" not in json.dumps(everything)
    listed = [
        part.pop("Din plads på listen over medlemmer", {}) for part in everything.values() if isinstance(part, dict)
    ]
    assert marker.ORGANISATION in json.dumps(listed, ensure_ascii=False), "this address said yes to be on the list"
    for others in (marker.ORGANISATION, marker.TITLE, marker.COMMENT):
        assert others not in json.dumps(everything, ensure_ascii=False), "an address is not a seat"
    assert (await nobody.post(link.group())).status_code == 404, "there is no more to send"
    await _owner_and_guest(marked.cast, site, nobody)
    assert (await nobody.get("/follow/nothing-like-it/belongings")).status_code == 404


async def _letters(cast: Cast) -> list[str]:
    found = await rows(cast.database.url, "SELECT body FROM mail WHERE recipient = $1 ORDER BY id", marker.MAIL)
    return [row["body"] for row in found]


async def _owner_and_guest(cast: Cast, site: Site, nobody: Browser) -> None:
    """Somebody who carries an idea without an account, and somebody who was invited and never came."""
    owner = (await rows(cast.database.url, "SELECT id FROM owner WHERE mail = $1", marker.OWNER_MAIL))[0]["id"]
    token = owner_token(site.settings, owner)
    hashed = keyed_hash(site.settings.secret, token)
    await rows(
        cast.database.url, "UPDATE owner SET token_hash = $1 WHERE id = $2", hashed, owner
    )  # as their letter does
    page, file = await told_at(nobody, f"/o/{token}")
    work = file["Det, du arbejder med"]
    assert work["Idéer, du har ansvar for"]["Det er gemt"][0]["Mailadresse"] == marker.OWNER_MAIL
    assert "Zqvi prøver" in page.text
    assert "Zqfilten er købt" in page.text
    assert marker.LEADER not in page.text
    ada = await cast.ada()
    async with cast.database.begin() as session:
        cast.meeting = await make_meeting(session, cast.board)
    assert took(await ada.post(f"/m/{cast.meeting.public_id}/invitations/mail", {"list": "ny@hjem.test", "form": "k"}))
    body = (await rows(cast.database.url, "SELECT body FROM mail WHERE recipient = 'ny@hjem.test'"))[0]["body"]
    invited = re.search(r"/i/[\w-]+", body)
    assert invited
    _, guest = await told_at(nobody, f"{invited.group()}/stop")
    assert guest[FOLLOWED]["Din indbydelse"]["Det er gemt"][0]["Mailadresse"] == "ny@hjem.test"
