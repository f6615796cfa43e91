"""An idea's poster on paper: a whole story is one sheet of A4, and no sheet holds the foot alone. On the screen nothing
lies on anything else, however large the letters are."""

import re
from datetime import timedelta

import pytest

from schemas.answer import Effect, StatusChange
from schemas.flow import Status
from schemas.idea import Idea
from server.core import clock
from tests.browser.as_read import AS_READ, faults_as_read
from tests.browser.conftest import New
from tests.support.cast import Cast
from tests.work.answers.scene import shown, stored

pytestmark = pytest.mark.browser
ANSWER = "Det er en god idé, og den kan lade sig gøre. Vi går i gang og fortæller, hvordan det går."
HELPED = "De fleste sover bedre. Natholdet har filt på alle vogne."
LIFE = {
    Status.PRIORITISED: "",
    Status.REVIEW: "",
    Status.AGREED: ANSWER,
    Status.IN_PROGRESS: "",
    Status.DONE: "",
    Status.CONFIRMED: "",
    Status.EVALUATED: HELPED,
}


async def test_a_whole_story_is_one_sheet(cast: Cast, device: New) -> None:
    words = "Døre og vogne vækker os. Sæt filt under vognene, og luk dørene stille."
    idea = await shown(cast, "Ro på gangen efter kl. 22", words)
    row = await stored(cast, idea)
    async with cast.database.begin() as session:
        for week, (status, text) in enumerate(LIFE.items(), 1):
            line = StatusChange(idea_id=row.id, status=status, at=row.status_at + timedelta(weeks=week), text=text)
            line.name, line.day = "Leo Krag, Afdelingsleder, Psykiatrisk Afdeling", clock.now().date()
            line.effect = Effect.BETTER if status is Status.EVALUATED else None
            session.add(line)
        (await session.get_one(Idea, row.id)).status = Status.EVALUATED
    wall = await device(await cast.rie(), width=1440, height=900)
    await wall.go(f"/ideas/{idea}/poster")
    paper = await wall.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1
    assert re.search(rb"/MediaBox \[0 0 59[45]", paper), "A4"

    # The longest date that there is, whatever the season in which this runs.
    await wall.page.evaluate(
        "for (const each of document.querySelectorAll('.poster-way time')) each.textContent = '30. september 2026'"
    )
    for how in AS_READ:
        assert (await faults_as_read(wall, how, by_tab=False))["over"] == [], how
