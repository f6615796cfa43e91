"""Questions that are called up, what becomes of them, and others who want to know it too."""

from schemas.format import FORMATS, Format
from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took


async def queueing(at: Scene) -> None:
    """The meeting has a queue, and four people want to know the first question too."""
    sql = "UPDATE meeting SET format = 'question_time', themes = '[]', phase_no = phase_no + 1 WHERE id = $1"
    await rows(at.cast.database.url, sql, at.cast.meeting.id)
    await at.phase("queue")
    enough = FORMATS[Format.QUESTION_TIME].support
    assert enough is not None
    for person in await at.cast.guests_join(enough - 1):
        assert took(await person.post(f"{person.room}/support", {"question": at.ideas[0], "wants": "1"}))


@case("SupportMoved", before=queueing)
async def _(at: Scene) -> None:
    (last,) = await at.cast.guests_join(1)
    assert took(await last.post(f"{last.room}/support", {"question": at.ideas[0], "wants": "1"}))


@case("TurnMoved", before=queueing)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"{ada.room}/questions/call", {"question": at.ideas[1]}))
    assert took(await ada.post(f"{ada.room}/questions/call", {"question": at.ideas[0]}))
    outcome = {"question": at.ideas[0], "became": "next"}
    assert took(await ada.post(f"{ada.room}/questions/outcome", outcome))


@case("QuestionRulesSet", before=queueing)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.post(f"{ada.room}/questions", {"rules": "beforehand"}))
