"""Contrast as WCAG measures it, and that every pair our style sheets put together is among those that are checked."""

import re

import pytest

from server.checkout import CHECKOUT
from server.organisation.colours.contrast import (
    FIXED,
    LEAST,
    NAMES,
    OURS,
    PAIRS,
    colour,
    contrast,
    luminance,
    weak_pairs,
)

CSS = CHECKOUT / "web/static/css"
KNOWN = [
    ("#000000", "#FFFFFF", 21.0),
    ("#FFFFFF", "#FFFFFF", 1.0),
    ("#777777", "#FFFFFF", 4.48),  # the grey that just fails
    ("#767676", "#FFFFFF", 4.54),  # and the one that just passes
    ("#FF0000", "#FFFFFF", 4.00),
    ("#0000FF", "#FFFFFF", 8.59),
    ("#008000", "#FFFFFF", 5.14),
    ("#FFFF00", "#000000", 19.56),
]
"""Two colours and their ratio, as WebAIM's checker tells it (two decimals)."""


@pytest.mark.parametrize(("one", "other", "ratio"), KNOWN)
def test_contrast_is_what_others_measure(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_luminance_goes_from_black_to_white() -> None:
    assert luminance("#000000") == 0
    assert luminance("#FFFFFF") == pytest.approx(1)
    assert luminance("#808080") == pytest.approx(0.2159, abs=0.0001)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("#0A4F52", "#0A4F52"),
        (" 0a4f52 ", "#0A4F52"),
        ("#abc", "#AABBCC"),
        ("red", None),
        ("#12", None),
        ("#12345g", None),
    ],
)
def test_a_colour_is_read_as_people_write_it(typed: str, read: str | None) -> None:
    assert colour(typed) == read


def test_our_own_colours_can_all_be_read() -> None:
    assert weak_pairs({}) == []


@pytest.mark.parametrize("name", OURS)
def test_each_of_the_six_can_be_too_weak(name: str) -> None:
    """A colour in the middle reads on nothing: each token is in some pair."""
    weak = weak_pairs({name: "#7F7F7F"})
    assert weak
    assert all(name in (pair.text, pair.ground) for pair in weak)
    assert weak[0].ratio == min(pair.ratio for pair in weak) < LEAST


def tokens(block: str) -> dict[str, str]:
    return {name: value.upper() for name, value in re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", block)}


def test_the_colours_are_those_of_the_style_sheet() -> None:
    light = tokens((CSS / "tokens.css").read_text("utf-8").split(":root[data-theme")[0])
    assert {name: light[name] for name in (*OURS, *FIXED)} == {**OURS, **FIXED}
    assert set(NAMES) == {*OURS, *FIXED}


def test_dark_which_nobody_changes_can_be_read_too() -> None:
    dark = tokens((CSS / "tokens.css").read_text("utf-8").split(':root[data-theme="dark"]')[1].split("@media")[0])
    assert {*OURS, *FIXED} <= set(dark)
    poor = [(text, ground) for text, ground in PAIRS if contrast(dark[text], dark[ground]) < LEAST]
    assert not poor


def test_every_pair_of_a_rule_is_checked() -> None:
    """Rules that set both text and ground; what stands on the page's own ground is in PAIRS by its text."""
    rules = re.findall(r"\{([^{}]*)\}", "".join(path.read_text("utf-8") for path in CSS.glob("*.css")))
    known = set(PAIRS) | {(text, f"{text}-soft") for text in ("warm", "good", "waiting", "not")}
    texts, found = set(), 0
    for rule in rules:
        text = re.search(r"(?<![\w-])color:\s*var\(--([\w-]+)\)", rule)
        ground = re.search(r"background(?:-color)?:\s*var\(--([\w-]+)\)", rule)
        if text:
            texts.add(text[1])
        if text and ground and text[1] != ground[1]:
            found += 1
            assert (text[1], ground[1]) in known, rule.strip()
    assert found > 5
    assert texts - {"line", "ground"} <= {text for text, _ in PAIRS}, "a text colour that is never checked"
