"""The overview's charts in a real browser, whatever the numbers are: no word lies on a bar, on another, or outside."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from server.views.overview.months import Month
from server.views.overview.queries import Figures
from server.views.overview.routes import shown
from server.web.html import environment
from tests.browser.conftest import New
from tests.browser.judges import axe_faults
from tests.support.cast import Cast
from tests.work.answers.scene import agreed

pytestmark = pytest.mark.browser
Days = tuple[int | None, ...]
SHAPES: dict[str, Days] = {
    "nothing": (None,) * 12,
    "one today": (*(None,) * 11, 0),
    "one long ago": (400, *(None,) * 11),
    "all the same": (30,) * 12,
    "rising": tuple(range(0, 360, 30)),
    "falling": tuple(range(360, 0, -30)),
    "every other": (15, None) * 6,
    "very long and very short": (1234, 0, 1, 1200, 3, None, None, 1111, 2, 1, 0, 1234),
    "neighbours": (*(None,) * 5, 37, 29, *(None,) * 5),
}
WRONG = """() => {
  const card = e => e.closest('.chart-card').getBoundingClientRect();
  const bars = [...document.querySelectorAll('.overview-charts rect')].map(e => [e, e.getBoundingClientRect()]);
  const words = [];
  const walk = document.createTreeWalker(document.querySelector('.overview-charts'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || e.closest('.sr-only')) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    for (const box of range.getClientRects()) if (box.width > 1) words.push([walk.currentNode.data.trim(), box, e]);
  }
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const found = [];
  words.forEach(([said, box, e], n) => {
    for (const [, bar] of bars) if (bar.width > 0 && meet(box, bar)) found.push(`${said} lies on a bar`);
    for (const [other, its, f] of words.slice(n + 1)) if (e !== f && meet(box, its) && Math.min(box.bottom, its.bottom)
      - Math.max(box.top, its.top) > 0.4 * box.height) found.push(`${said} lies on ${other}`);
    if (box.right > card(e).right + 1 || box.left < card(e).left - 1) found.push(`${said} is outside its card`);
  });
  return [words.length > 8 ? [] : ['there are no words'], found].flat();
}"""


def drawn(days: Days, language: str) -> str:
    """The charts of these numbers, the newest month last."""
    months = [
        Month(date(2026, number, 1), each, 3 if each else 1 if each == 0 else 0) for number, each in enumerate(days, 1)
    ]
    total = Figures(better=12, same=3, worse=0, unknown=140)
    view: Any = SimpleNamespace(past=SimpleNamespace(answered=months, done=months[::-1]), total=total)
    view.today, view.reach = date(2026, 12, 24), SimpleNamespace(now=datetime(2026, 12, 24, tzinfo=UTC))
    return environment(language).get_template("views/overview/charts.html").render(**shown(view, language))


async def test_no_word_of_a_chart_lies_on_anything(cast: Cast, device: New) -> None:
    await agreed(cast)
    desk = await device(await cast.ada(), width=1440, height=900)
    page = await desk.go("/overview")
    wrong: dict[str, list[str]] = {"as it is": await page.evaluate(WRONG)}
    for name, days in SHAPES.items():
        for language, width, size in (("da", 1440, ""), ("en", 768, "3"), ("da", 360, ""), ("en", 320, "3")):
            await page.set_viewport_size({"width": width, "height": 900})
            chart = drawn(days, language)
            await page.evaluate(
                "([html, size]) => { document.querySelector('.overview-charts').outerHTML = html;"
                " document.documentElement.dataset.size = size; }",
                [chart, size],
            )
            wrong[f"{name} {width} {size}"] = await page.evaluate(WRONG)
        if name == "rising":
            wrong["axe"] = await axe_faults(page)
    assert not {name: found for name, found in wrong.items() if found}
