"""What the page says that members will read is what they then read."""

import pytest

from schemas.flow import Status
from tests.support.cast import Cast
from tests.support.dom import Page
from tests.support.member import took
from tests.work.answers.scene import SOON, sent
from tests.work.answers.test_answering import ANSWERS, TOLD

SENTENCE = "//*[@class='preview-sentence']"


def read(page: Page, place: str) -> str:
    """The words of an element, each space once."""
    found = page.select(place)
    assert found, place
    return " ".join(found[0].text_content().split())


@pytest.mark.parametrize("status", ANSWERS)
async def test_the_preview_says_what_the_story_then_says(cast: Cast, status: Status) -> None:
    idea = await sent(cast)
    leo, ben = await cast.leo(), await cast.ben()
    fields, previews = {"status": status, **ANSWERS[status]}, dict[str, Page]()
    for language in ("en", "da"):
        await leo.post("/reading", {"language": language})
        fragment = await leo.post(f"/ideas/{idea}/answer/preview", fields, HX_Request="true")
        assert fragment.status_code == 200
        previews[language] = Page(fragment.text)
        plain = await leo.post(f"/ideas/{idea}/answer/preview", fields)
        assert read(Page(plain.text), SENTENCE) == read(previews[language], SENTENCE)
    assert TOLD[status] in read(previews["da"], SENTENCE)
    assert took(await leo.answer(idea, status, **ANSWERS[status]))
    for language, preview in previews.items():
        await ben.post("/reading", {"language": language})
        story, sentence = read(await ben.page(f"/ideas/{idea}"), "//*[@id='story']"), read(preview, SENTENCE)
        assert sentence.split(" Sted:")[0].split(" Place:")[0] in story
        for part in preview.select("//*[@id='preview']//p | //*[@id='preview']//blockquote"):
            said = " ".join(part.text_content().split())
            assert said in story or said == sentence, said


async def test_half_an_answer_has_a_preview_and_changes_nothing(cast: Cast) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    for fields, told in (
        ({}, "Vælg et svar."),
        ({"status": "nonsense"}, "Vælg et svar."),
        ({"status": "declined"}, "Det kan ikke lade sig gøre, fordi …"),
        ({"status": "declined", "text": "Vi mangler"}, "Det kan ikke lade sig gøre, fordi vi mangler."),
        ({"status": "on_hold", "text": "MR er i stykker", "date": "i morgen"}, "fordi MR er i stykker. Vi ser på den"),
        ({"status": "trial", "until": SOON}, "Vi prøver idéen af i det små."),
        ({"status": "agreed", "text": "<b>Ja</b>"}, "<b>Ja</b>"),
    ):
        answer = await leo.post(f"/ideas/{idea}/answer/preview", fields, HX_Request="true")
        assert answer.status_code == 200
        assert told in " ".join(Page(answer.text).element("preview").text_content().split())
        assert "<b>" not in answer.text
    assert "Venter på svar" in (await leo.page(f"/answers/{idea}")).text


async def test_without_a_script_the_page_comes_with_everything_typed(cast: Cast) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    typed = {"status": "trial", "text": "Vi ser tiden an.", "where": "N6", "until": SOON, "from": "review"}
    answer = await leo.post(f"/ideas/{idea}/answer/preview", typed)
    assert answer.status_code == 200
    page = Page(answer.text)
    values = {name: value.strip() for name, value in page.form(f"/ideas/{idea}/answer").form_values()}
    assert {name: values[name] for name in typed} == typed
    assert "Sted: N6." in page.element("preview").text_content()
