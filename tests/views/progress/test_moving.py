"""Moving a card: by the form that its new status requires, in a dialog or on a page of its own, and nothing is lost."""

import json

from schemas.flow import Status, choices
from server.views.progress.moving import Own
from tests.support.cast import Cast
from tests.support.dom import Page
from tests.support.member import took
from tests.views.progress.board import add, address
from tests.work.answers.scene import REASON, SOON, agreed, sent, shown, stored

HTMX = {"HX_Request": "true"}


def moves(page: Page) -> dict[str, list[str]]:
    """What the page says one may move, and where to."""
    return dict(json.loads(page.element("moves").text_content() or "{}"))


async def test_staff_are_told_where_each_card_may_go_and_members_nothing(cast: Cast) -> None:
    idea = await sent(cast)
    other = (await add(cast, "Ny idé")).public_id
    told = moves(await (await cast.leo()).page(address(cast)))
    assert set(told[idea]) == {"agreed", "trial", "on_hold", "declined"}
    assert other not in told
    told = moves(await (await cast.ada()).page(address(cast)))
    assert set(told[other]) == {"prioritised", "review", "merged"}
    for member in (await cast.ben(), await cast.olga()):
        page = await member.page(address(cast))
        assert not page.element("moves").text_content()
        assert not page.select("//*[@data-move]")


async def test_the_menu_offers_what_the_board_takes(cast: Cast) -> None:
    """The same choices in the dialog as under the dragged card, for whoever it is."""
    idea = await agreed(cast)
    for who in (await cast.leo(), await cast.ada()):
        told = moves(await who.page(address(cast))).get(idea, [])
        page = await who.page(f"/ideas/{idea}/move")
        offered = {str(each.get("value")) for each in page.select("//input[@name='status']")}
        assert offered == set(told)
    assert choices(Status.AGREED, frozenset()) == []
    assert Own().text == ""


async def test_one_status_asks_for_what_it_requires_and_no_more(cast: Cast) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    page = await leo.page(f"/ideas/{idea}/move?to=declined")
    assert [each.get("value") for each in page.select("//input[@name='status']")] == ["declined"]
    assert page.select("//textarea[@name='text']")
    assert not page.select("//input[@name='owner'] | //input[@name='until'] | //input[@name='unit']")
    whole = await leo.page(f"/ideas/{idea}/move?to=confirmed")
    assert len(whole.select("//input[@name='status']")) == 4, "what is not possible offers the choice"


async def test_a_card_is_moved_and_the_filtered_board_is_there_again(cast: Cast) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    page = await leo.page(f"/ideas/{idea}/move?to=declined&q=ro")
    answer = await leo.submit(page.form("/move"), {"text": REASON})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{address(cast)}?q=ro#idea-{idea}"
    assert (await stored(cast, idea)).status is Status.DECLINED


async def test_in_the_dialog_it_is_said_where_it_is_now(cast: Cast) -> None:
    idea = await sent(cast)
    answer = await (await cast.leo()).post(
        f"/ideas/{idea}/move?to=declined", {"status": "declined", "text": REASON}, **HTMX
    )
    assert took(answer)
    assert f'data-moved="{idea}"' in answer.text
    assert "Idé 1 er nu: Ikke muligt." in answer.text


async def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    for headers in (HTMX, {}):
        answer = await leo.post(f"/ideas/{idea}/move?to=on_hold", {"status": "on_hold", "text": "Kort ord"}, **headers)
        assert answer.status_code == 422
        assert "Der skal stå mindst 20 tegn." in answer.text
        assert "Kort ord" in answer.text
        assert "to=on_hold" in answer.text
    assert (await stored(cast, idea)).status is Status.REVIEW


async def test_a_card_that_has_moved_meanwhile_keeps_the_words(cast: Cast) -> None:
    idea = await sent(cast)
    leo = await cast.leo()
    assert took(await leo.answer(idea, "declined", text=REASON))
    typed = {"status": "on_hold", "from": "review", "text": "Vi venter på de nye vogne.", "date": SOON}
    answer = await leo.post(f"/ideas/{idea}/move?to=on_hold", typed, **HTMX)
    assert answer.status_code == 409
    assert "Idéen er flyttet i mellemtiden." in answer.text
    assert "Vi venter på de nye vogne." in answer.text
    assert SOON in answer.text


async def test_who_may_not_is_told_so_and_loses_no_word(cast: Cast) -> None:
    idea = await sent(cast)
    ada = await cast.ada()
    typed = {"status": "declined", "text": "Det er ikke mig, der skal sige det."}
    answer = await ada.post(f"/ideas/{idea}/move?to=declined", typed, **HTMX)
    assert answer.status_code == 403
    assert "Det er en anden, der skal gøre det." in answer.text
    assert "Det er ikke mig" in answer.text
    ben = await cast.ben()
    assert (await ben.get(f"/ideas/{idea}/move")).status_code == 403


async def test_a_coordinator_sends_a_card_to_a_leader(cast: Cast) -> None:
    idea = await shown(cast)
    ada = await cast.ada()
    page = await ada.page(f"/ideas/{idea}/move?to=review")
    answer = await ada.submit(page.form("/move"), {"leader": cast.people["Leo"].mail, "answer_by": SOON})
    assert answer.status_code == 303
    assert (await stored(cast, idea)).status is Status.REVIEW
    other = (await add(cast, "En anden")).public_id
    wrong = await ada.post(f"/ideas/{other}/move?to=review", {"status": "review", "answer_by": "x"}, **HTMX)
    assert wrong.status_code == 422
    assert "Vælg en leder." in wrong.text


async def test_a_page_that_followed_knows_its_moves(cast: Cast) -> None:
    """R4 with what is one's own: the frame leaves it, the page fetches it."""
    idea = await sent(cast)
    leo = await cast.leo()
    stream = await leo.stream(address(cast))
    assert took(await leo.answer(idea, "declined", text=REASON))
    await stream.until(lambda page: page.find("column-declined") is not None)
    await stream.fetch_mine()
    assert moves(stream.page) == moves(await leo.page(address(cast)))
    assert not any("data-personal hidden>{" in raw for raw in stream.raw)
    await stream.close()
