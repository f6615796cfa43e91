"""An idea's poster: as large as its title lets it be."""

import re

import pytest

from tests.ideas.groups.scene import gathered, merge
from tests.support.cast import Cast
from tests.support.dom import words
from tests.support.member import took
from tests.work.answers.scene import shown


@pytest.mark.parametrize(
    ("title", "size"),
    [
        ("Ro om aftenen", "short"),
        ("En fast kontaktperson, også i ferien", "short"),
        ("Pårørende med til stuegangssamtale", "middle"),
        ("Pårørende med til udskrivningssamtalen", "long"),
        ("Medicinlistegennemgangssamtale", "longest"),
        ("Ro " * 20, "middle"),
    ],
)
async def test_no_word_of_the_title_is_broken_on_paper(cast: Cast, title: str, size: str) -> None:
    idea = await shown(cast, title.strip())
    head = (await (await cast.rie()).page(f"/ideas/{idea}/poster")).select("//h1")[0]
    assert head.get("class") == f"poster-title {size}"


async def test_it_has_the_words_of_an_idea_that_was_put_to_it_and_a_way_to_its_page(cast: Cast) -> None:
    kept, other = await gathered(cast, "Ro om aftenen", "Mindre støj på gangen")
    assert took(await merge(await cast.ada(), other, into=kept))
    page = await (await cast.rie()).page(f"/ideas/{kept}/poster")
    assert re.search(r"Også skrevet som: Idé \d: Mindre støj på gangen", words(page.element("poster")))
    assert page.select("//*[@class='poster-qr'][@role='img']//*[local-name()='svg']")
