"""Where the line fails or refuses: behind a proxy without upgrades, from a foreign page, after removal."""

import asyncio
import json
from contextlib import suppress

import pytest
from playwright.async_api import Request, expect

from tests.browser.chromium import PATIENCE
from tests.browser.conftest import New
from tests.support.cast import Cast
from tests.support.proxy import Proxy, upstream_tcp
from tests.support.site import Site, free_port

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
FAILED = "Failed to load resource|WebSocket connection|Failed to fetch|htmx:ws:error"


class NoUpgrades(Proxy):
    """A proxy as some hospitals have: pages pass, sockets are answered with 403."""

    refused = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.read(65536)
        if b"upgrade: websocket" in head.lower():
            self.refused += 1
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            writer.close()
            return
        again = asyncio.StreamReader()
        again.feed_data(head)

        async def pump() -> None:
            with suppress(ConnectionError):  # a browser that turns to another page leaves as it likes
                while data := await reader.read(65536):
                    again.feed_data(data)
            again.feed_eof()

        pumping = asyncio.ensure_future(pump())
        await super()._serve(again, writer)
        pumping.cancel()


async def test_where_sockets_are_refused_polling_takes_over(cast: Cast, site: Site, device: New) -> None:
    proxy = NoUpgrades(upstream_tcp(site.port))
    await proxy.start()
    ben, rie, ada = await cast.ben(), await cast.rie(), await cast.ada()
    phone = await device(ben, base=f"http://127.0.0.1:{proxy.port}")
    phone.expects = FAILED
    page = await phone.go(ben.room)
    await rie.propose("Kaffe til alle")
    await expect(page.locator("#count")).to_contain_text("1 idé")
    await ada.phase("reveal")
    await expect(page.locator("#ideas")).to_contain_text("Kaffe til alle")
    await expect(page.locator("#lost")).to_be_hidden()
    assert proxy.refused >= 2
    await phone.context.close()
    await proxy.stop()


ATTACK = """async ([url, socket, body]) => {
  const how = {method: 'POST', body: new URLSearchParams(body), credentials: 'include', mode: 'no-cors'};
  await fetch(url, how).catch(() => 0);
  const form = Object.assign(document.createElement('form'), {method: 'post', action: url, target: 'frame'});
  for (const name in body) form.append(Object.assign(document.createElement('input'), {name, value: body[name]}));
  const frame = Object.assign(document.createElement('iframe'), {name: 'frame'});
  document.body.append(frame, form);
  const answered = new Promise(loaded => frame.onload = loaded);
  form.submit();
  await Promise.race([answered, new Promise(late => setTimeout(late, 3000))]);
  return new Promise(told => {
    const line = new WebSocket(socket);
    line.onopen = () => told('open');
    line.onclose = () => told('refused');
  });
}"""


async def lure(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A page that is not ours."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>Vind!</h1>")
    await writer.drain()
    writer.close()


async def test_a_page_of_another_origin_neither_posts_nor_listens(cast: Cast, device: New) -> None:
    ben = await cast.ben()
    url, socket = f"{cast.url}{ben.room}/ideas", f"{cast.url}/live?page=meeting&id={ben.meeting}".replace("http", "ws")
    told = [url, socket, {"title": "Ikke Bens", "key": "k", "text": "", "theme": "", "statement": ""}]
    # Another port of our own host is another origin, but the same site: the browser sends Ben's cookie along.
    port = free_port()
    evil = await device(ben, base=f"http://127.0.0.1:{port}")
    evil.expects = f"{FAILED}|foreign request|Refused|refused|violates"
    sent: list[Request] = []
    evil.page.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - Playwright marks what it is given
    foreign = await asyncio.start_server(lure, "127.0.0.1", port)
    await evil.go("/")
    assert await evil.page.evaluate(ATTACK, told) == "refused"
    assert "Ikke Bens" not in (await ben.mine()).text
    posts = [request for request in sent if request.method == "POST"]
    assert len(posts) == 2
    headers = [await request.all_headers() for request in posts]
    assert any("peerboard=" in each.get("cookie", "") for each in headers), "the browser itself kept the cookie back"
    foreign.close()
    # The very same from our own page is taken.
    own = await device(ben)
    own.expects = f"{FAILED}|frame"
    await own.go(ben.room)
    assert await own.page.evaluate(ATTACK, told) == "open"
    assert "Ikke Bens" in (await ben.mine()).text


async def test_removal_ends_the_page_and_leaving_clears_the_screen(cast: Cast, device: New) -> None:
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    phone = await device(ben)
    page = await phone.go(ben.room)
    await page.get_by_label("Idéen med få ord").fill("Ikke sendt")
    await ada.remove(await page.evaluate("document.body.dataset.seat"))
    await expect(page.locator("#ended")).to_contain_text("Du er ikke længere med i mødet.")
    await expect(page.locator("main")).to_be_hidden()

    tablet = await device(rie)
    page = await tablet.go(rie.room)
    await page.get_by_label("Idéen med få ord").fill("Ikke sendt")
    assert "Ikke sendt" in json.dumps(await page.evaluate("({...localStorage})"))
    await page.get_by_text("Returkode og forlad mødet").click()
    await page.get_by_role("button", name="Forlad mødet og ryd denne skærm").click()
    await page.locator("#confirm [value=yes]").click()
    await page.wait_for_url("**/?left")
    assert await page.evaluate("Object.keys(localStorage)") == []
    assert not [cookie for cookie in await tablet.context.cookies() if cookie.get("value")]
