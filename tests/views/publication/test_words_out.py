"""Words of people who did not say yes are in nothing that strangers read, whatever else is true of their idea."""

from itertools import product
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.flow import Status
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.publication import OpenIdea, OpenWords, Publication
from schemas.roles import Role
from schemas.seat import Seat
from server.core import clock
from server.core.database import Database
from server.core.errors import Gone, NotFound
from server.views.public.content import OpenBoard, load_open_board
from server.views.public.wordings import Words, digest_of, load_wordings
from server.views.publication.commands import copied
from server.views.publication.setting import hosts_of
from server.views.publication.stored import slug_of
from tests.support.scene import make_board, make_meeting, make_person, make_units

ANSWERS = ("yes", "no", "none", "to other words", "from another seat", "on paper", "removed since")
PARTS = ("alone", "yes", "no", "on paper", "hidden", "erased")
"""What was merged into the idea."""
PUT_UP = ("own", "own, other words", "retold", "taken off")
STATES = ("shown", "hidden", "being erased", "withdrawn", "never shown")


async def seat_of(session: AsyncSession, meeting: Meeting, name: str, *, removed: bool = False) -> Seat:
    told: dict[str, Any] = {"role": Role.PATIENT, "name": name, "joined_at": clock.now()}
    seat = Seat(public_id=new_public_id(), board_id=meeting.board_id, meeting_id=meeting.id, **told)
    seat.removed_at = clock.now() if removed else None
    session.add(seat)
    await session.flush()
    return seat


async def idea_of(session: AsyncSession, meeting: Meeting, seat: Seat, word: str, told: dict[str, Any]) -> Idea:
    now = clock.now()
    known: dict[str, Any] = {"status": Status.PROPOSED, "status_at": now, "created_at": now, "shown_at": now} | told
    ident = new_public_id()
    idea = Idea(
        public_id=ident, board_id=meeting.board_id, meeting_id=meeting.id, seat_id=seat.id, submission=ident, **known
    )
    idea.title, idea.text = f"{word}title", f"{word}text"
    session.add(idea)
    await session.flush()
    return idea


async def says(session: AsyncSession, idea: Idea, answer: str, ben: Seat, rie: Seat) -> None:
    if answer in {"none", "alone", "hidden", "erased"}:
        return
    words = Words(idea.title, idea.text if answer != "to other words" else "before")
    by = rie if answer == "from another seat" else ben
    told: dict[str, Any] = {"seat_id": by.id if answer != "removed since" else idea.seat_id, "at": clock.now()}
    session.add(OpenWords(idea_id=idea.id, yes=answer != "no", digest=words.digest, **told))


async def one(session: AsyncSession, at: dict[str, Any], case: tuple[str, str, str, str], number: int) -> bool:
    """Make the idea of a case; whether strangers may read it."""
    answer, part, put_up, state = case
    author = at["gone"] if answer == "removed since" else at["ben"]
    told: dict[str, Any] = {"number": number, "on_paper": answer == "on paper"}
    told |= {"hidden_at": clock.now()} if state == "hidden" else {}
    told |= {"erasing": True} if state == "being erased" else {}
    told |= {"status": Status.WITHDRAWN} if state == "withdrawn" else {}
    told |= {"shown_at": None} if state == "never shown" else {}
    idea = await idea_of(session, at["meeting"], author, f"zq{number}own", told)
    await says(session, idea, answer, at["ben"], at["rie"])
    if part != "alone":
        merged: dict[str, Any] = {"status": Status.MERGED, "merged_into_id": idea.id, "on_paper": part == "on paper"}
        merged |= {"hidden_at": clock.now()} if part == "hidden" else {}
        other = await idea_of(session, at["meeting"], at["ben"], f"zq{number}part", merged)
        if part == "erased":
            other.title, other.text = "Slettet af den, der skrev", ""
        await says(session, other, part, at["ben"], at["rie"])
    await session.flush()
    opened = OpenIdea(idea_id=idea.id, board_id=idea.board_id, shown_at=clock.now(), retold=put_up == "retold")
    opened.title = f"zq{number}retold" if opened.retold else ""
    if put_up == "own":
        opened.digest = digest_of((await load_wordings(session, [idea.id]))[idea.id])
    if put_up == "taken off":
        opened.shown_at = None
    session.add(opened)
    if state != "shown" or put_up in {"taken off", "own, other words"}:
        return False
    return opened.retold or (answer == "yes" and part in {"alone", "yes", "hidden", "erased"})


async def test_only_words_with_a_yes_go_out(database: Database) -> None:
    cases = [*product(ANSWERS, PARTS, PUT_UP, ("shown",)), *product(("yes",), ("alone", "yes"), PUT_UP, STATES[1:])]
    async with database.begin() as session:
        leo = await make_person(session, "leo@words.test", "Leo Bach", "Afdelingschef")
        board = await make_board(session, await make_units(session, leo))
        meeting = await make_meeting(session, board)
        at: dict[str, Any] = {"meeting": meeting, "ben": await seat_of(session, meeting, "Zqben")}
        at |= {
            "rie": await seat_of(session, meeting, "Zqrie"),
            "gone": await seat_of(session, meeting, "X", removed=True),
        }
        expected = {number: await one(session, at, case, number) for number, case in enumerate(cases, 1)}
        session.add(Publication(board_id=board.id, slug="side", opened_at=clock.now()))
        other = Board(unit_id=board.unit_id, name="En anden", format=board.format)
        session.add(other)
        await session.flush()
        session.add(Publication(board_id=other.id, slug="nede"))
    async with database.snapshot() as session:
        content = await load_open_board(session, "side")
        with pytest.raises(Gone):
            await load_open_board(session, "nede")
        with pytest.raises(NotFound):
            await load_open_board(session, "findes-ikke")
    assert 40 < sum(expected.values()) < len(cases) / 3
    for number, case in enumerate(cases, 1):
        hold(content, number, case, shown=expected[number])
    assert "zqben" not in repr(content).lower()
    assert "zqrie" not in repr(content).lower()


def hold(content: OpenBoard, number: int, case: tuple[str, str, str, str], *, shown: bool) -> None:
    """Assert that the idea of a case can be read in the words it may be read in, or is gone."""
    if not shown:
        with pytest.raises(Gone):
            content.idea(number)
        assert f"zq{number}own" not in repr(content), case
        assert f"zq{number}part" not in repr(content), case
        assert f"zq{number}retold" not in repr(content), case
        return
    there = repr(content.idea(number))
    retold = case[2] == "retold"
    assert (f"zq{number}own" in there, f"zq{number}retold" in there) == (not retold, retold), case
    assert (f"zq{number}part" in there) is (not retold and case[1] == "yes"), case


def test_a_long_run_of_somebodys_words_is_found() -> None:
    said = [Words("Mere ro", "Dørene smækker hele natten, og vi kan ikke sove. Sæt filt på.")]
    assert (
        copied("Flere har sagt: Dørene smækker hele natten og vi kan vågne", said)
        == "dørene smækker hele natten og vi kan"
    )
    assert copied("Der er uro om natten, og dørene smækker hele tiden.", said) == ""
    assert copied("", said) == copied("ord " * 50, []) == ""


def test_the_addresses_of_pages_and_of_those_who_may_frame_them() -> None:
    assert slug_of("Peerboard: Blå Øre & Æble") == "peerboard-blaa-oere-aeble"
    assert slug_of("Ét ben foran", 2) == "et-ben-foran-2"
    assert slug_of("1234") == "peerboard-1234"
    assert slug_of("…") == "peerboard"
    assert len(slug_of("å" * 200, 17)) <= 60
    assert hosts_of("https://rn.dk/\nwww.Aalborguh.rn.dk rn.dk") == (["rn.dk", "www.aalborguh.rn.dk"], "")
    assert hosts_of("blåkors.dk")[0] == ["xn--blkors-jua.dk"]
    for wrong in (
        "rn",
        "rn.dk/side",
        "*.rn.dk",
        "10.0.0.1",
        "rn.dk:80",
        "'self'",
        "javascript:alert",
        "a..dk",
        "rn.dk;x.dk",
    ):
        assert hosts_of(wrong)[1], wrong
    assert hosts_of(" ".join(f"a{number}.dk" for number in range(6)))[1]
