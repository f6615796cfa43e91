"""What people write stands in the minutes as text: nothing of it becomes an element, on any of their pages."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from itertools import cycle

import httpx2
import pytest
from lxml import html

from server.core.database import Database
from tests.access.attacks import ATTACKS
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took
from tests.support.waiting import until


async def paced(send: Callable[[], Awaitable[httpx2.Response]]) -> None:
    """Send it, as soon as the server takes it: a browser has 25 requests a second."""

    async def taken() -> bool:
        answer = await send()
        assert took(answer) or answer.status_code == 429, answer.text[:300]
        return took(answer)

    await until(taken, what="room for one more request")


async def minutes_of(cast: Cast, texts: list[str]) -> Mapping[str, str]:
    """The pages of minutes with these texts as titles, words, names and the coordinator's own words."""
    ada, url = await cast.ada(), cast.database.url
    authors = cycle([await cast.ben(), await cast.rie(), await cast.finn()])
    for _, author in zip(texts, authors, strict=False):
        await paced(partial(author.propose, "en idé", "ord"))
    assert took(await ada.phase("reveal"))
    ideas = await rows(url, "SELECT id, public_id FROM idea WHERE meeting_id = $1 ORDER BY number", cast.meeting.id)
    both = cycle([ada, await cast.bo()])
    for (ident, public_id), text, who in zip(ideas, texts, both, strict=False):
        await rows(url, "UPDATE idea SET title = $2, text = $2 WHERE id = $1", ident, text)
        noted = {"version": 0, "text": text}
        await paced(partial(who.post, f"/ideas/{public_id}/note", noted))
    assert len(ideas) == len(texts)
    assert took(await ada.phase("agree"))
    await rows(url, "UPDATE idea SET status = 'review' WHERE meeting_id = $1", cast.meeting.id)
    await rows(url, "UPDATE meeting SET title = $2, place = $3 WHERE id = $1", cast.meeting.id, texts[0], texts[25])
    await rows(url, "UPDATE board SET name = $2 WHERE id = $1", cast.board.id, texts[2])
    assert took(await ada.post(f"{ada.room}/end"))
    path = f"{ada.room}/minutes"
    words = {f"words-{key}": texts[number] for number, key in enumerate(("head", "ideas", "agreed", "other"), 30)}
    answer = await ada.submit((await ada.page(f"{path}/edit")).form("/minutes"), words)
    assert took(answer), answer.text[-500:]
    return {name: (await ada.get(path + name)).text for name in ("", "/edit", "/approval", "/letters")}


def elements(source: str) -> list[str]:
    """Every element with the names of its attributes, in order."""
    tree = html.document_fromstring(source)
    return sorted(f"{one.tag} {sorted(one.attrib)}" for one in tree.iter() if isinstance(one.tag, str))


@pytest.mark.long
async def test_attacks_make_no_element(cast: Cast, database: Database) -> None:
    texts = [text.replace("\0", "").replace("\r\n", "\n").strip() for text in ATTACKS]
    attacked = await minutes_of(cast, texts)
    other = await Cast.gather(cast.url, database, cast.secret, mark="-plain")
    plain = await minutes_of(other, [f"zq7 {number}" for number in range(len(texts))])
    await other.leave()
    raw = [text for text in texts if set(text) & set("<>\"'&")]
    for name, source in attacked.items():
        assert not [text for text in raw if text in source], name
        assert elements(source) == elements(plain[name]), name
    shown = " ".join("".join(str(text) for text in html.document_fromstring(attacked[""]).itertext()).split())
    for text in texts:
        assert " ".join(text.split()) in shown, text
