"""Two evenings at tables in one report: with where each idea came from, its status, and the two who have it."""

import csv
from datetime import timedelta
from typing import Any

import pytest

from schemas.answer import Owner
from schemas.codes import new_public_id
from schemas.flow import Status
from schemas.format import Format
from schemas.idea import Idea
from schemas.meeting import Meeting
from server.core import clock
from tests.support.cast import Cast
from tests.support.scene import make_meeting
from tests.support.site import Site

PLACES = ("Lemvig", "Thyborøn")


async def evenings(cast: Cast) -> list[Meeting]:
    """Two evenings, and one meeting without tables. What was said at each table is about the same."""
    now = clock.now()
    async with cast.database.begin() as session:
        held = [await make_meeting(session, cast.board, f"Salon i {place}", ended_at=now) for place in PLACES]
        plain = await make_meeting(session, cast.board, "Et andet møde", ended_at=now)
        for number, meeting in enumerate(held):
            meeting.format, meeting.place = Format.SALON, PLACES[number]
            meeting.starts_at = now - timedelta(days=60 - 30 * number)

        async def said(number: int, meeting: Meeting, title: str, **more: Any) -> Idea:
            at: dict[str, Any] = {"created_at": now, "status_at": now, "shown_at": now, "board_id": cast.board.id}
            known: dict[str, Any] = {"theme": "Overgange", "submission": f"s{number}", "meeting_id": meeting.id}
            idea = Idea(public_id=new_public_id(), number=number, title=title, **(at | known | more))
            session.add(idea)
            await session.flush()
            return idea

        shared = await said(1, held[0], "Ét kontaktnummer", table_no=4, status=Status.AGREED)
        for name in ("Lemvig Kommune", "Region Midtjylland"):
            session.add(Owner(idea_id=shared.id, name=name, named=True))
        await said(2, held[1], "Et fælles nummer", table_no=2, status=Status.MERGED, merged_into_id=shared.id)
        await said(3, held[1], "Bussen", table_no=2, theme="overgange")
        await said(4, held[1], "Kaffe", table_no=3, held=True)
        await said(5, held[1], "Skjult", table_no=3, hidden_at=now)
        await said(6, plain, "Fra et andet møde")
    return held


@pytest.mark.long
async def test_several_evenings_are_one_report(cast: Cast, site: Site) -> None:
    ada, leo = await cast.ada(), await cast.leo()
    path = f"/b/{cast.board.public_id}/evenings"
    assert (await ada.get(path)).status_code == 404, "none was held"
    first, second = await evenings(cast)
    assert "Samlet rapport" in (await ada.page(f"/b/{cast.board.public_id}")).text
    page = await leo.page(path)
    heads = [str(head.text_content()) for head in page.select("//h2")]
    assert heads == ["Aftenerne", "Overgange", "Andre idéer"], "one theme, however it is spelled"
    for told in (
        "Bord 4",
        "Lemvig",
        "Bord 2",
        "Thyborøn",
        "Besluttet",
        "Lemvig Kommune og Region Midtjylland",
        "Kaffe",
    ):
        assert told in page.text, told
    for other in ("Skjult", "Fra et andet møde", "Et fælles nummer"):
        assert other not in page.text, other
    chosen = await ada.page(f"{path}?m={second.public_id}")
    assert "Ét kontaktnummer" not in chosen.text
    assert "Bussen" in chosen.text
    assert (await ada.get(f"{path}?m=x{first.public_id}")).status_code == 404
    assert (await ada.get(f"{path}.pdf")).content.startswith(b"%PDF")
    text = (await ada.get(f"{path}.csv")).content.decode("utf-8-sig")
    rows = {row["Titel"]: row for row in csv.DictReader(text.splitlines(), delimiter=";")}
    assert set(rows) == {"Ét kontaktnummer", "Bussen", "Kaffe"}
    assert rows["Ét kontaktnummer"]["Bord"] == "4; 2"
    assert rows["Ét kontaktnummer"]["Har ansvaret"] == "Lemvig Kommune; Region Midtjylland"
    assert rows["Kaffe"]["Vist for alle"] == "nej"
    file = (await ada.get(f"/b/{cast.board.public_id}/ideas.csv")).content.decode("utf-8-sig")
    assert {row["Bord"] for row in csv.DictReader(file.splitlines(), delimiter=";")} == {"4", "2", "3", ""}
