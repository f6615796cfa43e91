"""Draws the open pages as strangers get them: whole pages, made of what `content.py` holds and of nothing else. Neither
a request nor a cookie has any part in it, so a page is the same for everybody."""

from collections.abc import Sequence
from typing import Any

from schemas.stages import Stage
from server.core.errors import NotFound
from server.core.settings import get_settings
from server.core.translations import LANGUAGES, say, speaking_of
from server.room.minutes.blocks import Document
from server.views.public.content import OpenBoard, Record, Shown
from server.views.public.listing import Listed, Wish, kinds_of, tops_of
from server.views.public.portions import (
    PAGE_MOST,
    Leaves,
    fitting,
    groups_of,
    in_group,
    mosts_of,
    page_of,
    pages_of,
    papers_of,
    parts_of,
)
from server.views.public.sentences import BRIEF, also_told, now_of, sentence_of, words_beside
from server.views.public.spots import BY_KEY, GROUPS, LARGE, Leaf, Spot, board_at, idea_at
from server.views.public.stories import story_of
from server.web.html import render
from server.web.look import PLAIN, Look, worn
from server.web.qr import qr_svg

MEETINGS = 2
"""Meetings to come on a board's page, and minutes of those that were; the calendar and the list have all."""
ON_POSTER, LETTERS = 5, 700
"""Ideas on a poster, and letters of their titles together: it is one sheet."""
FEW = 250
"""With fewer letters than this they are larger."""
IN_FRAME = 3


def board_html(content: OpenBoard, language: str) -> str:
    """A board's open page."""
    spot, html = board_at(content.slug), ""
    for most in mosts_of(content):
        html = _drawn("board", spot, content, language, together=groups_of(content, most), meetings=MEETINGS)
        if len(html.encode()) <= PAGE_MOST:
            break
    return html


def idea_html(content: OpenBoard, number: int, language: str, page: int = 1) -> str:
    """The page of an idea; what has no room on its first page is on the next. Raises NotFound, and Gone if the idea was
    here once."""
    idea, spot = content.idea(number), Spot(Leaf.IDEA, content.slug, number, page=page)
    parts = parts_of(idea)
    leaves = _leaves(spot, len(parts))
    return _drawn("idea", spot, content, language, idea=idea, parts=parts[page - 1], leaves=leaves)


def group_html(content: OpenBoard, key: str, language: str, page: int = 1) -> str:
    """One of the pages of all ideas that have come equally far. Raises NotFound for a page that there is not."""
    group, spot = BY_KEY[key], Spot(Leaf.GROUP, content.slug, group=key, page=page)
    ideas = in_group(content, group)
    leaves = _leaves(spot, pages_of(ideas))
    rows = page_of(ideas, page)
    return _drawn("group", spot, content, language, group=group, ideas=rows, count=len(ideas), leaves=leaves)


def story_html(content: OpenBoard, number: int, language: str) -> str:
    """The story of an idea that was carried out, on one page to hand on. Raises NotFound, and Gone as `idea_html`."""
    idea = content.idea(number)
    if idea.rule.stage is not Stage.DONE:
        raise NotFound
    return _drawn("story", Spot(Leaf.STORY, content.slug, number), content, language, idea=idea, story=story_of(idea))


def poster_html(content: OpenBoard, size: str, language: str) -> str:
    """What was done, on one sheet of paper for a wall, with the code that leads to the open page."""
    done = list(fitting(in_group(content, BY_KEY["done"]), LETTERS, ON_POSTER))
    under_way = list(fitting(in_group(content, BY_KEY["work"]), LETTERS // 2, ON_POSTER - len(done)))
    address = get_settings().public_url + board_at(content.slug).path(language)
    spot = Spot(Leaf.POSTER, content.slug, size=size)
    told: dict[str, Any] = {"done": done, "under_way": under_way, "qr": qr_svg(address), "address": address}
    told["few"] = sum(len(idea.words.title) for idea in (*done, *under_way)) < FEW
    return _drawn("poster", spot, content, language, large=size == LARGE, **told)


def rules_html(content: OpenBoard, language: str) -> str:
    """What may be written at the board, and how often something was shown and refused: numbers alone."""
    return _drawn("rules", Spot(Leaf.RULES, content.slug), content, language)


def frame_html(content: OpenBoard, language: str) -> str:
    """A few lines about the board, for a frame on a page of somebody else's."""
    return _drawn("frame", Spot(Leaf.FRAME, content.slug), content, language, ideas=content.ideas[:IN_FRAME])


def minutes_html(content: OpenBoard, record: Record, document: Document, language: str, page: int = 1) -> str:
    """Approved minutes in their edition for everybody, or a page of them. Raises NotFound for one that there is not."""
    papers, spot = papers_of(document), Spot(Leaf.MINUTES, content.slug, record.number, page=page)
    leaves = _leaves(spot, len(papers))
    ideas = board_at(content.slug).path(language) + "/"
    told: dict[str, Any] = {"record": record, "paper_shown": papers[page - 1], "leaves": leaves, "ideas": ideas}
    return _drawn("minutes", spot, content, language, **told)


def records_html(content: OpenBoard, language: str, page: int = 1) -> str:
    """All minutes that are open, those of the newest meeting first. Raises NotFound for a page that there is not."""
    spot = Spot(Leaf.MINUTES, content.slug, page=page)
    leaves = _leaves(spot, pages_of(content.minutes))
    return _drawn("records", spot, content, language, records=page_of(content.minutes, page), leaves=leaves)


def nothing_html(language: str, *, gone: bool) -> str:
    """What is said where nothing is open: there was once, or there never was."""
    return _page("gone" if gone else "missing", None, language, PLAIN)


def later_html(language: str, *, sentence: str) -> str:
    """What is said where something cannot be shown now."""
    return _page("later", None, language, PLAIN, why=sentence)


def list_html(listed: Sequence[Listed], wish: Wish, language: str, page: int = 1) -> str:
    """The open boards that somebody looks for, by name. Raises NotFound for a page that there is not."""
    found = [each for each in listed if wish.fits(each)]
    leaves = _leaves(Spot(Leaf.LIST, page=page), pages_of(found))
    told: dict[str, Any] = {"wish": wish, "found": page_of(found, page), "count": len(found), "leaves": leaves}
    told |= {"tops": tops_of(listed), "kinds": kinds_of(listed), "all": len(listed)}
    return _page("list", Spot(Leaf.LIST), language, PLAIN, **told)


def _leaves(spot: Spot, of: int) -> Leaves:
    if spot.page > of:
        raise NotFound
    return Leaves(spot, of)


def _drawn(name: str, spot: Spot, content: OpenBoard, language: str, **told: Any) -> str:
    """A page of a board, in its colours and in the words of its format."""
    with speaking_of(content.written):
        return _page(name, spot, language, Look(**content.look), board=content, **told)  # type: ignore[arg-type]


def _page(name: str, spot: Spot | None, language: str, look: Look, **told: Any) -> str:
    undress = worn.set(look)
    try:
        return render(language, f"views/public/{name}.html", spot=spot, **_words(language), **told)
    finally:
        worn.reset(undress)


def _words(language: str) -> dict[str, Any]:
    """What the templates of the open pages are given besides their content."""

    def link(spot: Spot) -> str:
        return spot.path(language)

    def now(idea: Shown) -> str:
        return now_of(idea, language, BRIEF)

    return {
        "public_url": get_settings().public_url,
        "languages": LANGUAGES,
        "groups": GROUPS,
        "spot_of": Spot,
        "board_at": board_at,
        "idea_at": idea_at,
        "link": link,
        "now_briefly": now,
        "now": lambda idea: now_of(idea, language),
        "sentence": lambda told, first=False: sentence_of(told, language, first=first),
        "beside": words_beside,
        # Not by gettext, which takes its sentences for our own: whoever plans a meeting may write a theme.
        "theme": lambda idea: say(language, idea.theme),
        "also_told": lambda told: also_told(told, language),
    }
