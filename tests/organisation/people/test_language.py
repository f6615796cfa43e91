"""An account keeps the language that its holder reads, and is written to in it: also when nobody is signed in."""

import pytest

from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, Staff, took

SUBJECT = "SELECT subject FROM mail WHERE recipient = $1 ORDER BY id DESC LIMIT 1"
DANISH, ENGLISH = "Dit link til at logge ind", "Your link to sign in"


async def kept(cast: Cast, who: str) -> str:
    """The language of an account."""
    found = await rows(cast.database.url, "SELECT language FROM person WHERE mail = $1", cast.people[who].mail)
    return str(found[0][0])


async def asked_for(cast: Cast, who: str, language: str) -> str:
    """The subject of the letter with a link to sign in, asked for on a page in `language`."""
    async with Member(cast.url, language=language) as stranger:
        assert took(await stranger.submit((await stranger.page("/login")).form("/login"), {"mail": _mail(cast, who)}))
    return str((await rows(cast.database.url, SUBJECT, _mail(cast, who)))[0][0])


def _mail(cast: Cast, who: str) -> str:
    return cast.people[who].mail


async def test_what_was_chosen_stays_when_they_have_signed_out(cast: Cast) -> None:
    leo = await cast.leo()
    assert await kept(cast, "Leo") == "da"
    assert await asked_for(cast, "Leo", "en") == DANISH, "who asks may be anybody"
    await leo.post("/reading", {"language": "en"})
    await leo.post("/logout")
    assert not await rows(
        cast.database.url, "SELECT 1 FROM browser_session WHERE person_id = $1", cast.people["Leo"].id
    )
    assert await asked_for(cast, "Leo", "da") == ENGLISH


@pytest.mark.parametrize(("language", "subject"), [("da", DANISH), ("en", ENGLISH)])
async def test_an_account_that_nobody_has_used_is_written_to_in_the_language_of_the_page(
    cast: Cast, language: str, subject: str
) -> None:
    assert await kept(cast, "Leo") == ""
    assert await asked_for(cast, "Leo", language) == subject


async def test_the_first_screen_says_it_and_then_only_a_choice_does(cast: Cast) -> None:
    for language in ("en", "da"):
        async with Staff(cast.url) as screen:
            screen.http.headers["Accept-Language"] = language
            await screen.sign_in(await cast.link_for("Leo"))
        assert await kept(cast, "Leo") == "en"
    leo = await cast.leo()
    await leo.post("/reading", {"language": "da"})
    assert await kept(cast, "Leo") == "da"


async def test_another_s_choice_is_theirs_alone(cast: Cast) -> None:
    await cast.leo()
    ada, ben = await cast.ada(), await cast.ben()
    for each in (ada, ben):
        await each.post("/reading", {"language": "en"})
    assert [await kept(cast, who) for who in ("Ada", "Leo")] == ["en", "da"]
