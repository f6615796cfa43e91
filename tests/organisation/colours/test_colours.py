"""An organisation's colours and logo: chosen, refused when nobody could read them, and worn by every page below."""

import re
import struct
import zlib

import pytest

from server.organisation.colours.picture import LOGO_MOST, Picture, picture_of
from tests.access.world import PNG
from tests.organisation.units.test_units import ids_of, send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Staff, took

MINE = {"brand": "#0A3D62", "brand-soft": "#E3ECF3"}
SHEET = "//link[@rel='stylesheet'][starts-with(@href, '/colours/')]"


def png(width: int = 120, height: int = 40, fill: int = 0) -> bytes:
    """A whole PNG of one grey, `fill` bytes larger."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = zlib.compress((b"\0" + b"\x60" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    text = chunk(b"tEXt", b"a\0" + b"x" * fill) if fill else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + text + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08\0\x28\0\x78\3\1\x22\0\2\x11\1\3\x11\1"
WEBP = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x77\0\0\x27\0\0" + b"\0" * 8


async def send_logo(
    ada: Staff, unit: str, data: bytes, name: str = "logo.png", field: str = "logo"
) -> tuple[int, Page]:
    headers = {"Origin": ada.origin, "Sec-Fetch-Site": "same-origin"}
    files = {field: (name, data, "image/png")}
    answer = await ada.http.post(f"/units/{unit}/logo", files=files, headers=headers)
    return answer.status_code, Page(answer.text)


def sheets(page: Page) -> list[str]:
    return [str(link.get("href")) for link in page.select(SHEET)]


async def test_colours_are_worn_by_every_page_of_the_boards_below(cast: Cast) -> None:
    ada, ben, units = await cast.ada(), await cast.ben(), await ids_of(cast)
    assert not sheets(await ben.look())
    page = await send(ada, f"/units/{units['region']}/colours", "/colours", MINE)
    assert "Det er gemt." in page.text
    room, board = f"/m/{cast.meeting.public_id}", f"/b/{cast.board.public_id}"
    pages = {path: await ada.page(path) for path in (room, f"{room}/desk", f"{room}/setup", board, f"{board}/progress")}
    pages |= {
        path: await ben.page(path) for path in (f"/screen/{cast.meeting.screen_token}", f"/j/{cast.meeting.join_token}")
    }
    worn = {path: sheets(page) for path, page in pages.items()}
    assert len({tuple(found) for found in worn.values()}) == 1, worn
    (address,) = worn[room]
    answer = await ben.get(address)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert "--brand:#0A3D62" in answer.text
    assert "--ink" not in answer.text, "what was not changed is left to us"
    assert "no-store" in (await ben.get(address.split("?")[0])).headers["cache-control"]


async def test_the_nearest_unit_decides_and_a_change_has_another_address(cast: Cast) -> None:
    ada, ben, units = await cast.ada(), await cast.ben(), await ids_of(cast)
    seen = []
    for unit, brand in (("region", "#0A3D62"), ("department", "#5B2333"), ("department", "#333333")):
        await send(ada, f"/units/{units[unit]}/colours", "/colours", {"brand": brand})
        (address,) = sheets(await ben.look())
        assert f"--brand:{brand}" in (await ben.get(address)).text
        seen.append(address)
    assert len(set(seen)) == 3
    page = await ada.page(f"/units/{units['department']}/colours")
    assert took(await ada.post(f"/units/{units['department']}/colours", {"do": "ours"})), page.text
    assert sheets(await ben.look()) == seen[:1], "without its own it wears the region's again"


async def test_a_unit_that_moves_changes_its_clothes(cast: Cast) -> None:
    ada, ben, units = await cast.ada(), await cast.ben(), await ids_of(cast)
    await send(ada, f"/units/{units['hospital']}/colours", "/colours", MINE)
    assert sheets(await ben.look())
    await send(ada, f"/units/{units['department']}", f"/units/{units['department']}", {"parent": units["region"]})
    assert not sheets(await ben.look())


async def test_what_cannot_be_read_is_refused_by_name_and_stays(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    typed = {"ink": "#999999", "brand": "#0A3D62"}
    page = await send(ada, f"/units/{units['region']}/colours", "/colours", typed)
    assert page.status == 422
    said = page.element("main").text_content()
    assert re.search(r"Man kan ikke læse tekst på lys rød\. Kontrasten er 2,3, og der skal være mindst 4,5\.", said)
    assert "Man kan ikke læse" in page.element("f-ink-error").text_content()
    assert page.find("f-brand-error") is None
    assert {name: page.element(f"f-{name}").get("value") for name in typed} == typed
    kept = await rows(cast.database.url, "SELECT colours FROM unit WHERE public_id = $1", units["region"])
    assert kept[0]["colours"] in (None, "null")
    page = await send(ada, f"/units/{units['region']}/colours", "/colours", {"ink": "sort"})
    assert "Skriv farven som" in page.element("f-ink-error").text_content()
    assert page.element("f-ink").get("value") == "sort"


async def test_looking_saves_nothing(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    page = await send(ada, f"/units/{units['region']}/colours", "/colours", MINE | {"do": "look"})
    assert page.status == 200
    (address,) = [address for address in sheets(page) if "preview" in address]
    css = (await ada.get(address)).text
    assert "--brand:#0A3D62" in css
    assert css.startswith("@layer tokens{#preview{")
    kept = await rows(cast.database.url, "SELECT colours FROM unit WHERE public_id = $1", units["region"])
    assert kept[0]["colours"] in (None, "null")
    evil = await ada.get("/colours/preview.css?ink=red;}body{display:none&nope=1&brand=0A3D62")
    assert "body" not in evil.text


async def test_a_logo_is_served_as_what_it_is_and_stands_at_the_top(cast: Cast) -> None:
    ada, ben, units = await cast.ada(), await cast.ben(), await ids_of(cast)
    status, _ = await send_logo(ada, units["region"], png())
    assert status == 303
    (image,) = (await ben.look()).select("//header//img[@class='logo']")
    assert (image.get("width"), image.get("height"), image.get("alt")) == ("120", "40", "")
    answer = await ben.get(str(image.get("src")))
    assert answer.content == png()
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in answer.headers["cache-control"]
    assert took(await ada.post(f"/units/{units['region']}/logo", {"remove": "1"}))
    assert not (await ben.look()).select("//header//img")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "logo.svg"),
        (b"GIF89a\x01\0\x01\0", "logo.png"),
        (b"<!doctype html><script>alert(1)</script>", "logo.png"),
        (b"", "logo.png"),
        (png(5000, 10), "wide.png"),
        (PNG[:20], "half.png"),
    ],
)
async def test_what_is_no_such_picture_is_refused(data: bytes, name: str, cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    status, page = await send_logo(ada, units["region"], data, name)
    assert status == 422
    assert "PNG, JPEG eller WebP" in page.element("f-logo-error").text_content()


async def test_a_logo_is_bounded_and_no_other_form_takes_files(cast: Cast) -> None:
    ada, units = await cast.ada(), await ids_of(cast)
    assert len(png(fill=LOGO_MOST - 2000)) < LOGO_MOST
    assert (await send_logo(ada, units["region"], png(fill=LOGO_MOST - 2000)))[0] == 303
    status, page = await send_logo(ada, units["region"], png(fill=LOGO_MOST))
    assert (status, page.element("f-logo-error").text_content().strip()) == (
        413,
        "Billedet er for stort. Det må højst fylde 200 kB.",
    )
    assert (await send_logo(ada, units["region"], png(fill=3 * LOGO_MOST)))[0] == 413
    assert (await send_logo(ada, units["region"], png(), field="other"))[0] == 422
    headers = {"Origin": ada.origin, "Sec-Fetch-Site": "same-origin"}
    other = f"/units/{units['region']}"
    answer = await ada.http.post(other, files={"name": ("a.txt", b"hej", "text/plain")}, headers=headers)
    assert answer.status_code in {400, 422}
    answer = await ada.http.post(other, data={"name": "x" * 70_000}, headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("data", "picture"),
    [
        (png(), Picture("image/png", 120, 40)),
        (JPEG, Picture("image/jpeg", 120, 40)),
        (WEBP, Picture("image/webp", 120, 40)),
        (JPEG[:12], None),
        (b"\xff\xd8\xff\xe0\0\0" * 9, None),
        (b"RIFF\0\0\0\0WEBPVP8 ", None),
        (png(0, 10), None),
    ],
)
def test_a_picture_is_told_by_its_bytes(data: bytes, picture: Picture | None) -> None:
    assert picture_of(data) == picture
