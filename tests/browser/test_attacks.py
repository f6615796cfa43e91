"""What people write is text, wherever it is shown (promise S4)."""

from itertools import product

import pytest
from playwright.async_api import expect

from schemas.roles import Role
from schemas.typed_text import as_kept
from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.support.cast import Cast
from tests.support.member import took

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
EVIL = "alert(document.domain)"
MARKUP = (
    "<script>{0}</script>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror={0}>",
    "<svg onload={0}>",
    "<svg><script>{0}</script></svg>",
    "<iframe srcdoc='<script>{0}</script>'></iframe>",
    "<iframe src=javascript:{0}></iframe>",
    "<a href='javascript:{0}'>tryk her</a>",
    "<form action=//evil.example><button>Send</button></form>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<object data=//evil.example/x.swf>",
    "<div hx-get=//evil.example hx-trigger=load>x</div>",
    "<div hx-on:load='{0}'>x</div>",
    "<div hx-ws:connect=//evil.example/live>x</div>",
    "<hx-partial hx-target='#room' hx-swap=innerHTML>ejet</hx-partial>",
    "<template><img src=x onerror={0}></template>",
    "<p id=room data-phase=vote data-personal>ejet</p>",
    "<body data-text-removed=x onload={0}>",
    "<details open ontoggle={0}>",
    "<input autofocus onfocus={0}>",
    "<math><mtext><table><mglyph><style><img src=x onerror={0}>",
)
WRAPS = ("{0}", "\"'>{0}", "</p></textarea></title></script>{0}<!--")
BARE = (
    "{{7*7}}", "{% raw %}${7*7}#{7*7}", "javascript:{0}", "'-{0}-'", "\\u003cscript\\u003e{0}\\u003c/script\\u003e",
    "%3Cscript%3E{0}%3C/script%3E", "&lt;script&gt;{0}&lt;/script&gt;", "]]><script>{0}</script>", "=cmd|' /C calc'!A0",
    "\u202e<tpircs>", "<scr\u0000ipt>{0}</script>", "<ſcript>{0}</ſcript>", "＜script＞{0}＜/script＞",
)  # fmt: skip
WHOLE = [wrap.replace("{0}", markup.replace("{0}", EVIL)) for wrap, markup in product(WRAPS, MARKUP)]
TEXTS = [*WHOLE[:47], *(bare.replace("{0}", EVIL) for bare in BARE)]


async def test_attack_texts_are_shown_as_text_and_do_nothing(cast: Cast, device: New) -> None:
    assert len(TEXTS) == 60
    ada = await cast.ada()
    members = [await cast.member(text[:40], Role.RELATIVE) for text in (*MARKUP[2:6], *BARE[:2])]
    for member in members:
        member.meeting = cast.meeting.public_id
    writer = members[0]
    phone, wall = await device(writer), await device(width=1920, height=1080)
    desk, screen = await device(ada, width=1440, height=900), f"/screen/{cast.meeting.screen_token}"
    page = await phone.go(writer.room)
    await wall.go(screen)
    await desk.go(f"{writer.room}/desk")
    await page.evaluate("window.ours = true")
    # One is typed, and comes back in the answer; the others are pushed.
    await page.get_by_label("Idéen med få ord").fill(TEXTS[0])
    await page.get_by_label("Fortæl mere").fill(TEXTS[0])
    await page.get_by_role("button", name="Send idé").click()
    await expect(page.locator("#mine article")).to_have_count(1)
    for number, text in enumerate(TEXTS[1:], 1):
        assert took(await members[number % len(members)].propose(f"{text} {number}", f"{text} {number}")), text
    await expect(desk.page.locator("#people .person")).to_have_count(len(members))
    for phase in ("reveal", "vote", "result"):
        await ada.phase(phase)
        for each in (page, desk.page):
            await expect(each.locator("#room")).to_have_attribute("data-phase", phase)
        await expect(wall.page.locator("#stage")).to_have_attribute("data-phase", phase)
        if phase == "reveal":
            shown = await page.locator("#ideas .idea-title").all_text_contents()
            visible = {as_kept(text) for text in TEXTS[1:]}
            assert len(shown) == len(TEXTS)
            assert sum(any(title.startswith(text) for title in shown) for text in visible) >= len(visible) - 1
            story = str(await page.locator("#ideas a").nth(5).get_attribute("href"))
        if phase == "vote":
            for member in members:
                ballot = await member.look()
                ideas = [name[5:] for name, _ in ballot.form("#ballot").form_values() if name.startswith("dots-")]
                assert took(await member.vote(dict.fromkeys(ideas[:5], 1), page=ballot))
    assert await page.evaluate("window.ours"), "the page was left"
    for path, who in ((story, phone), (writer.room, phone), (f"{writer.room}/desk", desk), (screen, wall)):
        await who.go(path)
    # The fixture holds every device to: no dialog, no report of the policy, no error, no request to others.
