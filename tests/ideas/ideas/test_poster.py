"""An idea's poster: as large as its title lets it be."""

import pytest

from tests.support.cast import Cast
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
