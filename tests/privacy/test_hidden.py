"""P1: hidden is hidden. The words of an unrevealed idea, and the totals of an open secret vote, are in no frame, page,
poll, fragment, file or mail, for any role but the proposer's own."""

import re
from collections.abc import Collection
from dataclasses import dataclass

import pytest

from server.core.database import Database
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took
from tests.support.poll import Poll
from tests.support.stream import Stream
from tests.support.waiting import until

HIDDEN = {"title": "Zqtitel", "text": "Zqtekst", "late": "Zqforsent", "withdrawn": "Zqtrukket"}
TOTAL, MOST = 173, 97


@dataclass
class Watchers:
    """Everyone but the proposer, following every page there is, by socket and by poll."""

    people: dict[str, Member]
    streams: dict[str, Stream]

    @classmethod
    async def gather(cls, cast: Cast) -> "Watchers":
        ada, rie = await cast.ada(), await cast.rie()
        people: dict[str, Member] = {"ada": ada, "leo": await cast.leo(), "rie": rie, "olga": await cast.olga()}
        people["cleo"] = await cast.cleo()
        screen = f"/screen/{cast.meeting.screen_token}"
        progress = f"/b/{cast.board.public_id}/progress"
        streams: dict[str, Stream] = {
            "desk": await ada.stream(f"{ada.room}/desk"),
            "screen": await people["cleo"].stream(screen),
            "progress": await rie.stream(progress),
            "desk by poll": await Poll(ada, f"{ada.room}/desk").open(),
            "screen by poll": await Poll(people["cleo"], screen).open(),
            "room by poll": await Poll(rie, rie.room).open(),
        }
        streams |= {name: await who.stream() for name, who in people.items() if name != "cleo"}
        return cls(people, streams)

    async def everything(self, cast: Cast) -> dict[str, str]:
        """All that they have been told, and every page they can load now."""
        told = {f"frames of {name}": "\n".join(stream.raw) for name, stream in self.streams.items()}
        idea = await rows(cast.database.url, "SELECT public_id FROM idea WHERE board_id = $1", cast.board.id)
        files = await rows(cast.database.url, "SELECT result_token FROM round WHERE board_id = $1", cast.board.id)
        room, board = f"/m/{cast.meeting.public_id}", f"/b/{cast.board.public_id}"
        paths = [room, f"{room}/mine", f"{room}/desk", f"/screen/{cast.meeting.screen_token}", f"{board}/progress"]
        paths += [f"{board}/mine"]
        paths += ["/answers", "/boards", "/", f"/j/{cast.meeting.join_token}"]
        paths += [f"/ideas/{row['public_id']}{more}" for row in idea for more in ("", "/mine", "/poster")]
        paths += [f"/result/{row['result_token']}.csv" for row in files]
        paths += [f"/poll?page={page}&id={cast.meeting.public_id}&at=" for page in ("meeting", "desk")]
        for name, who in self.people.items():
            for path in paths:
                told[f"{path} for {name}"] = (await who.get(path)).text
        for row in await rows(cast.database.url, "SELECT subject, body FROM mail"):
            told[f"mail {row['subject']}"] = row["body"]
        return told

    async def close(self) -> None:
        for stream in self.streams.values():
            await stream.close()


@pytest.mark.long
async def test_the_words_of_hidden_ideas(cast: Cast) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    own = await ben.stream()
    watchers = await Watchers.gather(cast)
    assert took(await ben.propose(HIDDEN["title"], HIDDEN["text"], theme="Overgange"))
    assert took(await ben.propose(HIDDEN["withdrawn"]))
    assert HIDDEN["title"] in (await ben.look()).source
    assert HIDDEN["text"] in (await ben.mine()).source
    await hidden(cast, watchers, own, HIDDEN.values())
    query = "SELECT public_id FROM idea WHERE title = $1 AND board_id = $2"
    withdrawn = (await rows(cast.database.url, query, HIDDEN["withdrawn"], cast.board.id))[0]["public_id"]
    assert took(await ben.post(f"/ideas/{withdrawn}/withdrawal"))
    await ada.phase("reveal")
    await watchers.streams["rie"].sees(HIDDEN["title"])
    shown = await watchers.everything(cast)
    assert sum(HIDDEN["title"] in text for text in shown.values()) > 12, "the marks are looked for in the wrong places"
    await ada.phase("vote")
    assert took(await ben.propose(HIDDEN["late"], HIDDEN["late"]))
    await watchers.streams["desk"].sees("1 idé venter")
    await hidden(cast, watchers, own, (HIDDEN["late"], HIDDEN["withdrawn"]))
    late = (await rows(cast.database.url, query, HIDDEN["late"], cast.board.id))[0]["public_id"]
    assert took(await ada.post(f"/ideas/{late}/admission"))
    for name in ("rie", "olga", "leo"):
        assert HIDDEN["late"] in (await watchers.people[name].page(f"/ideas/{late}")).text
    await watchers.close()
    await own.close()


async def hidden(cast: Cast, watchers: Watchers, own: Stream, marks: Collection[str]) -> None:
    """None of the marks was told to anybody; to the proposer not by broadcast."""
    head = (await rows(cast.database.url, "SELECT seq FROM board WHERE id = $1", cast.board.id))[0]["seq"]
    for stream in (own, *watchers.streams.values()):
        await stream.reaches(head)
    told = await watchers.everything(cast)
    assert not [f"{mark} in {name}" for name, text in told.items() for mark in marks if mark in text]
    assert not [mark for mark in marks if any(mark in raw for raw in own.raw)], "broadcast to the proposer"


@pytest.mark.long
async def test_the_totals_of_an_open_vote(cast: Cast) -> None:
    """Told to nobody before it closes; then the same search finds them, so it would have found them before."""
    ben, ada = await cast.ben(), await cast.ada()
    watchers = await Watchers.gather(cast)
    others = [watchers.people["rie"], watchers.people["leo"], await cast.finn(), *await cast.guests_join(2)]
    assert took(await ben.propose("Ro"))
    assert took(await ben.propose("Kaffe"))
    await ada.phase("reveal")
    assert took(await ada.voting(method="dots", dots=100, most=MOST + 1, own="1", leaders="1"))
    await ada.phase("vote")
    query = "SELECT public_id FROM idea WHERE board_id = $1 ORDER BY number"
    ideas = [row["public_id"] for row in await rows(cast.database.url, query, cast.board.id)]
    assert took(await ben.vote({ideas[0]: MOST}))
    for member, dots in zip(others, (19, 19, 19, 19, 0), strict=True):
        assert took(await member.vote({ideas[0]: dots, ideas[1]: 1}))
    assert MOST + 4 * 19 == TOTAL
    for name in ("rie", "desk", "screen", "room by poll"):
        await watchers.streams[name].until(lambda page: "6 af" in page.text, what="everybody has voted")
    told = await watchers.everything(cast)
    assert not _with_totals(told)
    mine = [name for name, text in told.items() if re.search(rf"\b{MOST} (prik|af)|value=.{MOST}\D", text)]
    assert not mine, "somebody else's dots"
    await ada.phase("result")
    await watchers.streams["rie"].sees(f"{TOTAL} prikker")
    assert _with_totals(await watchers.everything(cast)), "else the search finds nothing"
    await watchers.close()


def _with_totals(told: dict[str, str]) -> list[str]:
    """Where the totals are told."""
    found = rf"(?<![\w-]){TOTAL}(?![\w-])"
    return [name for name, text in told.items() if re.search(found, words(name, text))]


def words(name: str, text: str) -> str:
    """What is read and what scripts see, without ids, which hold any digits."""
    if name.startswith("/result"):
        return text
    text = re.sub(r"[\w-]{20,}", "", text)
    return Page(text).text if "<html" in text else text


async def test_an_open_round_has_no_file(cast: Cast, database: Database) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    await ben.propose("Ro")
    await ada.phase("reveal")
    await ada.phase("vote")
    query = "SELECT result_token FROM round WHERE board_id = $1"
    token = (await rows(database.url, query, cast.board.id))[0]["result_token"]
    for who in (ben, ada, await cast.cleo()):
        assert (await who.get(f"/result/{token}.csv")).status_code == 404
    await ada.phase("result")
    assert (await ben.get(f"/result/{token}.csv")).status_code == 200


async def test_events_and_jobs_hold_ids_only(cast: Cast, database: Database) -> None:
    ben, ada = await cast.ben(), await cast.ada()
    await ben.propose(HIDDEN["title"], HIDDEN["text"])
    await ada.phase("reveal")

    async def dump() -> str:
        tables = ("event", "job", "status_change", "done")
        found = [await rows(database.url, f"SELECT t::text AS line FROM {table} AS t") for table in tables]
        return "\n".join(row["line"] for table in found for row in table)

    assert await until(dump)
    kept = await dump()
    assert not [words for words in HIDDEN.values() if words in kept]
