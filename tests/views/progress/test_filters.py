"""Filtering the board: by an address that can be kept, with what is counted, and never finding what is hidden."""

import random
from dataclasses import fields
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select
from starlette.datastructures import QueryParams

from schemas.flow import Status
from schemas.idea import Idea, Statement
from schemas.promises import Broken
from schemas.stages import Promise
from server.core import clock
from server.core.database import Database
from server.views.progress.card import Card
from server.views.progress.queries import load_progress
from server.views.progress.search import speaks_of
from server.views.progress.sieve import LONGEST, Sieve
from tests.support.cast import Cast
from tests.support.dom import Page
from tests.support.member import took
from tests.views.progress.board import NAMES, THEMES, add, address, many

TEXT = st.text(max_size=30)
SIEVES = st.builds(
    Sieve,
    q=st.sampled_from(("", "ro", "ø&å=?#")),
    statement=st.sampled_from(("", *Statement)),
    theme=st.sampled_from(THEMES),
    owner=st.sampled_from(("", *NAMES)),
    late=st.sampled_from(("", "1")),
    status=st.sampled_from(("", *Status)),
)
CARDS = st.builds(
    Card,
    id=st.integers(1),
    public_id=st.just("x"),
    number=st.integers(1),
    title=TEXT,
    status=st.sampled_from(Status),
    since=st.just(clock.now()),
    days=st.integers(0, 99),
    theme=st.sampled_from(THEMES),
    statement=st.sampled_from((None, *Statement)),
    owners=st.sampled_from(((), ("Leo Bach",), NAMES[:2])),
    broken=st.sampled_from((None, *(Broken(promise, clock.now()) for promise in Promise))),
    found=st.booleans(),
)


def titles(page: Page) -> set[str]:
    """The ideas that a page shows."""
    return {
        str(each.text_content()).replace("\u00ad", "")
        for each in page.select("//*[@data-idea]//a[starts-with(@href, '/ideas/') and not(@data-move)]")
    }


@given(SIEVES)
def test_an_address_says_what_was_chosen(sieve: Sieve) -> None:
    assert Sieve.read(QueryParams(sieve.query.removeprefix("?"))) == sieve
    assert bool(sieve.query) is not sieve.empty


@given(st.dictionaries(st.sampled_from(("q", "statement", "theme", "owner", "role", "late", "status", "other")), TEXT))
def test_whatever_an_address_holds_is_a_filter_or_none(asked: dict[str, str]) -> None:
    sieve = Sieve.read(asked)
    assert all(len(each) <= LONGEST for each in vars(sieve).values())
    assert not sieve.role or sieve == Sieve(role=sieve.role), "a role stands alone (promise P3)"


async def test_a_filter_that_is_none_of_ours_shows_a_page(cast: Cast) -> None:
    await many(cast, 8, 3)
    ada = await cast.ada()
    for name in (each.name for each in fields(Sieve)):
        for odd in ("```", "%", "None"):
            assert (await ada.page(address(cast, f"?{name}={quote(odd)}"))).select("//form[@id='sift']"), (name, odd)


@given(SIEVES, CARDS)
def test_filters_narrow_and_never_widen(sieve: Sieve, card: Card) -> None:
    alone = [Sieve(**{name: value}) for name, value in vars(sieve).items() if value]
    assert sieve.lets_through(card) == (card.found and all(each.lets_through(card) for each in alone))
    assert Sieve().lets_through(card) == card.found


@pytest.mark.parametrize("seed", range(3))
async def test_the_page_shows_and_counts_what_is_asked_for(cast: Cast, seed: int) -> None:
    await many(cast, 40, seed)
    ben = await cast.ben()
    async with cast.database.snapshot() as session:
        board = await load_progress(session, cast.board.public_id)
    for sieve in (
        *(Sieve(theme="Overgange"), Sieve(owner="Leo Bach"), Sieve(late="1"), Sieve(statement="safety")),
        *(Sieve(late="1", owner="Natholdet"), Sieve(status="review"), Sieve(theme="Mad", statement="dialogue")),
    ):
        page = await ben.page(address(cast, sieve.query))
        right = {card.title for card in board.cards if sieve.lets_through(card)}
        assert titles(page) == right
        assert f"{len(right)} af 40 idéer." in page.text
        assert page.select("//form[@id='sift']//a[normalize-space()='Nulstil']")
    assert board.late == sum(card.broken is not None for card in board.cards) > 0
    assert f"{board.late} er forsinkede." in (await ben.page(address(cast))).text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("vogn", {"Stille vogne på gangen"}),
        ("VOGNENE", {"Stille vogne på gangen"}),
        ("pårør", {"Kaffe til pårørende"}),
        ("pårørend", {"Kaffe til pårørende"}),
        ("telefon", {"En børnetelefon"}),
        ("kaffe vogn", set()),
        ("pårørende kaffe", {"Kaffe til pårørende"}),
        ("med børnetel", {"En børnetelefon"}),
        ("en telefon", {"En børnetelefon"}),
        ("ro", {"Ro til at trække vejret"}),
        ("telefon børn", {"En børnetelefon"}),
        ('"til pårørende"', {"Kaffe til pårørende"}),
        ("stille or kaffe", {"Stille vogne på gangen", "Kaffe til pårørende"}),
        ("gangen -stille", set()),
        ("ånden", {"Ro til at trække vejret"}),
        ("2", {"Kaffe til pårørende"}),
        ("idé 3", {"En børnetelefon"}),
        ("100%", {"Ro til at trække vejret"}),
        ("_", set()),
        ("'); DROP TABLE idea; --", set()),
        ("& | ! :* <-> (", set()),
    ],
)
async def test_words_are_found_as_danes_write_them(cast: Cast, words: str, found: set[str]) -> None:
    await add(cast, "Stille vogne på gangen")
    await add(cast, "Kaffe til pårørende")
    await add(cast, "En børnetelefon")
    await add(cast, "Ro til at trække vejret", text="Min ånd er 100% tung.")
    await add(cast, "Bøger på andre sprog")
    page = await (await cast.ben()).page(address(cast, Sieve(q=words).query))
    assert titles(page) == found
    assert page.element("sift-q").get("value") == words


async def test_it_is_found_however_it_was_typed(cast: Cast) -> None:
    ben = await cast.ben()
    took(await ben.post(f"{ben.room}/ideas", {"key": "k", "title": "Bla\u030a gar\u00addiner i ka\ufb03nen"}))
    ada = await cast.ada()
    took(await ada.post(f"{ada.room}/phase", {"phase": "reveal", "from": "1"}))
    for words in ("blå", "bla\u030a", "gardiner", "gar\u00addiner", "kaffinen", "BLÅ GARDINER"):
        page = await ada.page(f"/b/{cast.board.public_id}/progress?q={quote(words)}")
        assert "Blå gardiner i kaffinen" in page.text, words


async def test_what_is_hidden_is_never_found(cast: Cast) -> None:
    """P1: neither by words, nor in a count, nor among the choices."""
    ben, ada = await cast.ben(), await cast.ada()
    assert took(await ben.propose("Hemmelig markør", "markørord", theme="Markørtema"))
    await add(cast, "Skjult markør", hidden_at=clock.now(), theme="Markørtema")
    await add(cast, "Vist idé")
    for who in (ben, ada):
        page = await who.page(address(cast, Sieve(q="markør").query))
        assert "0 af 1 idé." in page.text
        assert "Markørtema" not in page.text
        file = (await ada.get(f"/b/{cast.board.public_id}/ideas.csv?q=mark%C3%B8r")).text
        assert "markør" not in file


async def test_the_day_after_a_promise_is_broken_it_is_late(cast: Cast) -> None:
    await add(cast, "I tide", Status.REVIEW, ahead=1)
    await add(cast, "For sent", Status.REVIEW, ahead=-1)
    await add(cast, "Uden nyt", Status.IN_PROGRESS, days=31, owner="Leo Bach")
    await add(cast, "Med nyt", Status.IN_PROGRESS, days=29)
    await add(cast, "Prøvet længe", Status.TRIAL, ahead=-2)
    await add(cast, "Pause til i går", Status.ON_HOLD, ahead=-2)
    await add(cast, "Sagt nej", Status.DECLINED, ahead=-50, days=80)
    page = await (await cast.ben()).page(address(cast, "?late=1"))
    assert titles(page) == {"For sent", "Uden nyt", "Prøvet længe", "Pause til i går"}


async def test_whatever_is_searched_for_is_only_words(database: Database) -> None:
    """The longest search made of each sign that the database gives a meaning, alone and together."""
    signs = (
        "-",
        "- ",
        "-a ",
        '"',
        '" ',
        "or ",
        "a or ",
        "-or ",
        "!",
        "! ",
        "& ",
        "| ",
        "(",
        "( ",
        ")",
        ":*",
        "<->",
        "'",
        "\\",
        "*",
        "å",
    )
    chance = random.Random(1)
    mixed = ["".join(chance.choices(signs, k=LONGEST)) for _ in range(60)]
    async with database.begin() as session:
        for words in (*(sign * LONGEST for sign in signs), *mixed):
            asked = Sieve.read({"q": words}).q
            assert len(asked) <= LONGEST
            await session.execute(select(Idea.id).where(speaks_of(asked)))
