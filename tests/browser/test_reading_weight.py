"""What the first view of a page weighs on its way: style sheets and scripts, as they are served (at most 40 kB)."""

import gzip
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from server.web import assets
from tests.support.cast import Cast
from tests.support.member import Member

MOST = 40_000
CODE = "//link[@rel='stylesheet'] | //script[@src]"


async def weights(member: Member, path: str) -> dict[str, int]:
    """The bytes of every sheet and script that a page names, counted as they come."""
    found = {}
    for named in (await member.page(path)).select(CODE):
        address = named.get("href") or named.get("src", "")
        async with member.http.stream(
            "GET", urljoin(member.base, address), headers={"Accept-Encoding": "gzip"}
        ) as answer:
            assert answer.status_code == 200, address
            found[address] = sum([len(part) async for part in answer.aiter_raw()])
    return found


async def test_the_first_view_weighs_at_most_40_kb(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    await ben.propose("Ro om aftenen")
    await ada.phase("reveal")
    await ada.phase("vote")
    for path in (f"/j/{cast.meeting.join_token}", ben.room):
        found = await weights(ben, path)
        assert len(found) >= 3
        assert sum(found.values()) <= MOST, (sum(found.values()), found)


async def test_a_bundle_is_what_its_files_say_and_is_kept_for_good(cast: Cast) -> None:
    ben = await cast.ben()
    address = (await ben.look()).select("//link[@rel='stylesheet']")[0].get("href", "")
    packed = await ben.get(address, headers={"Accept-Encoding": "gzip"})
    plain = await ben.get(address, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert len(gzip.compress(plain.content)) < 15_000
    assert "immutable" in plain.headers["cache-control"]
    assert plain.headers["content-type"].startswith("text/css")
    assert plain.headers["x-content-type-options"] == "nosniff"
    rules = re.findall(r"--paper:\s*#FBF8F2", plain.text)
    assert rules
    assert "/*" not in plain.text
    old = re.sub(r"bundle/\w+", "bundle/0123", address)
    assert (await ben.get(old)).headers["cache-control"] == "no-cache"


def test_what_was_changed_since_it_was_made_small_goes_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("js/a.js", "let a = 1;"), ("vendor/small/of/js/a.js", "let a = 1;")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    assert assets._small(tmp_path / "js" / "a.js", "js") == "let a = 1;", "it was not made small at all"
    (tmp_path / "vendor" / "small" / "js").mkdir()
    (tmp_path / "vendor" / "small" / "js" / "a.js").write_text("let a=1;\n")
    assert assets._small(tmp_path / "js" / "a.js", "js") == "let a=1;"
    (tmp_path / "js" / "a.js").write_text("let a = 2;")
    assert assets._small(tmp_path / "js" / "a.js", "js") == "let a = 2;"


@pytest.mark.parametrize(
    "path",
    [
        "bundle/x/nothing.css",
        "bundle/x/..,base.css",
        "bundle/x/..%2f..%2fapp.js",
        "bundle/x/base.py",
        "bundle/x/" + ",".join(["base"] * 60) + ".css",
        "bundle/base.css",
        "bundle/",
        "bundle/x/,.css",
    ],
)
async def test_a_bundle_is_only_of_our_own_files(cast: Cast, path: str) -> None:
    assert (await (await cast.cleo()).get("/static/" + path)).status_code == 404
