"""The queue: those who moderate decide, and see what others decided; nobody else reads a word of what waits."""

from schemas.screening import Screening
from tests.room.moderation.test_gate import moderated, screening_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took


async def entrust(cast: Cast, name: str) -> None:
    """A coordinator lets a member moderate."""
    seat = (
        await rows(
            cast.database.url, "SELECT public_id FROM seat WHERE board_id = $1 AND name = $2", cast.board.id, name
        )
    )[0]
    assert took(await (await cast.ada()).post(f"/seats/{seat['public_id']}/moderator", {"moderates": "1"}))


def queue_of(cast: Cast) -> str:
    return f"/b/{cast.board.public_id}/moderation"


async def decide(member: Member, screening: Screening, do: str, **fields: object) -> int:
    path = f"/screenings/{screening.public_id}"
    return (await member.post(path, {"do": do, "version": screening.version, **fields})).status_code


async def test_a_queue_is_decided_about_by_several_and_read_by_nobody_else(cast: Cast) -> None:
    await moderated(cast)
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    queue = queue_of(cast)
    assert (await rie.get(queue)).status_code == 404
    watched = await rie.stream()
    seen = await ada.stream(queue)
    assert took(await ben.propose("Ro om aftenen", "Der er larm 4711"))
    await seen.until(lambda page: "larm 4711" in page.text)
    found = await screening_of(cast, "Ro om aftenen")
    desk = await ada.page(f"{ada.room}/desk")
    assert "(1)" in desk.element("to-look-at").text_content()
    assert "4711" not in desk.text
    assert found.public_id not in desk.text
    assert await decide(ada, found, "refuse") == 422
    assert await decide(ada, found, "ask", message="") == 422
    assert await decide(ada, found, "refuse", rule="4", message="Ikke i dag") == 303
    await seen.until(lambda page: "Ikke vist" in page.text)
    answer = await ada.post(
        f"/screenings/{found.public_id}", {"do": "correct", "version": found.version, "title": "Tavshed", "text": "t"}
    )
    assert answer.status_code == 409
    assert "Tavshed" in answer.text
    assert "Ikke i dag" in answer.text
    mine = (await ben.page(f"{ben.room}")).element("mine").text_content()
    assert "regel 4" in mine
    assert "Ikke i dag" in mine
    assert not any("4711" in frame for frame in (*watched.raw, *watched.states))
