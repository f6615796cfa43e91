"""The room talks about a case as about an idea: it is in focus, members comment on it on their phones, the coordinator
notes what is said and hides what should not be there. The body that asks reads nothing but the answer."""

from schemas.belonging import BY_ITS_AUTHOR
from tests.organisation.units.test_units import send
from tests.privacy.test_what_is_chosen import erase
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import link_in, took
from tests.work.consultations.test_cases import WROTE, committee, in_days, put

TITLE, SAID, ALOUD, NAMED = "Nyt akuthus", "Der skal gå en bus", "Mange vil have en bus", "Spørg Gerda Gran om det"
COUNT = "SELECT count(*) AS n FROM comment WHERE board_id = $1"


async def test_a_case_is_talked_about_like_an_idea_and_the_body_reads_only_the_answer(
    cast: Cast, office_hours: None
) -> None:
    ada, ben, (unit, rita) = await cast.ada(), await cast.ben(), await committee(cast)
    meeting, url = cast.meeting.public_id, cast.database.url
    assert took(await ben.propose("Ro om aftenen", "Luk døren"))
    assert took(await ada.phase("since_last"))
    case = await put(rita, "/consultations", unit, TITLE, in_days(20), cast.board.public_id)
    ident = case.rpartition("/")[2]
    say, note = f"/m/{meeting}{case}/comments", f"/m/{meeting}{case}/note"
    assert f"{case}#comment-write" in [link.get("href") for link in (await ben.look()).select("//a")]

    form = (await ben.page(case)).form(say)
    refused = Page((await ben.submit(form, {"text": "Ring på 22 33 44 55"})).text)
    assert "telefonnummer" in refused.element(f"comment-text-{ident}-error").text_content()
    assert refused.element(f"comment-text-{ident}").text_content().strip() == "Ring på 22 33 44 55"
    assert (await ben.submit(form, {"text": "x" * 4001})).status_code == 422
    for _ in range(2):
        assert took(await ben.submit(form, {"text": SAID}))
    assert (await rows(url, COUNT, cast.board.id))[0]["n"] == 1
    assert SAID in (await ada.page(case)).text
    assert SAID not in (await rita.page(case)).text
    assert "Ben" not in (await ben.page(case)).element("said").text_content()

    phone, wall = await ben.stream(), f"/screen/{cast.meeting.screen_token}"
    assert took(await ada.phase("discuss"))
    assert took(await ada.submit((await ada.desk()).form("#focus-after")))
    await phone.until(lambda page: page.find("focus") is not None)
    assert "Næste: idé 1" in (await ada.desk()).text, "cases come first"
    for text in ((await (await cast.cleo()).page(wall)).text, (await ada.desk()).element("room").text_content()):
        assert TITLE in text
    room = await ben.look()
    assert SAID in room.element("focus").text_content()
    assert took(await ben.submit(room.form(say), {"text": NAMED}))
    await phone.sees(NAMED)
    assert took(await ada.submit((await ada.desk()).form(note), {"text": ALOUD}))
    await phone.sees(ALOUD)
    assert (await ada.post(note, {"version": "0", "text": "Noget andet"})).status_code == 409
    assert (await ben.post(note, {"version": "0", "text": ""})).status_code == 403
    named = (await rows(url, "SELECT public_id FROM comment WHERE text = $1", NAMED))[0][0]
    hide = (await ada.desk()).form(f"/consultations/comments/{named}/hiding")
    assert (await ada.submit(hide, {"reason": ""})).status_code == 422
    assert took(await ada.submit(hide, {"reason": "Der står et navn"}))
    assert NAMED not in (await ada.page(case)).text
    assert "fordi der står et navn" in (await ben.look()).element("my-comments").text_content()

    assert f"{case}?notes#answer-text" in [link.get("href") for link in (await ada.page(case)).select("//a")]
    begun = await ada.page(f"{case}?notes")
    assert begun.element("answer-text").text_content().strip() == ALOUD
    assert (await send(ada, case, f"{case}/answer", {"text": "Vi vil have en bus.", "meeting": meeting})).status == 200
    assert took(await ada.post(f"{ada.room}/end"))
    assert (await ben.post(say, {"key": "k", "text": "For sent"})).status_code == 409
    mail = f"post-{cast.board.id}@k.test"
    await rows(url, "UPDATE unit SET answers_mail = $1, answers_mail_at = now() WHERE public_id = $2", mail, unit)
    assert took(await ada.submit((await ada.page(f"{ada.room}/minutes/approval")).form("/approval")))
    link = link_in((await rows(url, WROTE, mail))[-1]["body"], "/replies/")
    reply = (await (await cast.cleo()).page(link[link.index("/replies/") :])).text
    for text in ((await rita.page(case)).text, reply, (await ada.page(f"{ada.room}/minutes")).text):
        assert "Vi vil have en bus." in text
        assert not any(words in text for words in (SAID, ALOUD, NAMED))
    assert SAID in (await ben.page(case)).text
    assert ALOUD in (await ben.page(case)).text
    assert case in [link.get("href") for link in (await ben.page(f"{ben.room}/minutes")).select("//a")]

    mine = f"/b/{cast.board.public_id}/mine"
    assert SAID in (await ben.page(f"{mine}/erase")).text
    await erase(cast, ben, words="goes")
    page = (await ada.page(case)).text
    assert SAID not in page
    assert BY_ITS_AUTHOR in page


async def test_what_is_withdrawn_is_talked_about_no_more(cast: Cast) -> None:
    ada, ben, (unit, rita) = await cast.ada(), await cast.ben(), await committee(cast)
    case = await put(rita, "/consultations", unit, TITLE, in_days(20), cast.board.public_id)
    assert took(await ada.phase("discuss"))
    assert took(await ada.post(f"{ada.room}/focus", {"about": case.rpartition("/")[2]}))
    say = f"{ben.room}{case}/comments"
    form = (await ben.look()).form(say)
    assert took(await rita.post(f"{case}/withdrawal"))
    assert (await ben.look()).find("focus") is None
    kept = await ben.submit(form, {"text": SAID})
    assert kept.status_code == 409
    assert SAID in Page(kept.text).element("comment-write").text_content()
    assert (await ada.post(f"{ada.room}/focus", {"about": case.rpartition("/")[2]})).status_code == 404
