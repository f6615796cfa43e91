"""Where nobody reads a stranger's words before somebody has looked at them, there is no other way around."""

from contextlib import suppress
from datetime import timedelta

import pytest

from schemas.format import Format, Moderated
from schemas.house_rules import FIRST_OWN, RULE_MAX, RULES_MOST
from schemas.idea import TITLE_MAX
from schemas.meeting import AuthorSeen, Meeting
from schemas.roles import Role
from schemas.seat import Seat
from schemas.typed_text import as_kept
from server.core import clock
from server.core.errors import Invalid
from server.core.runtime import Runtime
from server.ideas.ideas.commands import propose
from server.ideas.ideas.wording import Wording
from server.room.moderation import commands
from server.room.moderation.rules import add_rule, put_away
from tests.access.attacks import ATTACKS, MARK
from tests.privacy.test_individual_cases import ASKED_ABOUT, UNASKED
from tests.room.moderation.test_evening import ideas_of
from tests.room.moderation.test_gate import deeds, moderated, runtime_of, screening_of, seat_of
from tests.room.moderation.test_queue import decide, queue_of
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.due import do_due
from tests.support.member import Member, took
from tests.support.site import Site

HOW = {
    "server.ideas.ideas.wording.FIELDS[title]": "waits",
    "server.ideas.ideas.wording.FIELDS[text]": "waits",
    "server.ideas.comments.commands.TEXT": "waits",
    "server.room.moderation.own_routes.TEXT": "waits",
    "server.room.moderation.own_routes.FIELDS[title]": "waits",
    "server.room.moderation.own_routes.FIELDS[text]": "waits",
    "server.ideas.groups.commands.NAME": "only staff name groups there",
    "server.views.mine.commands.TEXT": "nothing is added there",
    "server.work.follow_ups.answering.FIELDS[words]": "no own words are taken there",
}
"""What members write for others to read, and what becomes of it in such a meeting."""
NAMES = {"server.meeting.seats.names.NAME", "server.meeting.seats.joining.ORGANISATION"}
"""Only staff read these there, unless each must say theirs (below)."""


def test_every_field_of_members_has_its_way() -> None:
    assert HOW.keys() == ASKED_ABOUT.keys(), "what becomes of it where nobody reads it before somebody has looked?"
    assert UNASKED.keys() >= NAMES


@pytest.mark.parametrize(("role", "names"), [(Role.PATIENT, False), (Role.COORDINATOR, True)])
def test_names_nobody_looked_at_are_for_staff(role: Role, *, names: bool) -> None:
    meeting = Meeting(title="", author_seen=AuthorSeen.ALL, format=Format.PEERBOARD, moderated=Moderated.BEFORE)  # type: ignore[call-arg]
    assert meeting.names_authors_to(role) is names
    meeting.moderated = Moderated.AFTER
    assert meeting.names_authors_to(role)


async def test_the_gate_stays_shut_once_a_stranger_has_written(cast: Cast) -> None:
    ada, ben = await cast.ada(), await cast.ben()
    form = (await ada.page(f"{ada.room}/setup")).form(f"{ada.room}/setup")
    assert took(await ada.submit(form, {"moderated": "before"}))
    form = (await ada.page(f"{ada.room}/setup")).form(f"{ada.room}/setup")
    leo = await cast.leo()
    assert took(await leo.post(f"{ben.room}/ideas", {"key": "k", "title": "Min egen"}))
    assert took(await ben.propose("Ro om aftenen"))
    opened = await ada.submit(form, {"moderated": "after", "place": "Kantinen"})
    assert opened.status_code == 422
    assert "Kantinen" in opened.text
    assert "Det kan ikke laves om" in opened.text
    both = await ada.submit(form, {"moderated": "never", "was": '{"moderated": "after"}'})
    assert both.status_code == 409  # another changed it meanwhile
    assert (await screening_of(cast, "Ro om aftenen")).verdict == "waiting"
    assert len(await rows(cast.database.url, "SELECT FROM screening WHERE board_id = $1", cast.board.id)) == 1
    assert "En moderator læser det, før andre ser det." in (await ben.look()).text
    assert took(await ada.phase("reveal"))
    found = await screening_of(cast, "Ro om aftenen")
    assert await decide(ada, found, "show") == 303
    idea = (await ideas_of(cast))[1]
    added = await ben.post(f"/ideas/{idea}/additions", {"key": "k", "text": "Og om natten"})
    assert added.status_code == 409
    assert "Og om natten" in added.text


async def test_what_waits_again_is_not_there_and_hiding_it_decides(cast: Cast) -> None:
    """What was shown and is written anew waits. Nobody else is told that a coordinator hid it, for none did; and if one
    does, that is a decision."""
    await moderated(cast)
    ada, ben, rie = await cast.ada(), await cast.ben(), await cast.rie()
    assert took(await ben.propose("Ro om aftenen"))
    assert took(await ada.phase("reveal"))
    assert await decide(ada, await screening_of(cast, "Ro om aftenen"), "show") == 303
    assert took(await ada.phase("propose"))
    idea = (await ideas_of(cast))[0]
    reads = await rie.stream(f"/ideas/{idea}")
    edit = (await ben.look()).select("//form[starts-with(@id, 'edit-form-')]")[0].get("action")
    anew = {"title": "Ro om natten", "text": "", "theme": "", "version": "1"}
    assert took(await ben.post(edit, anew))
    await reads.until(lambda page: "kan ikke læses nu" in page.text, what="the open page to be emptied")
    assert not any("Koordinatoren har skjult" in frame for frame in reads.raw)
    assert (await rie.get(f"/ideas/{idea}")).status_code == 404
    sent = await rie.post(f"/ideas/{idea}/comments", {"key": "k", "text": "Det synes jeg også"})
    assert sent.status_code == 409
    assert "Det synes jeg også" in sent.text
    assert "Koordinatoren har skjult" not in sent.text
    assert "Venter. En moderator læser det" in (await ben.page(f"/ideas/{idea}")).text
    assert took(await ada.post(f"/ideas/{idea}/hiding", {"hidden": "1", "reason": "Det er et navn"}))
    assert (await deeds(cast))[-1] == ("refused", True)
    assert "Lagt væk uden en regel: 1" in (await ada.page(f"{queue_of(cast)}/log")).text
    told = (await ben.look()).element("mine").text_content()
    assert "Moderatoren skriver: Det er et navn" in " ".join(told.split())
    assert "Send de nye ord" in told
    assert "Koordinatoren har skjult idéen." in (await rie.page(f"/ideas/{idea}")).text
    assert "Venter på jer (0)" in (await ada.page(queue_of(cast))).text


LIVE = ".//script|.//iframe|.//*[@onerror or @onload or @onclick]"
"""What runs, or leads elsewhere by itself."""


def _bare(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split())


async def test_attacks_are_text_in_the_queue(cast: Cast, site: Site) -> None:
    await moderated(cast)
    ada, runtime = await cast.ada(), runtime_of(site)
    await cast.ben(), await cast.rie(), await cast.finn()  # each has only so much that waits
    sent = await _propose_all(runtime, cast, [await seat_of(cast, name) for name in ("Ben", "Rie", "Finn")])
    page = await ada.page(queue_of(cast))
    plain = _bare(page.element("queue-of-words").text_content())
    assert len(sent) >= 50
    alike = {"".join(filter(str.isalnum, text)): text for text in reversed(sent)}
    sent = list(alike.values())  # what has the same letters is looked at once
    assert not [text for text in sent if _bare(text) not in plain]
    assert not page.element("queue-of-words").xpath(LIVE)


async def test_attacks_of_those_who_moderate_are_text(cast: Cast, site: Site) -> None:
    """In what they write to writers, in the words they propose and in the board's rules: in the queue, on the phones of
    those who are told, in both lists of rules; and in no log, letter or wall."""
    await moderated(cast)
    ada, run = await cast.ada(), runtime_of(site)
    people = {"Ben": await cast.ben(), "Rie": await cast.rie(), "Finn": await cast.finn()}
    seats, me = [await seat_of(cast, name) for name in people], await seat_of(cast, "Ada Holm")
    sent: list[str] = []
    for number, attack in enumerate(ATTACKS):
        text = as_kept(attack, lines=False).strip()[:TITLE_MAX]
        title = f"Ønske {number}"
        await propose(run, seats[number % 3], cast.meeting, f"k{number}", Wording(title, "", "", None))
        found = await screening_of(cast, title)
        with suppress(Invalid):  # what a form refuses is nowhere
            await commands.correct(run, me, found, found.version, text, text, text)
            sent.append(text)
    ruled = [text[:RULE_MAX] for text in sent if text]
    for number, text in enumerate(ruled):
        if number >= RULES_MOST:
            await put_away(run, me, FIRST_OWN + number - RULES_MOST, away=True)
        await add_rule(run, me, text)
    queue = (await ada.page(queue_of(cast))).element("queue-of-words")
    phones = [(await member.look()).element("mine") for member in people.values()]
    rules = (await ada.page(f"/b/{cast.board.public_id}/rules")).element("main")
    held = (await people["Ben"].page(f"/b/{cast.board.public_id}/rules")).element("main")
    assert len(sent) >= 50
    for told, texts in (((queue,), sent), (phones, sent), ((rules,), ruled), ((held,), ruled[-RULES_MOST:])):
        plain = "".join(_bare(element.text_content()) for element in told)
        assert not [text for text in texts if _bare(text) not in plain]
        assert not [element for element in told if element.xpath(LIVE)]
    await do_due(cast.database, site.settings)
    letters = await rows(cast.database.url, "SELECT subject || body AS said FROM mail")
    wall = (await Member(cast.url).get(f"/screen/{cast.meeting.screen_token}")).text
    log = [(await ada.get(f"{queue_of(cast)}/{name}")).text for name in ("log", "log.csv")]
    for told_of in (wall, *log, *(row["said"] for row in letters)):
        assert MARK not in told_of


async def _propose_all(runtime: Runtime, cast: Cast, seats: list[Seat]) -> list[str]:
    sent: list[str] = []
    for number, attack in enumerate(ATTACKS):
        text = as_kept(attack, lines=False).strip()[:300]
        with suppress(Invalid):  # what a form refuses never comes to the queue
            await propose(runtime, seats[number % len(seats)], cast.meeting, f"k{number}", Wording(text, "", "", None))
            sent.append(text)
    return sent


async def test_what_waits_is_not_forgotten(cast: Cast, site: Site) -> None:
    await moderated(cast)
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ada.phase("propose"))
    assert took(await ben.propose("Ro om aftenen"))
    url, told = cast.database.url, "SELECT FROM event WHERE board_id = $1 AND kind = 'ScreeningTold'"
    letters = "SELECT body FROM mail WHERE subject LIKE 'Noget venter%'"
    await _waited(cast, timedelta(minutes=6))
    await do_due(cast.database, site.settings)
    assert len(await rows(url, told, cast.board.id)) == 1
    assert "Den har ventet længe" in (await ada.page(queue_of(cast))).text
    assert not await rows(url, letters)
    await _waited(cast, timedelta(days=2))
    for _ in range(2):
        await do_due(cast.database, site.settings)
    found = await rows(url, letters)
    assert len(found) == 1
    assert "Ro om aftenen" not in found[0]["body"]


async def _waited(cast: Cast, long: timedelta) -> None:
    url, board = cast.database.url, cast.board.id
    await rows(url, "UPDATE screening SET since = $2 WHERE board_id = $1", board, clock.now() - long)
    due = clock.now() - timedelta(seconds=1)
    limit = "screening_waits" if long < timedelta(days=1) else "screening_waits_long"
    await rows(url, "UPDATE job SET due_at = $2 WHERE board_id = $1 AND kind = $3 AND state = 'due'", board, due, limit)
