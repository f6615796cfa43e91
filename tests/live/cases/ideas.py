"""Ideas: written, shown, moved, answered, agreed, put together."""

from datetime import timedelta

from server.core import clock
from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took


@case("IdeaProposed")
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ben()).propose("En til", "Med ord", theme="Overgange", statement="safety"))


@case("IdeaEdited")
async def _(at: Scene) -> None:
    words = {"version": 1, "title": "Ro om natten", "text": "Helt andre ord"}
    assert took(await (await at.cast.ben()).post(f"/ideas/{at.ideas[0]}", words))


async def late(at: Scene) -> None:
    await at.phase("reveal")
    assert took(await (await at.cast.finn()).propose("Kom for sent"))


@case("IdeaAdmitted", before=late)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    assert took(await ada.submit((await ada.desk()).form("/admission")))


async def written(at: Scene) -> None:
    assert took(await (await at.cast.ben()).propose("Skjult endnu"))


@case("IdeasRevealed", before=written)
async def _(at: Scene) -> None:
    await at.phase("reveal")


@case("StatusChanged")
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ben()).post(f"/ideas/{at.ideas[0]}/withdrawal"))


async def sent(at: Scene) -> None:
    by = (clock.now() + timedelta(days=9)).date().isoformat()
    leo = at.cast.people["Leo"]
    assert took(await (await at.cast.ada()).send_to_leader(at.ideas[0], leo.mail, by))


@case("AnswerGiven", before=sent)
async def _(at: Scene) -> None:
    leo, text = await at.cast.leo(), "Det kan vi ikke, for der er ikke plads på afsnittet."
    assert took(await leo.answer(at.ideas[0], "declined", text=text, reason=text))


@case("WordsErased", before=sent)
async def _(at: Scene) -> None:
    """Their author asks to be erased, when one of the ideas has been sent to a leader."""
    query = "SELECT seat.public_id FROM seat JOIN idea ON idea.seat_id = seat.id WHERE idea.public_id = $1"
    seat = (await rows(at.cast.database.url, query, at.ideas[0]))[0]["public_id"]
    assert took(await (await at.cast.ada()).post(f"/seats/{seat}/erase", {"asked": "1"}))


async def agreeing(at: Scene) -> None:
    await at.phase("agree")
    ada = await at.cast.ada()
    for idea in at.ideas:
        assert took(await ada.post(f"{ada.room}/chosen", {"idea": idea}))


@case("AgreementMade", before=agreeing)
async def _(at: Scene) -> None:
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    told = {"version": 0, "owner": "Birthe", "step": "Ring", "step_date": day, "answer_by": day}
    told["leader"] = at.cast.people["Leo"].mail
    assert took(await (await at.cast.ada()).post(f"/ideas/{at.ideas[1]}/agreement", told))


async def grouping(at: Scene) -> None:
    """In the phase "Saml", with a member who may move ideas, and a suggestion that nobody has looked at."""
    await rows(at.cast.database.url, "UPDATE meeting SET members_group = true WHERE id = $1", at.cast.meeting.id)
    assert took(await (await at.cast.finn()).propose("Kaffe til alle os", "Som vi siger det"))
    await at.phase("reveal", "group")


@case("IdeasGrouped", before=grouping)
async def _(at: Scene) -> None:
    ada, (one, other) = await at.cast.ada(), at.ideas[:2]
    assert took(await ada.post(f"/ideas/{one}/group", {"to": f"with:{other}", "from": ""}))
    query = "SELECT public_id FROM idea_group WHERE meeting_id = $1"
    group = (await rows(at.cast.database.url, query, at.cast.meeting.id))[0]["public_id"]
    assert took(await ada.post(f"{ada.room}/groups/{group}", {"name": "Det hele", "from": ""}))
    third = next(form for form in (await ada.desk()).forms() if (form.action or "").endswith("/merge"))
    assert took(await ada.submit(third))
    assert took(await ada.post(f"/ideas/{one}/unlike", {"other": other}))
