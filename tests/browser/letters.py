"""A leader's letter with everything in it: votes, comments, what the meeting agreed, ideas like it, and notes."""

from datetime import timedelta

from server.core import clock
from tests.support.cast import Cast
from tests.support.member import took
from tests.work.answers.scene import REASON, SOON, shown, stored


async def full_letter(cast: Cast) -> str:
    """The public id of an idea that awaits Leo's answer; another one awaits it too, and one like it was declined."""
    ben, rie, ada, leo = await cast.ben(), await cast.rie(), await cast.ada(), await cast.leo()
    guests = await cast.guests_join(4)
    words = "Døre og vogne vækker os flere gange hver nat. Sæt filt under vognene, og luk dørene stille."
    assert took(await rie.propose("Ro om natten på gangen", "Vognene larmer."))
    assert took(await rie.propose("Skriv på døren, hvornår stuegangen kommer", "Jeg venter hele formiddagen."))
    idea = await shown(cast, "Ro på gangen efter kl. 22", words)
    assert took(await ada.phase("vote"))
    for member in (ben, *guests):
        assert took(await member.vote({idea: 2}))
    assert took(await ada.phase("result"))
    day = (clock.now() + timedelta(days=12)).date().isoformat()
    assert took(await ada.phase("agree"))
    told = {"version": 0, "owner": "Birthe", "step": "Spørg natholdet, hvilke vogne der larmer", "step_date": day}
    told |= {"leader": cast.people["Leo"].mail, "answer_by": SOON, "do": "send"}
    assert took(await ada.post(f"/ideas/{idea}/agreement", told))
    for number, text in enumerate(("Også i weekenden.", "Vi kan godt dæmpe lyset fra kl. 21.")):
        assert took(await rie.post(f"/ideas/{idea}/comments", {"key": f"k{number}", "text": text}))
    like, other = [
        (await stored(cast, title=title)).public_id
        for title in ("Ro om natten på gangen", "Skriv på døren, hvornår stuegangen kommer")
    ]
    for each in (like, other):
        assert took(await ada.send_to_leader(each, cast.people["Leo"].mail, SOON))
    assert took(await leo.answer(like, "declined", text=REASON))
    note = "Drift siger, at filten koster 40 kroner pr. vogn."
    assert took(await ada.post(f"/ideas/{idea}/staff-notes", {"key": "n", "text": note}))
    return idea
