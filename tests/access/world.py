"""Two boards with everything on them, written straight into the tables: quick enough for a new one per route."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx2
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.answer import StatusChange
from schemas.attendance import Attendance
from schemas.board import Board
from schemas.codes import JOIN_LENGTH, RETURN_LENGTH, keyed_hash, new_code, new_public_id, new_token
from schemas.comment import Comment
from schemas.disclosure import Detail
from schemas.discussion import Hand
from schemas.flow import FLOW, Status
from schemas.follow import Follow
from schemas.follow_up import FollowUp, Question
from schemas.format import Format, Phase
from schemas.idea import Idea
from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.person import Person, SignInLink
from schemas.referral import Referral
from schemas.roles import Role
from schemas.round import Method, Round, RoundIdea, RoundState, RoundVoter
from schemas.screening import Screening
from schemas.seat import Seat
from schemas.secret import Secret
from schemas.session import BrowserSession, SessionSeat
from schemas.unit import Unit
from server.core import clock
from server.core.database import Database
from server.core.settings import Settings
from server.mail.links import keyed
from server.organisation.colours.look import dress
from server.work.follow_ups.voters import link_token
from tests.access.asked import enquired
from tests.access.consulted import consulted
from tests.access.handed import handed
from tests.access.linked import linked
from tests.access.listed import listed
from tests.access.minuted import minuted
from tests.access.opened import opened
from tests.access.planned import planned
from tests.access.published import published
from tests.access.queued import queued
from tests.access.worked import worked_on
from tests.support.browser import Browser
from tests.support.scene import make_board, make_meeting, make_person, make_staff_seat, make_units
from tests.support.site import SECRET

MEMBERS = {"ben": Role.PATIENT, "rie": Role.RELATIVE, "finn": Role.PROFESSIONAL, "olga": Role.OBSERVER}
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x60\0\0\0\x20\x08\x06\0\0\0"
"""All that a picture's size is read from: 96 by 32."""
RETURN_CODE = "the return code of a seat"


@dataclass(eq=False)
class World:
    """Board "A" with its people, and a board elsewhere with its own. `values` fills the parameters of paths."""

    wire: Browser
    """One connection pool for all: cookies are sent, never kept."""
    cookies: dict[str, str] = field(default_factory=lambda: {"nobody": ""})
    seats: dict[str, Seat] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    meeting: Meeting | None = None
    board: Board | None = None

    @classmethod
    async def make(cls, wire: Browser, database: Database, phase: Phase, status: Status = Status.PROPOSED) -> "World":
        """Everything there is, with the meeting in `phase` and the shown idea in `status`; nothing goes over HTTP."""
        world = cls(wire)
        async with database.begin() as session:
            await world._home(session, phase, status)
            await world._elsewhere(session, phase)
            asks = FLOW[status].away  # only then is anybody asked, and has it in their inbox
            world._know(await _referred(session, world.values["idea"], world.seats["lars"], asks=asks))
            theirs = await session.get_one(Board, world.seats["lars"].board_id)
            assert world.board is not None
            world._know(await handed(session, world.board, theirs.unit_id))
            seated = await make_meeting(session, world.board, "Et møde ved borde")
            seated.format, seated.phase = Format.SALON, Phase.TABLES
            leo: dict[str, Any] = {"seat_id": world.seats["leo"].id or 0, "role": Role.LEADER, "at": clock.now()}
            session.add(Attendance(meeting_id=seated.id or 0, **leo))  # or he comes when he first asks for anything
            world._know({"seated": seated.public_id})
            world._know(await planned(session, world.board))
            world._know(await queued(session, world.board, world.seats["olga"]))
        return world

    async def get(self, who: str, path: str, **headers: str) -> httpx2.Response:
        """One GET as somebody; `headers` with _ for -."""
        return await self.wire.get(path, headers={n.replace("_", "-"): v for n, v in self.sent(who, headers).items()})

    async def post(
        self, who: str, path: str, fields: Mapping[str, str] | None = None, **headers: str
    ) -> httpx2.Response:
        """One POST of a form as somebody, from our own page."""
        return await self.wire.post(path, fields, **self.sent(who, headers))

    def sent(self, who: str, headers: Mapping[str, str]) -> dict[str, str]:
        """What somebody's browser sends besides."""
        return {"Cookie": f"peerboard={self.cookies[who]}", **headers} if self.cookies[who] else dict(headers)

    async def sit(self, session: AsyncSession, who: str, seat: Seat, person: Person | None = None) -> None:
        """Give `who` a browser whose cookie stands for the seat, and for the person if there is one."""
        token = new_token()
        if person is not None:
            person.used_at = clock.now()  # it is written once an hour at most, so not while anybody asks for anything
        browser = BrowserSession(
            token_hash=keyed_hash(SECRET, token), person_id=person.id if person else None, created_at=clock.now()
        )
        session.add(browser)
        await session.flush()
        if person is None:
            told: dict[str, Any] = {"board_id": seat.board_id, "seat_id": seat.id, "since": clock.now()}
            session.add(SessionSeat(session_id=browser.id or 0, **told))
        self.seats[who] = seat
        self.cookies[who] = token

    async def member(self, session: AsyncSession, meeting: Meeting, who: str, role: Role) -> Seat:
        """A member of a meeting, with a browser."""
        self.codes[who] = new_code(RETURN_LENGTH)
        seat = Seat(
            public_id=new_public_id(),
            board_id=meeting.board_id,
            meeting_id=meeting.id,
            role=role,
            name=who.title(),
            joined_at=clock.now(),
            return_hash=keyed_hash(SECRET, self.codes[who]),
        )
        session.add(seat)
        await session.flush()
        await self.sit(session, who, seat)
        return seat

    async def _home(self, session: AsyncSession, phase: Phase, status: Status) -> None:
        mark = new_public_id().lower()
        ada = await make_person(session, f"ada-{mark}@region.test", "Ada Holm", "Koordinator", coordinator=True)
        leo = await make_person(session, f"leo-{mark}@region.test", "Leo Bach", "Afdelingschef")
        board = self.board = await make_board(session, await make_units(session, leo))
        meeting = self.meeting = await make_meeting(session, board, phase=phase)
        for person, role, who in ((ada, Role.COORDINATOR, "ada"), (leo, Role.LEADER, "leo")):
            await self.sit(session, who, await make_staff_seat(session, board, person, role), person)
        # He is at the meeting already, so that what he may not do changes nothing.
        came: dict[str, Any] = {"role": Role.LEADER, "at": clock.now()}
        session.add(Attendance(meeting_id=meeting.id, seat_id=self.seats["leo"].id or 0, **came))
        for who, role in MEMBERS.items():
            await self.member(session, meeting, who, role)
        removed = await self.member(session, meeting, "removed", Role.PATIENT)
        removed.removed_at = clock.now()
        ideas = await _ideas(session, meeting, self.seats["ben"], status, leo)
        board.last_number = 2
        closed = latest = await _round(session, meeting, ideas["shown"], RoundState.CLOSED, [])
        if phase is Phase.VOTE:
            latest = await _round(session, meeting, ideas["shown"], RoundState.OPEN, list(self.seats.values()))
        link, follow = new_token(), new_token()
        written, invited = await self._on_paper(session, meeting)
        expires = clock.now() + timedelta(hours=1)
        session.add(SignInLink(person_id=ada.id or 0, token_hash=keyed_hash(SECRET, link), expires_at=expires))
        kept: dict[str, Any] = {"token_hash": keyed_hash(SECRET, follow), "created_at": clock.now()}
        session.add(Follow(idea_id=ideas["shown"].id or 0, mail=f"ida-{follow[:8].lower()}@example.org", **kept))
        said = Comment(
            public_id=new_public_id(),
            board_id=board.id or 0,
            meeting_id=meeting.id or 0,
            idea_id=ideas["shown"].id or 0,
            seat_id=self.seats["ben"].id,
            submission="said",
            text="a comment",
            written_at=clock.now(),
        )
        hand = Hand(
            public_id=new_public_id(),
            meeting_id=meeting.id or 0,
            seat_id=self.seats["olga"].id or 0,
            raised_at=clock.now(),
        )
        session.add_all([said, hand])
        await session.flush()
        looked = Screening(
            board_id=board.id or 0,
            meeting_id=meeting.id or 0,
            comment_id=said.id,
            since=clock.now(),
            message="asked",
        )
        session.add(looked)
        self.values = {
            "comment": said.public_id,
            "screening": looked.public_id,
            "hand": hand.public_id,
            "meeting": meeting.public_id,
            "board": board.public_id,
            "seat": self.seats["rie"].public_id,
            "idea": ideas["shown"].public_id,
            "second": ideas["second"].public_id,
            "hidden": ideas["hidden"].public_id,
            "late": ideas["late"].public_id,
            "round": latest.public_id,
            "join": meeting.join_token,
            "screen": meeting.screen_token,
            "result": closed.result_token,
            "open_result": latest.result_token,
            "link": link,
            "follow": follow,
            "invited": invited,
            "paper": written.public_id,
            "slip": "1",
            "leader_mail": leo.mail,
            "person": keyed(Settings(secret=SECRET), "person", leo.id),
            "ada_seat": self.seats["ada"].public_id,
            "leo_seat": self.seats["leo"].public_id,
            "step": "you",
        }
        self._know(await _dressed(session, board))
        self._know(await _asked(session, ideas["second"]))
        self._know(await listed(session, meeting))
        self._know(await consulted(session, board))
        self._know(await minuted(session, board))
        self._know(await opened(session, board, meeting))
        self._know(await published(session, board, self.values["idea"], self.values["minuted"]))
        self._know(await worked_on(session, ideas["shown"], leo))

    def _know(self, values: dict[str, str]) -> None:
        """Add what paths are filled with. Two things with one name would be asked for in each other's place."""
        assert not values.keys() & self.values.keys(), f"give other names to {values.keys() & self.values.keys()}"
        self.values |= values

    async def _on_paper(self, session: AsyncSession, meeting: Meeting) -> tuple[Idea, str]:
        """An idea that Ada wrote down for somebody, and an invitation."""
        at: dict[str, Any] = {"board_id": meeting.board_id, "meeting_id": meeting.id or 0}
        known: dict[str, Any] = {"status_at": clock.now(), "created_at": clock.now(), "paper_role": Role.PATIENT}
        idea = Idea(public_id=new_public_id(), submission="paper", title="paper idea", on_paper=True, **known, **at)
        idea.seat_id = self.seats["ada"].id
        token = new_token()
        until: dict[str, Any] = {"made_at": clock.now(), "expires_at": clock.now() + timedelta(days=1)}
        session.add_all([idea, Invitation(token_hash=keyed_hash(SECRET, token), **until, **at)])
        return idea, token

    async def _elsewhere(self, session: AsyncSession, phase: Phase) -> None:
        mark = new_public_id().lower()
        cora = await make_person(session, f"cora-{mark}@region.test", "Cora Lund", "Koordinator", coordinator=True)
        lars = await make_person(session, f"lars-{mark}@region.test", "Lars Juhl", "Afdelingschef")
        board = await make_board(session, await make_units(session, lars), "Et andet peerboard")
        meeting = await make_meeting(session, board, "Et andet møde", phase=phase)
        await self.sit(session, "cora", await make_staff_seat(session, board, cora, Role.COORDINATOR), cora)
        await self.sit(session, "lars", await make_staff_seat(session, board, lars, Role.LEADER), lars)
        await self.member(session, meeting, "cleo", Role.PATIENT)
        assert self.board is not None
        self._know(await enquired(session, self.board, cora, lars))
        self._know(await linked(session, cora, board.unit_id))


async def _asked(session: AsyncSession, idea: Idea) -> dict[str, str]:
    """A question to members about an idea that is done, and the link of one who follows it."""
    at: dict[str, Any] = {"idea_id": idea.id or 0}
    line = StatusChange(status=Status.DONE, at=clock.now(), text="what was done", **at)
    follow = Follow(mail="per@example.org", created_at=clock.now(), confirmed_at=clock.now(), **at)
    session.add_all([line, follow])
    await session.flush()
    asked = FollowUp(
        public_id=new_public_id(),
        board_id=idea.board_id,
        change_id=line.id,
        question=Question.FELT,
        asked_at=clock.now(),
        closes_at=clock.now() + timedelta(days=14),
        **at,
    )
    session.add(asked)
    await session.flush()
    session.add(Secret(follow_up_id=asked.id))
    return {"question": asked.public_id, "felt": link_token(Settings(secret=SECRET), asked, follow)}


async def _referred(session: AsyncSession, public_id: str, lars: Seat, *, asks: bool) -> dict[str, str]:
    """The idea, as the unit that Lars leads is asked about it; and the link of an address there."""
    idea = (await session.execute(select(Idea).where(Idea.public_id == public_id))).scalar_one()
    board, now, token = await session.get_one(Board, lars.board_id), clock.now(), new_token()
    at: dict[str, Any] = {"sent_at": now, "first_sent_at": now, "state_at": now, "reply_by": now + timedelta(days=9)}
    asked = Referral(idea_id=idea.id or 0, unit_id=board.unit_id, body="Psykiatrien", mail="ina@example.org", **at)
    asked.token_hash, asked.note = keyed_hash(SECRET, token), "the question"
    if asks:
        session.add(asked)
    return {"referral": asked.public_id, "asked": token}


async def _dressed(session: AsyncSession, board: Board) -> dict[str, str]:
    """The board's unit with colours and a logo of its own."""
    unit = await session.get_one(Unit, board.unit_id)
    above = await session.get_one(Unit, unit.parent_id)
    unit.colours = {"brand": "#0A3D62"}
    unit.logo, unit.logo_type = PNG, "image/png"
    await dress(session, unit)
    return {"unit": unit.public_id, "hospital": above.public_id}


async def _ideas(session: AsyncSession, meeting: Meeting, by: Seat, status: Status, leo: Person) -> dict[str, Idea]:
    made: dict[str, Idea] = {}
    for name in ("shown", "second", "hidden", "late"):
        idea = made[name] = Idea(
            public_id=new_public_id(),
            board_id=meeting.board_id,
            meeting_id=meeting.id or 0,
            seat_id=by.id,
            submission=name,
            title=f"{name} idea",
            text=f"{name} words",
            status_at=clock.now(),
            created_at=clock.now(),
            late=name == "late",
        )
        if name == "second":
            idea.shown_at, idea.number = clock.now(), 2
        if name == "shown":
            idea.shown_at, idea.number, idea.status, idea.leader_id = clock.now(), 1, status, leo.id
        session.add(idea)
    await session.flush()
    return made


async def _round(session: AsyncSession, meeting: Meeting, idea: Idea, state: RoundState, voters: list[Seat]) -> Round:
    is_open = state is RoundState.OPEN
    round_ = Round(
        public_id=new_public_id(),
        board_id=meeting.board_id,
        meeting_id=meeting.id or 0,
        state=state,
        method=Method.DOTS,
        dots=5,
        most=3,
        opened_at=clock.now(),
        closed_at=None if is_open else clock.now(),
        eligible=len(voters),
        voters=None if is_open else 0,
        result_token=new_token(),
        detail=Detail.NOTHING,
    )
    session.add(round_)
    await session.flush()
    if is_open:
        session.add(Secret(round_id=round_.id))
    session.add(RoundIdea(round_id=round_.id or 0, idea_id=idea.id or 0))
    for seat in voters:
        if seat.removed_at is None:
            session.add(RoundVoter(round_id=round_.id or 0, seat_id=seat.id or 0, role=seat.role))
    await session.flush()
    return round_


def wire_to(url: str) -> Browser:
    """A browser that keeps no cookie."""
    wire = Browser(url)
    wire.http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return wire


def wrong_code() -> str:
    """A code that nobody has."""
    return new_code(JOIN_LENGTH)
