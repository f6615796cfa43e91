"""A person who did everything there is to do, with a mark in all that is theirs: a member and a leader on the board of
a `Cast`. Whatever the product has no quick way to write is written straight into the tables.

Every word, name and address of theirs begins with "zq" (MARK). What others wrote about the member has her name in it
too: it is in `COPIES`.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from schemas.roles import Role
from server.core import clock
from tests.privacy.marked_by_hand import write_by_hand
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, Staff, took
from tests.support.scene import make_person

MARK = "zq"
NAME, ORGANISATION, MAIL = "Zqmarie Zqholm", "Zqforeningen", "zqmarie@hjem.test"
TITLE, TEXT, SECOND = "Zqro om natten", "Zqlyset skal slukkes", "Zqkaffe til alle"
COMMENT, ADDED, REASON = "Zqenig, også om aftenen", "Zqogså i weekenden", "Zqder står et navn"
ON_PAPER = "Zqskrevet ned for en anden"
LEADER, LEADER_TITLE, LEADER_MAIL = "Zqleo Zqbak", "Zqafdelingschef", "zqleo@region.test"
ANSWER, NOTE = "Zqja, det gør vi til foråret.", "Zqhusk at ringe"
OWNER, OWNER_MAIL = "Zqida Zqlind", "zqida@firma.test"
COPIES = {"note": "Zqmarie sagde det samme", "minutes": "Tak til Zqmarie Zqholm"}
"""What others wrote, with the member's name in it."""


@dataclass
class Marked:
    """The people, and how to come back as them."""

    cast: Cast
    member: Member
    code: str
    """The member's return code."""
    other: Member
    """The member's second device."""
    seat: int
    leader: Staff
    person: int
    idea: str
    """The public id of the member's idea, which the leader has said yes to."""
    followed: str
    """The public id of the idea that she follows by mail."""

    @property
    def board(self) -> int:
        """The id of the board."""
        return self.cast.board.id or 0


async def gather_marked(cast: Cast) -> Marked:
    """Let them do everything. The meeting ends, and is not settled yet."""
    ada, sql = await cast.ada(), cast.database.url
    async with cast.database.begin() as session:
        leo = await make_person(session, LEADER_MAIL, LEADER, LEADER_TITLE)
    cast.people["Zqleo"] = leo
    await rows(sql, "UPDATE unit SET leader_id = $1 WHERE id = $2", leo.id, cast.board.unit_id)
    leader = await Staff(cast.url).press(await cast.link_for("Zqleo"))
    leader.meeting = cast.meeting.public_id
    cast.devices["Zqleo"] = leader
    member, code = await _invited(cast, ada)
    seat = (await rows(sql, "SELECT id FROM seat WHERE name = $1 AND board_id = $2", NAME, cast.board.id))[0]["id"]
    idea, followed = await _write(cast, ada, member, seat)
    await _talk(cast, ada, leader, member, idea)
    await _follow(cast, member, followed)
    await _carry_out(cast, ada, leader, member, idea)
    other = cast.devices["Zqother"] = Member(cast.url)
    assert took(await other.post("/return", {"code": code}))
    other.meeting = member.meeting
    marked = Marked(cast, member, code, other, seat, leader, leo.id or 0, idea, followed)
    told: dict[str, object] = {"seat": seat, "board": cast.board.id, "person": leo.id, "idea": idea}
    await write_by_hand(sql, told | {"followed": followed, "meeting": cast.meeting.id})
    return marked


async def _invited(cast: Cast, ada: Staff) -> tuple[Member, str]:
    """She comes by the link in her invitation. Returns her device and her return code."""
    sent = await ada.post(f"{ada.room}/invitations/mail", {"list": f"{NAME} <{MAIL}>", "form": "zq"})
    assert took(sent), sent.text[:300]
    letters = await rows(cast.database.url, "SELECT body FROM mail WHERE recipient = $1", MAIL)
    link = re.search(r"/i/[\w-]+", letters[0]["body"])
    assert link, letters[0]["body"]
    member = cast.devices["Zqmarie"] = Member(cast.url)
    fields = {"role": str(Role.PATIENT), "name": NAME, "organisation": ORGANISATION, "nonce": "zq"}
    answer = await member.post(link.group(), fields | {"language": "da", "size": "2", "theme": "dark"})
    assert answer.status_code == 303, answer.text[:300]
    member.meeting = urlsplit(answer.headers["location"]).path.removeprefix("/m/").split("/")[0]
    landed = await member.follow(answer)
    code = re.search(r"Din returkode er ([\w-]+)", landed.text)
    assert code, landed.text[:300]
    await member.arrive()
    return member, code[1]


async def _write(cast: Cast, ada: Staff, member: Member, seat: int) -> tuple[str, str]:
    """Ideas: one that goes all the way, one that is hidden, one written for somebody else; and one of Rie's."""
    sql, rie = cast.database.url, await cast.rie()
    assert took(await member.propose(TITLE, TEXT, theme="Zqtema", statement="safety"))
    assert took(await member.propose(SECOND, "Zqtekst"))
    assert took(await rie.propose("Ries idé"))
    assert took(await member.done())
    sat = "INSERT INTO table_seat (meeting_id, seat_id, number) SELECT meeting_id, id, 4 FROM seat WHERE id = $1"
    await rows(sql, sat, seat)
    ids = {row["title"]: row["public_id"] for row in await rows(sql, "SELECT title, public_id FROM idea")}
    edited = {"version": 1, "title": TITLE, "text": f"{TEXT} hver aften", "theme": "Zqtema", "statement": "safety"}
    assert took(await member.post(f"/ideas/{ids[TITLE]}", edited))
    public = (await rows(sql, "SELECT public_id FROM seat WHERE id = $1", seat))[0]["public_id"]
    assert took(await ada.post(f"/seats/{public}/scribe", {"scribe": "1"}))
    paper = {"key": "zq", "title": ON_PAPER, "text": "Zqpapir", "role": "relative"}
    assert took(await member.post(f"{member.room}/paper/ideas", paper))
    assert took(await ada.phase("reveal"))
    assert took(await ada.post(f"/ideas/{ids[SECOND]}/hiding", {"reason": REASON}))
    return ids[TITLE], ids["Ries idé"]


async def _talk(cast: Cast, ada: Staff, leader: Staff, member: Member, idea: str) -> None:
    """Comments, a hand, a vote that closes, and a ballot that never was counted."""
    sql = cast.database.url
    assert took(await ada.phase("discuss"))
    assert took(await member.post(f"{member.room}/hand", {"up": "1"}))
    hand = (await rows(sql, "SELECT public_id FROM hand ORDER BY id DESC LIMIT 1"))[0]["public_id"]
    for do in ("call", "spoken"):
        assert took(await ada.post(f"{ada.room}/queue", {"hand": hand, "do": do}))
    for key, text in (("one", COMMENT), ("two", "Zqen til")):
        assert took(await member.post(f"/ideas/{idea}/comments", {"key": key, "text": text}))
    comment = (await rows(sql, "SELECT public_id FROM comment WHERE text = 'Zqen til'"))[0]["public_id"]
    assert took(await ada.post(f"/comments/{comment}/hiding", {"reason": REASON}))
    assert took(await ada.post(f"/ideas/{idea}/note", {"version": "0", "text": COPIES["note"]}))
    await leader.page(leader.room)
    others = await cast.guests_join(5)
    assert took(await ada.phase("vote"))
    for each in (member, *others):
        assert took(await each.vote({idea: 2}))
    assert took(await ada.phase("result"))
    assert took(await ada.phase("agree"))
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    told = {"version": 0, "owner": NAME, "step": "Zqring til natholdet", "person": NAME, "step_date": day}
    told |= {"leader": LEADER_MAIL, "answer_by": day}
    assert took(await ada.post(f"/ideas/{idea}/agreement", told))
    await rows(sql, "UPDATE agreement SET has = 'Zqkommune', has_too = 'Zqregion'")  # only a salon's form asks for them
    assert took(await ada.phase("close"))
    assert took(await member.post(f"{member.room}/heard", {"heard": "partly"}))
    assert took(await ada.post(f"{ada.room}/end"))


async def _follow(cast: Cast, member: Member, followed: str) -> None:
    """Follows Rie's idea by mail, once a week; her own too, since she said yes."""
    assert took(await member.post(f"/ideas/{followed}/follow", {"mail": MAIL, "weekly": "1"}))
    found = await rows(cast.database.url, "SELECT body FROM mail WHERE recipient = $1 ORDER BY id DESC LIMIT 1", MAIL)
    link = re.search(r"/follow/[\w-]+", found[0]["body"])
    assert link, found
    assert took(await (await cast.cleo()).post(link.group(), {"do": "yes"}))


async def _carry_out(cast: Cast, ada: Staff, leader: Staff, member: Member, idea: str) -> None:
    """The idea is sent and answered; its proposer adds to it and asks for attention; the minutes are written."""
    sql, day = cast.database.url, (clock.now() + timedelta(days=20)).date().isoformat()
    assert took(await ada.send_to_leader(idea, LEADER_MAIL, day))
    assert took(await member.post(f"/ideas/{idea}/additions", {"key": "zq-add", "text": ADDED}))
    assert took(await member.post(f"/ideas/{idea}/attention", {"key": "zq-ask"}))
    assert took(await leader.post(f"/ideas/{idea}/staff-notes", {"key": "zq", "text": NOTE}))
    owned = {"owner": OWNER, "owner_mail": OWNER_MAIL, "step": "Zqkøb filt", "person": OWNER, "step_date": day}
    assert took(await leader.answer(idea, "agreed", text=ANSWER, **owned))
    given = (await rows(sql, "SELECT id, version FROM answer WHERE text = $1", ANSWER))[0]
    corrected = {"answer": given["id"], "version": given["version"], "text": f"{ANSWER} Vi glæder os."}
    assert took(await leader.post(f"/ideas/{idea}/answer/edit", corrected))
    path = f"{ada.room}/minutes"
    said = (await ada.page(f"{path}/edit")).form("/minutes")
    assert took(await ada.submit(said, {"words-other": COPIES["minutes"]}))
    assert took(await ada.submit((await ada.page(f"{path}/approval")).form("/approval")))
    mine = f"/b/{cast.board.public_id}/mine"
    await member.page(mine)
