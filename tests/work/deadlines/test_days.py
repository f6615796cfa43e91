"""A coordinator sets how long a leader has, and how late an answer may be."""

from datetime import datetime, timedelta

import pytest

from server.core.days import DENMARK
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.work.deadlines.scene import make_idea

BY = datetime(2027, 3, 1, 23, 59, 59, tzinfo=DENMARK)


async def _days(cast: Cast) -> tuple[int, int]:
    query = "SELECT answer_days, escalate_days FROM board WHERE id = $1"
    ((answer, escalate),) = await rows(cast.database.url, query, cast.board.id)
    return answer, escalate


async def test_the_days_are_set_and_what_waits_goes_up_by_them(cast: Cast) -> None:
    ada, idea = await cast.ada(), await make_idea(cast, answer_by=BY)
    form = (await ada.page(f"/b/{cast.board.public_id}")).form("/days")
    assert took(await ada.submit(form, {"answer_days": "21", "escalate_days": "5"}))
    assert await _days(cast) == (21, 5)
    (job,) = await rows(cast.database.url, "SELECT due_at FROM job WHERE kind = 'escalation' AND idea_id = $1", idea.id)
    assert job[0] == BY + timedelta(days=5)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"answer_days": "6"}, "Skriv et helt tal fra 7 til 90."),
        ({"answer_days": "91"}, "Skriv et helt tal fra 7 til 90."),
        ({"escalate_days": "0"}, "Skriv et helt tal fra 1 til 90."),
        ({"escalate_days": "to uger"}, "Skriv et helt tal fra 1 til 90."),
    ],
)
async def test_other_days_are_refused_and_stay_in_the_form(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    ada = await cast.ada()
    fields = {"answer_days": "30", "escalate_days": "14"} | typed
    answer = await ada.post(f"/b/{cast.board.public_id}/days", fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{next(iter(typed.values()))}"' in answer.text
    assert await _days(cast) == (30, 14)


async def test_two_at_once_keep_what_each_changed(cast: Cast) -> None:
    ada, bo = await cast.ada(), await cast.bo()
    path = f"/b/{cast.board.public_id}"
    hers, his = (await ada.page(path)).form("/days"), (await bo.page(path)).form("/days")
    assert took(await ada.submit(hers, {"answer_days": "21"}))
    assert took(await bo.submit(his, {"escalate_days": "7"}))
    assert await _days(cast) == (21, 7)
    again = await bo.submit(his, {"answer_days": "40"})
    assert again.status_code == 409
    assert "Nu står der: 21" in again.text
