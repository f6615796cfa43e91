"""Long Danish words carry soft hyphens where people read them, and nowhere else."""

import pytest
from markupsafe import Markup

from server.web.hyphens import SOFT, hyphenated
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

LONG = "samarbejdsaftaleforhandlinger"
DIVIDED = hyphenated(LONG)


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        (LONG, "samar-bejds-af-ta-le-for-hand-linger"),
        ("Pårørendeinddragelse", "Pårø-ren-de-ind-dra-gelse"),
        ("Møder om udskrivningssamtaler, igen", "Møder om udskriv-nings-sam-taler, igen"),
        *(("natteravnene", "natteravnene"), ("", ""), ("x" * 300, "x" * 300)),
        ("ward1234567890123456789", "ward1234567890123456789"),
        (Markup("<b>samarbejdsaftaleforhandlinger</b>"), "<b>samarbejdsaftaleforhandlinger</b>"),
    ],
)
def test_a_long_word_is_divided_as_people_divide_it(word: str, shown: str) -> None:
    assert hyphenated(word).replace(SOFT, "-") == shown
    assert hyphenated(hyphenated(word)).replace(SOFT, "") == word


async def test_a_soft_hyphen_is_on_the_page_and_never_comes_back(cast: Cast) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    assert took(await ben.propose(f"Om {DIVIDED}", f"Flere {DIVIDED}, tak")), "copied from a page"
    kept = (
        await rows(cast.database.url, "SELECT public_id, title, text FROM idea WHERE board_id = $1", cast.board.id)
    )[0]
    assert (kept["title"], kept["text"]) == (f"Om {LONG}", f"Flere {LONG}, tak")
    room = await ben.look()
    assert DIVIDED in room.element(f"mine-{kept['public_id']}").text_content()
    form = room.form(f"#edit-form-{kept['public_id']}")
    assert (form.fields["title"], form.fields["text"].strip()) == (f"Om {LONG}", f"Flere {LONG}, tak")
    await ada.phase("reveal")
    assert DIVIDED in (await ben.look()).element(f"idea-{kept['public_id']}-title").text_content()
    progress = f"/b/{cast.board.public_id}/progress"
    for words in (LONG, DIVIDED):
        found = await ada.get(progress, params={"q": words})
        assert DIVIDED in found.text, "found, however it was typed"
        assert SOFT not in found.text.split('name="q"')[1].split(">")[0], "and the field holds no soft hyphens"
    file = await ada.get(f"/b/{cast.board.public_id}/ideas.csv")
    assert LONG in file.text
    assert SOFT not in file.text
