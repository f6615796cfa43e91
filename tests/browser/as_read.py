"""A page as people read it who enlarge it, go by Tab, or see it in plain colours: what is cut, covered or tiny."""

from itertools import takewhile
from typing import Any

from playwright.async_api import Page

from tests.browser.chromium import Device

WIDE = """() => {
  const root = document.documentElement, most = root.clientWidth;
  return root.scrollWidth <= most ? [] : [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > most + 1 && !e.closest('.sr-only, .reading'))
    .slice(0, 5).map(e => e.outerHTML.slice(0, 200));
}"""
TABS, AT_ONCE = 45, 9
AS_READ: dict[str, dict[str, Any]] = {
    "320 px": {"width": 320, "height": 640, "size": ""},
    "320 px in the largest letters": {"width": 320, "height": 640, "size": "3"},
    "1280 px at 400 %": {"width": 320, "height": 256, "size": ""},
    "tablet in the largest letters": {"width": 768, "height": 1024, "size": "3"},
    "plain colours": {"width": 360, "height": 640, "size": "2", "forced": "active"},
}
"""What a person may have set; the text is 32 px in the largest letters, twice what the browser says."""
SEEN = """
  // What is cut to nothing is read aloud only, and so is all that it holds.
  const aloud = e => { for (; e; e = e.parentElement) if (getComputedStyle(e).clipPath !== 'none') return true; };
  const shown = e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.sr-only, [hidden], .skip')
    && e.getBoundingClientRect().width > 1 && !aloud(e) && !e.closest('.reading-name');
  const said = e => (e.id ? '#' + e.id + ' ' : '') + e.outerHTML.slice(0, 140);
"""
CUT = f"""() => {{ {SEEN}
  return [...document.querySelectorAll('body *')]
    .filter(e => shown(e) && !e.matches('input, textarea, select, img, svg, svg *')
    && /hidden|clip/.test(getComputedStyle(e).overflowX + getComputedStyle(e).overflowY)
    && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)).map(said);
}}"""
OVER = f"""() => {{ {SEEN}
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), boxes = [];
  while (words.nextNode()) {{
    const e = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !shown(e)) continue;
    if (e.closest('.bottom-bar, .step-bar, .lost, script, template, dialog')) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    for (const box of range.getClientRects()) if (box.width > 2) boxes.push([box, e]);
  }}
  const found = [];
  boxes.forEach(([one, e], number) => {{
    for (const [two, f] of boxes.slice(number + 1)) {{
      if (e === f) continue;
      const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (wide > 4 && high > 0.45 * Math.min(one.height, two.height)) found.push(said(e) + ' lies on ' + said(f));
    }}
  }});
  return found.slice(0, 3);
}}"""
SMALL = f"""() => {{ {SEEN}
  // A link in the middle of a sentence is as high as its line; everything else is to be hit with a trembling thumb.
  const inWords = e => e.matches('a') && [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => shown(e) && !inWords(e) && getComputedStyle(e).opacity !== '0')
    .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
    .filter(([e, box]) => box.height < 43.5 || box.width < 43.5)
    .map(([e, box]) => `${{Math.round(box.width)}} x ${{Math.round(box.height)}}: ${{said(e)}}`);
}}"""
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const holders = [at, ...(at.labels || [])];
  const boxes = holders.map(e => e.getBoundingClientRect());
  const seen = boxes.some((box, n) => [0.15, 0.5, 0.85].some(part => {
    const x = Math.min(Math.max(box.x + Math.min(box.width, 60) / 2, 1), innerWidth - 2), y = box.y + box.height * part;
    const top = y > 0 && y < innerHeight && document.elementFromPoint(x, y);
    return top && (holders[n].contains(top) || top.contains(holders[n]) && !top.matches('.bottom-bar, .bottom-bar *'));
  }));
  const ring = holders.map(e => getComputedStyle(e))
    .some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  return {what: at.outerHTML.slice(0, 140), seen, ring};
}"""

WALK = f"""() => {{
  if (!window.walked) addEventListener('keyup', () => walked.push(({FOCUS})()), true);
  window.walked = [];
  document.activeElement.blur();
  scrollTo(0, 0);
}}"""
"""The page itself looks after each key, when focus has moved: asking it each time would take twice as long."""
FAULTS = f"""size => {{
  document.documentElement.setAttribute('data-size', size);
  return {{ wide: ({WIDE})(), cut: ({CUT})(), over: ({OVER})(), small: ({SMALL})() }};
}}"""
"""One way there and back."""
HARDEST = ("320 px in the largest letters", "1280 px at 400 %", "plain colours")
"""For `make test`; the others are milder."""
BY_TAB = ("320 px in the largest letters", "plain colours")
"""A walk by Tab is long: in `make test` each page has it in one of these, in turn. A phase has one page of the kind, so
what is on all of them is walked through in both."""


async def read_as(device: Device, how: str) -> None:
    """Its screen and colours become what AS_READ says. Before a page is loaded, to have it laid out once."""
    told = AS_READ[how]
    await device.see(told["width"], told["height"], color_scheme="light", forced_colors=told.get("forced", "none"))


async def faults_as_read(device: Device, how: str, *, by_tab: bool) -> dict[str, list[str]]:
    """What is wrong with the open page, read as AS_READ says, by kind. The page stays enlarged until it is loaded
    anew, and the device as it is then."""
    await read_as(device, how)
    found: dict[str, list[str]] = await device.page.evaluate(FAULTS, AS_READ[how]["size"])
    if by_tab:
        found["focus"] = await tabbed(device.page)
    return {what: sorted(set(faults))[:4] for what, faults in found.items()}


async def tabbed(page: Page) -> list[str]:
    """What is wrong with focus on the way through a page by Tab."""
    await page.evaluate(WALK)
    walked: list[dict[str, Any] | None] = []
    while len(walked) < TABS and None not in walked:
        for _ in range(AT_ONCE):
            await page.keyboard.press("Tab")
        walked = await page.evaluate("walked")
    wrong: list[str] = []
    for at in takewhile(bool, walked):
        assert at is not None
        wrong += [f"covered: {at['what']}"] * (not at["seen"]) + [f"no ring: {at['what']}"] * (not at["ring"])
    return wrong if walked[0] else ["nothing can be reached by Tab"]
