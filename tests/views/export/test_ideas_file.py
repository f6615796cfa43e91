"""A board's ideas as a file: the same ideas and numbers as its page, for staff, and never who proposed."""

import csv
import io

import httpx2
import pytest

from schemas.answer import Effect
from schemas.codes import new_public_id, new_token
from schemas.disclosure import Detail
from schemas.flow import FLOW, Status
from schemas.round import Method, Round, RoundState, Tally
from server.core import clock
from server.views.progress.sieve import Sieve
from server.web.files.sheet import BOM
from server.web.labels_of_statuses import STATUSES
from tests.support.cast import Cast
from tests.support.databases import rows as asked
from tests.support.member import took
from tests.views.progress.board import add, address, many
from tests.work.answers.scene import REASON, sent, stored


def read(answer: httpx2.Response) -> list[dict[str, str]]:
    """The rows of a file by their headings."""
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix(BOM), newline=""), delimiter=";"))


async def file(cast: Cast, query: str = "") -> list[dict[str, str]]:
    """The file as Leo gets it."""
    return read(await (await cast.leo()).get(f"/b/{cast.board.public_id}/ideas.csv{query}"))


@pytest.mark.parametrize("seed", range(3))
async def test_page_and_file_say_the_same(cast: Cast, seed: int) -> None:
    await many(cast, 50, seed)
    leo = await cast.leo()
    for sieve in (Sieve(), Sieve(late="1"), Sieve(owner="Leo Bach"), Sieve(q="kaffe"), Sieve(theme="Mad", late="1")):
        page, told = await leo.page(address(cast, sieve.query)), await file(cast, sieve.query)
        assert f"{len(told)} idéer." in page.text if sieve.empty else f"{len(told)} af 50 idéer." in page.text
        for status in Status:
            count = sum(row["Trin"] == STATUSES[status] for row in told)
            column = page.find(f"column-{status}")
            shown = 0 if column is None else int(column.xpath(".//*[@class='column-count']")[0].text_content())
            assert shown == count, status
            assert FLOW[status].open or bool(count) is (column is not None)
        late = sum(row["Forsinket"] == "ja" for row in told)
        assert sieve.late or (f"{late} er forsinkede." in page.text) is (late > 1)
        steps = [(row["Skridt taget"], row["Skridt i alt"]) for row in told if row["Trin"] == STATUSES[Status.AGREED]]
        agreed = page.find("column-agreed")
        if agreed is not None and len(steps) <= 10:
            words = str(agreed.text_content())
            assert all(f"{done} af {every} skridt" in words for done, every in steps if every != "0" and done != "0")


async def test_an_answer_and_what_became_of_it(cast: Cast) -> None:
    idea = await sent(cast)
    (row,) = await file(cast)
    assert (row["Nummer"], row["Titel"], row["Tekst"], row["Trin"]) == (
        *("1", "Ro om aftenen", "Sluk lyset kl. 22", "Til vurdering"),
    )
    assert row["Har ansvaret"] == "Leo Bach"
    assert row["Svar senest"].count("-") == 2
    assert took(await (await cast.leo()).answer(idea, "declined", text=REASON))
    (row,) = await file(cast)
    assert row["Svar fra ledelsen"] == REASON
    assert row["Svaret af"].startswith("Leo Bach, Afdelingschef")
    assert row["Svaret den"] == row["Siden"]
    assert "Ben" not in "".join(row.values()), "who proposed is never told"
    columns, values = "idea_id, status, at, text, place, effect", "$1, 'evaluated', now(), '', '', $2"
    change = f"INSERT INTO status_change ({columns}) VALUES ({values})"
    await asked(cast.database.url, change, (await stored(cast, idea)).id, Effect.SAME.value)
    assert (await file(cast))[0]["Hjalp det?"] == "Det samme"


async def test_votes_are_told_as_the_result_tells_them(cast: Cast) -> None:
    """P3: exactly from five voters, else not at all; of a meeting only the newest result that may be told."""
    idea = await add(cast, "Ro")
    now = clock.now()
    for detail, dots, told in ((Detail.EXACT, 7, "7"), (Detail.NOTHING, 3, "7"), (Detail.EXACT, 9, "9")):
        async with cast.database.begin() as session:
            round_ = Round(
                public_id=new_public_id(),
                board_id=cast.board.id,
                meeting_id=cast.meeting.id,
                state=RoundState.CLOSED,
                method=Method.DOTS,
                dots=5,
                most=3,
                opened_at=now,
                result_token=new_token(),
                detail=detail,
            )
            session.add(round_)
            await session.flush()
            session.add(Tally(round_id=round_.id, idea_id=idea.id, voters=5, dots=dots, rank=1))
        (row,) = await file(cast)
        assert row["Prikker eller krydser"] == told
        assert row["Fra personer"] == ("5" if told else "")


async def test_whose_file_it_is(cast: Cast) -> None:
    await add(cast, "=1+1")
    path = f"/b/{cast.board.public_id}/ideas.csv"
    for member in (await cast.ben(), await cast.olga()):
        assert (await member.get(path)).status_code == 403
    assert (await (await cast.cleo()).get(path)).status_code == 404
    answer = await (await cast.ada()).get(path)
    assert "'=1+1" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in answer.content
