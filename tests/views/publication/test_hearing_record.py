"""An evening of a hearing, from the door to the record that everybody can read: words with a yes to just these words,
and all else as numbers."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from schemas.format import FORMATS, Format
from schemas.seat import Seat
from server.room.moderation import commands, writers
from server.views.public.spots import GROUPS, LARGE, SPELLINGS, Leaf, Spot
from tests.room.moderation.test_gate import runtime_of, screening_of, seat_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took
from tests.support.site import Site
from tests.support.waiting import until

YES, SILENT, REFUSED = "Cykelsti forbi skolen", "Støvet fra graven", "I er nogle fjolser"
MORE = "Mere af det samme"
CORRECTED, BETTER, EDITED = "Støj, støj, støj!", "Støj om natten", "Flere busser derud"


async def says(cast: Cast, who: Member, title: str, *, yes: bool) -> None:
    fields = {"key": title, "title": title, "text": f"{title}, tak."} | ({"open_words": "1"} if yes else {})
    assert took(await who.post(f"{who.room}/ideas", fields))


async def shown(cast: Cast, site: Site, *titles: str) -> None:
    me = await seat_of(cast, "Ada Holm")
    for title in titles:
        found = await screening_of(cast, title)
        await commands.show(runtime_of(site), me, found, found.version)


async def record(cast: Cast, *, without: str = "") -> Page:
    """What a stranger reads, as soon as `without` is no longer there: a server may keep a page that was asked for
    within the last second."""
    slug = (await rows(cast.database.url, "SELECT slug FROM publication WHERE board_id = $1", cast.board.id))[0][0]
    stranger, path = cast._device("stranger", Member), f"/aabent/{slug}/referat/1"

    async def gone() -> bool:
        return without not in (await stranger.page(path)).text

    if without:
        await until(gone, what=f"{without!r} to be taken out")
    return await stranger.page(path)


async def all_that_is_open(slug: str, stranger: Member) -> dict[str, str]:
    """Every address that there is of the board, its first ideas and its minutes, in both languages and on both papers,
    with what a stranger gets there."""
    spots = [Spot(leaf, slug) for leaf in Leaf if leaf is not Leaf.GROUP]
    spots += [Spot(Leaf.GROUP, slug, group=group.key) for group in GROUPS]
    numbered = (Leaf.IDEA, Leaf.STORY, Leaf.POSTER, Leaf.MINUTES)
    spots += [Spot(leaf, slug, number=number) for leaf in numbered for number in (1, 2, 3)]
    spots += [Spot(Leaf.POSTER, slug, number=number, size=LARGE) for number in (0, 1)]
    paths = [*dict.fromkeys(spot.path(language) for spot in spots for language in SPELLINGS), "/sitemap.xml"]
    return {path: f"{(answer := await stranger.get(path)).status_code} {answer.text}" for path in paths}


async def exported(cast: Cast) -> list[str]:
    """The log of what was decided, as a page, as a file, and in the archive of the board."""
    ada, board = await cast.ada(), f"/b/{cast.board.public_id}"
    told = [(await ada.get(f"{board}/moderation/{name}")).text for name in ("log", "log.csv")]
    with ZipFile(BytesIO((await ada.get(f"{board}/board.zip")).content)) as archive:
        logs = [archive.read(name).decode() for name in archive.namelist() if "moderering" in name]
    assert logs, "the log is in the archive"
    return [*told, *logs]


async def version(cast: Cast) -> int:
    found = await rows(cast.database.url, "SELECT version FROM publication WHERE board_id = $1", cast.board.id)
    return int(found[0]["version"])


async def only_what_is_counted_is_news(cast: Cast, site: Site, who: Member) -> None:
    """What comes to be looked at makes no server draw the open page anew; each number that strangers read does."""
    run, me, title = runtime_of(site), await seat_of(cast, "Ada Holm"), MORE
    before = await version(cast)
    assert took(await who.propose(title))
    found = await screening_of(cast, title)
    assert await version(cast) == before
    for decide in (
        commands.ask(run, me, found, found.version, "Skriv mere"),
        commands.refuse(run, me, found, found.version + 1, 3, rules=[3]),
    ):
        await decide
        assert await version(cast) > before
        before = await version(cast)
    writer = (await rows(cast.database.url, "SELECT seat_id FROM idea WHERE title = $1", title))[0]["seat_id"]
    async with cast.database.snapshot() as session:
        seat = await session.get_one(Seat, writer)
    await writers.rewrite(run, seat, found, title, "Nu med flere ord")
    assert await version(cast) > before, "there is one refused less"


@pytest.mark.long
async def test_from_the_door_to_the_record(cast: Cast, site: Site) -> None:
    set_up = "UPDATE meeting SET format = 'hearing', themes = '[]' WHERE id = $1"
    await rows(cast.database.url, set_up, cast.meeting.id)
    ada, run, me = await cast.ada(), runtime_of(site), await seat_of(cast, "Ada Holm")
    door = Page((await Member(cast.url).get(f"/j/{cast.meeting.join_token}")).text)
    assert not door.select("//input[@name='role' or @name='name']")
    people = [await cast.member(f"Borger {number}") for number in range(6)]
    one, two, three, four, five, _ = people
    form = (await one.look()).form("/ideas")
    assert form.fields["open_words"] is None, "nothing is ticked beforehand"
    assert "Må dine ord stå i det offentlige referat?" in (await one.look()).text
    for who, title, yes in (
        *((one, YES, True), (two, SILENT, False), (three, REFUSED, True)),
        *((four, CORRECTED, True), (five, EDITED, True)),
    ):
        await says(cast, who, title, yes=yes)

    # Those who moderate show three, refuse one and propose other words for one; one writes theirs anew after a yes.
    await shown(cast, site, YES, SILENT, EDITED)
    assert YES in (await two.look()).element("room").text_content()
    refused, asked = await screening_of(cast, REFUSED), await screening_of(cast, CORRECTED)
    await commands.refuse(run, me, refused, refused.version, 3, rules=[3])
    await commands.correct(run, me, asked, asked.version, BETTER, "Den kan høres helt hjem.", "")
    proposed = await screening_of(cast, CORRECTED)
    seats = await rows(cast.database.url, "SELECT seat_id FROM idea WHERE title = $1", CORRECTED)
    async with cast.database.snapshot() as session:
        writer = await session.get_one(Seat, seats[0][0])
    await writers.say_yes(run, writer, proposed, proposed.version)
    edit = (await five.look()).select("//form[starts-with(@id, 'edit-form-')]")[0].get("action")
    assert took(await five.post(edit, {"version": "1", "title": EDITED, "text": "Også om søndagen", "theme": ""}))
    assert EDITED not in (await two.look()).element("room").text_content(), "other words wait again"
    await shown(cast, site, EDITED)

    # The evening goes on, and the wall ends with the way to the record.
    assert took(await ada.submit((await ada.page(f"/b/{cast.board.public_id}/open")).form("/open")))
    assert took(await ada.submit((await ada.page(f"/b/{cast.board.public_id}/open/look")).form("/open/up")))
    await only_what_is_counted_is_news(cast, site, one)
    for phase in FORMATS[Format.HEARING].phases[1:]:
        assert took(await ada.phase(phase.value)), phase
    slug = (await rows(cast.database.url, "SELECT slug FROM publication WHERE board_id = $1", cast.board.id))[0][0]
    wall = await Member(cast.url).page(f"/screen/{cast.meeting.screen_token}")
    assert f"/aabent/{slug}" in wall.element("join").text_content().replace("\u200b", "")
    assert took(await ada.post(f"{ada.room}/end"))
    assert took(await ada.submit((await ada.page(f"{ada.room}/minutes/approval")).form("/approval")))
    look = await ada.page(f"{ada.room}/minutes/open")
    assert YES in look.text, "she sees what strangers will"
    assert SILENT not in look.text
    assert took(await ada.post(f"{ada.room}/minutes/open", {"version": "1"}))

    read = await record(cast)
    assert YES in read.text
    for words in (SILENT, REFUSED, CORRECTED, BETTER, EDITED, "Også om søndagen"):
        assert words not in read.text, words
    assert "3 står her kun som tal" in read.text
    assert "Ikke vist efter regel 3" in read.text
    stranger = cast._device("stranger", Member)
    open_ = await all_that_is_open(slug, stranger)
    there = [path for path, text in open_.items() if text.startswith("200")]
    assert len(there) >= 18, there
    for path, text in [*open_.items(), *(("a log", text) for text in await exported(cast))]:
        for words in (SILENT, REFUSED, CORRECTED, BETTER, EDITED, "Også om søndagen", MORE, "Borger 2"):
            assert words not in text, f"{words!r} in {path}"
    mine = await one.page(f"/b/{cast.board.public_id}/mine")
    assert took(await one.submit(mine.form("/open-words"), {"do": "no"}))
    read = await record(cast, without=YES)
    assert YES not in read.text, "taken back"
    assert "4 står her kun som tal" in read.text
