"""What the evening came to, on every page, while it is closed and afterwards."""

from schemas.roles import Role
from tests.room.agreements.scene import LATER, SOON, agree, facts, taken_along, written
from tests.support.cast import Cast
from tests.support.dom import Page
from tests.support.lix import LEAST, read
from tests.support.member import took


async def pages(cast: Cast) -> dict[str, Page]:
    """The member's room, the desk and the projector."""
    screen = await cast.cleo()
    return {
        "room": await (await cast.ben()).look(),
        "desk": await (await cast.ada()).desk(),
        "screen": await screen.page(f"/screen/{cast.meeting.screen_token}"),
    }


async def agreed_and_closed(cast: Cast) -> str:
    """One idea is with Leo, another was written and not chosen."""
    idea, ada = await taken_along(cast), await cast.ada()
    assert took(await agree(cast, idea, do="send"))
    assert took(await ada.phase("close"))
    return idea


async def test_everybody_sees_who_does_what_and_when_they_hear(cast: Cast) -> None:
    await cast.rie()
    idea = await agreed_and_closed(cast)
    for step in ("close", "over"):
        if step == "over":
            ada = await cast.ada()
            assert took(await ada.post(f"{ada.room}/end"))
        for name, page in (await pages(cast)).items():
            if (name, step) == ("desk", "over"):  # it has become the evening's last page
                assert "2 var med i dag. I skrev 1 idé. I valgte 1." in page.element("after-attended").text_content()
                continue
            inside = "//*[@id='stage']" if name == "screen" else "//section[@id='room']"
            told = facts(page, inside)
            assert told["Tager idéen med"] == "Birthe", (step, name)
            assert told["Første skridt"] == "Spørg køkkenet"
            assert told["Hvem og hvornår"] == f"Birthe, senest {written(SOON)}"
            assert told["Svaret kommer fra"] == "Leo Bach, Afdelingschef"
            assert "2 var med i dag" in page.element("attended").text_content()
            assert "I skrev 1 idé. I valgte 1." in page.text
            if name != "screen":
                assert f"En leder svarer senest {written(LATER)}." in page.text
                assert page.select(f"//a[@href='/b/{cast.board.public_id}/progress']")
                assert page.select(f"//a[@href='/ideas/{idea}#follow']")
        assert ("Mødet er slut. Tak, fordi du var med." in (await pages(cast))["room"].text) == (step == "over")


async def test_who_was_here_is_told_by_role_only_where_no_role_is_small(cast: Cast) -> None:
    await cast.guests_join(5, Role.PATIENT)
    await cast.guests_join(4, Role.RELATIVE)
    ada = await cast.ada()
    assert took(await ada.phase("close"))

    async def attended() -> str:
        return " ".join((await ada.desk()).element("attended").text_content().split())

    assert await attended() == "9 var med i dag"
    await cast.guests_join(1, Role.RELATIVE)
    assert await attended() == "10 var med i dag: 5 patienter, 5 pårørende"
    await cast.olga()
    assert await attended() == "11 var med i dag", "one observer would follow from the rest"


async def test_a_newcomer_is_counted_on_a_page_that_is_open(cast: Cast) -> None:
    ben = await cast.ben()
    await (await cast.ada()).phase("close")
    stream = await ben.stream()
    await cast.rie()
    await stream.until(lambda page: "2 var med" in page.element("attended").text_content())
    await stream.close()


async def test_ideas_that_nobody_has_sent_are_not_promised_an_answer(cast: Cast) -> None:
    await taken_along(cast)
    await (await cast.ada()).phase("close")
    page = (await pages(cast))["room"]
    assert "En leder svarer" not in page.text
    assert "1 idé er ikke sendt til en leder endnu." in page.text


async def test_an_evening_without_a_choice_says_so(cast: Cast) -> None:
    await (await cast.ada()).phase("close")
    assert "I valgte ingen idéer i dag." in (await pages(cast))["room"].text


async def test_it_is_easy_to_read(cast: Cast) -> None:
    """Users' own words aside: LIX of what we say in agree and close, on the pages of members."""
    ben, ada = await cast.ben(), await cast.ada()
    assert took(await ben.propose("Kaffe"))
    idea = await taken_along(cast)
    agreeing = await ben.look()
    assert took(await agree(cast, idea))
    await ada.phase("close")
    said: list[str] = []
    for page in (agreeing, await ben.look()):
        told = page.select("//section[@id='room']//*[self::p or self::h2 or self::h3 or self::dt or self::li]")
        ours = [each for each in told if each.get("hx-ignore") is None]
        ours += page.select("//section[@id='heard']//legend")
        said += [" ".join(each.text_content().split()) for each in ours]
    counted = read("\n\n".join(said))
    print(counted, counted.lix)
    assert counted.words >= LEAST
    assert counted.lix <= 30
