"""A line whose request does not come is ended; one that waits for our answer, or follows a page, is not."""

import asyncio
from contextlib import suppress

import pytest

from server.web import http_protocol
from tests.support.cast import Cast
from tests.support.member import took
from tests.support.site import Site

SOON = 0.1
HEAD = "Host: {host}\r\nSec-Fetch-Site: same-origin\r\n"
POST = f"POST /code HTTP/1.1\r\n{HEAD}Content-Type: application/x-www-form-urlencoded\r\n"
HALF = {
    "nothing at all": "",
    "half of the headers": f"GET / HTTP/1.1\r\n{HEAD}X-More: ",
    "no body": f"{POST}Content-Length: 40\r\n\r\n",
    "half of a body": f"{POST}Content-Length: 40\r\n\r\ncode=AB",
    "half of a body in pieces": f"{POST}Transfer-Encoding: chunked\r\n\r\n5\r\ncode=\r\n",
    "a second request by half": f"GET /healthz HTTP/1.1\r\n{HEAD}\r\nGET /healthz HTTP/1.1\r\nHo",
}


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are over at once."""
    monkeypatch.setattr(http_protocol, "HEAD", SOON)
    monkeypatch.setattr(http_protocol, "BODY", SOON)


@pytest.mark.parametrize("what", HALF)
async def test_what_comes_by_half_is_ended(what: str, site: Site, soon: None) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(HALF[what].format(host=f"127.0.0.1:{site.port}").encode())
    told = await asyncio.wait_for(reader.read(), 20)
    assert (b" 408 " in told) is bool(HALF[what]), told
    writer.close()


async def test_one_that_comes_byte_by_byte_has_no_more_time(site: Site, soon: None) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    ended = asyncio.ensure_future(reader.read())
    while not ended.done():
        writer.write(b"x" if writer.transport.get_write_buffer_size() else b"GET / HTTP/1.1\r\nX: ")
        await asyncio.wait({ended}, timeout=SOON / 5)
    with suppress(ConnectionError):  # of the byte that was on its way
        await ended
    writer.close()


async def test_who_waits_for_us_is_not_ended(site: Site, cast: Cast, soon: None) -> None:
    """A socket, a poll that is held, and a line that is idle after an answer keep what they have."""
    ben, rie = await cast.ben(), await cast.rie()
    stream = await rie.stream()
    polling = asyncio.ensure_future(ben.get("/poll", params={"page": "meeting", "id": ben.meeting, "at": stream.at}))
    await asyncio.sleep(3 * SOON)
    assert stream.code is None
    assert not polling.done() or polling.result().status_code == 200
    assert took(await ben.propose("Efter"))
    assert (await polling).status_code == 200
    await stream.close()
