"""A page in a test treats frames as a page in a browser does."""

import asyncio
import json

import pytest

from tests.support.browser import Browser
from tests.support.dom import Page
from tests.support.mirror import assert_mirrors, differences
from tests.support.stream import Stream

HTML = """<body data-page=meeting data-id=x data-at="e.4">
<div id=stream hx-ws:connect="/live?page=meeting&id=x&at=e.4"></div>
<main id=room><h2 id=a>Før</h2> og <b id=b>to</b></main><p id=mine data-personal>mit</p></body>"""


def frame(after: int, seq: int, text: str) -> str:
    """A numbered frame that says `text` in #a."""
    content = f"<hx-partial hx-target='#a' hx-swap='outerMorph'><h2 id=a>{text}</h2></hx-partial>"
    return json.dumps({"after": after, "seq": seq, "epoch": "e", "content": content})


@pytest.fixture
def stream() -> Stream:
    """A page at number 4 that is not connected."""
    stream = Stream(Browser("http://127.0.0.1:1"), "/m/x")
    stream.load(Page(HTML, "/m/x"))
    return stream


def test_a_numbered_frame_replaces_the_element_and_moves_the_page(stream: Stream) -> None:
    assert stream.receive(frame(4, 5, "Efter"))
    assert stream.page.element("room").text_content() == "Efter og to"
    assert stream.at == "e.5"
    assert "at=e.5" in stream.url


def test_an_older_frame_is_ignored_and_a_gap_is_not_shown(stream: Stream) -> None:
    assert stream.receive(frame(3, 4, "gammel"))
    assert not stream.receive(frame(5, 6, "hul"))
    assert "Før" in stream.page.text
    assert stream.gaps == 1


def test_a_whole_frame_is_right_for_any_position(stream: Stream) -> None:
    whole = json.loads(frame(0, 2, "alt")) | {"after": None, "whole": True, "epoch": "f"}
    assert stream.receive(json.dumps(whole))
    assert stream.at == "f.2"


def test_a_heartbeat_ahead_of_the_page_is_a_gap(stream: Stream) -> None:
    assert stream.receive('{"seq":4}')
    assert not stream.receive('{"seq":5}')


def test_a_frame_for_what_is_not_there_fails_the_test(stream: Stream) -> None:
    with pytest.raises(AssertionError, match="not on"):
        stream.receive(frame(4, 5, "x").replace("#a", "#gone"))


def test_the_mirror_sees_a_difference_and_only_real_ones() -> None:
    fresh = HTML.replace("e.4", "e.9").replace(">mit<", ">noget andet<")
    assert_mirrors(Page(HTML), Page(fresh))
    assert "-      to" in differences(Page(HTML), Page(fresh.replace("to</b>", "tre</b>")))
    assert differences(Page(HTML), Page(fresh), personal=True)
    assert differences(Page(HTML), Page(fresh.replace("<b id=b>", "<b id=b hidden>")))


async def test_one_waits_for_an_element_that_is_not_there_yet(stream: Stream) -> None:
    """A page that is late for the next phase is no failure; one that never gets there says what is missing."""
    later = '<hx-partial hx-target="#b" hx-swap="afterend"><p id=turnout>5 af 6</p></hx-partial>'
    asyncio.get_running_loop().call_later(0.05, stream.page.apply, later)
    await stream.until(lambda page: "5 af 6" in page.element("turnout").text_content())
    with pytest.raises(AssertionError, match="waited") as waited:
        await stream.until(lambda page: page.element("nowhere") is not None, seconds=0.05)
    assert "no #nowhere" in str(waited.value.__cause__)


async def test_a_browser_that_is_closed_leaves_no_page_behind(stream: Stream) -> None:
    """A test that failed has not closed its pages."""
    await stream.follow(stream.page)
    await stream.browser.close()
    assert stream._task is not None
    assert stream._task.done()
