"""The minutes of a meeting that has ended."""

from tests.live.mirroring import Scene, case
from tests.support.member import took


@case("MinutesChanged")
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    path = f"{ada.room}/minutes"
    assert took(await ada.post(f"{ada.room}/end"))
    assert took(await ada.submit((await ada.page(f"{path}/edit")).form("/minutes"), {"words-other": "Tak for kaffen."}))
    assert took(await ada.submit((await ada.page(f"{path}/approval")).form("/approval")))
    assert took(await ada.submit((await ada.page(f"{path}/letters")).form("/letters")))
