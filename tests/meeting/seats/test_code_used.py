"""When a return code is used, the seat's other devices are told until somebody there has seen it; the one that used it
is not."""

from tests.support.cast import Cast
from tests.support.member import Member, took

USED = "Din returkode eller dit link er brugt på en anden skærm"


async def come_back(cast: Cast, name: str, code: str) -> Member:
    device = cast.devices[name] = Member(cast.url)
    device.meeting = cast.meeting.public_id
    assert took(await device.post("/return", {"code": code}))
    return device


async def test_the_other_devices_are_told_and_may_close_it(cast: Cast) -> None:
    ben = await cast.ben()
    code = (await ben.land()).element("return-code").text_content().split("er ")[1].split(".")[0]
    assert USED not in (await ben.look()).text
    tablet = await come_back(cast, "tablet", code)
    assert USED not in (await tablet.look()).text, "it was this one that used it"
    told = await ben.look()
    assert USED in told.text
    notice = told.element("code-used")
    assert notice.xpath(".//form[contains(@action, '/return-code')]//button"), "the way to a new code stands beside it"
    assert took(await ben.submit(told.form("/return-code/seen")))
    assert USED not in (await ben.look()).text
    phone = await come_back(cast, "phone", code)
    assert USED not in (await phone.look()).text
    for other in (ben, tablet):
        assert USED in (await other.look()).text, "once more is news once more"
    assert took(await ben.submit((await ben.look()).form("/return-code")))
    made = await ben.look()
    assert USED not in made.text, "there is another code now"
    assert "Din returkode er" in made.text


async def test_the_same_device_once_more_is_not_told_of_itself(cast: Cast) -> None:
    ben = await cast.ben()
    code = (await ben.land()).element("return-code").text_content().split("er ")[1].split(".")[0]
    assert took(await ben.post("/return", {"code": code}))
    assert USED not in (await ben.look()).text
