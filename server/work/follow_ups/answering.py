"""Answering a question. An answer is kept like a ballot and replaces an earlier one. Nobody learns of it, nor how many
have answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import select

from schemas.act import Act
from schemas.follow import Follow
from schemas.follow_up import ANSWERS, ASKED, WORDS_MAX, FollowUp, FollowUpAnswer
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.seat import Seat
from schemas.voter import voter_key
from server.core.change import Change, changing, changing_board, must_be_open
from server.core.errors import N_, Invalid, NotAllowed, NotFound, NotNow
from server.core.runtime import Runtime
from server.web.fields import FOUND, Field, faults
from server.web.individual_cases import ask_once
from server.work.follow_ups.voters import by_link, key_of

CLOSED = N_("Spørgsmålet er lukket. Tak, fordi du ville svare.")
FIELDS = {"words": Field(WORDS_MAX, found=FOUND)}
GATED = N_("Her læser en moderator alt, før andre ser det. Svar uden egne ord.")
NOT_KEPT = N_("Dit svar er ikke gemt endnu. Ret det, der står ved feltet.")


@dataclass(frozen=True)
class Said:
    """What somebody answered, and their own words, which everybody will be able to read later."""

    answer: str
    words: str

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> "Said":
        """Take the answer and the words out of a form, unchecked."""
        return cls(typed.get("answer", ""), typed.get("words", "").strip())

    def ask(self, typed: Mapping[str, str]) -> "Said":
        """The same, once the form `typed` says that the words have been asked about. Raises Asked if they look like
        somebody's own case."""
        ask_once(FIELDS, {"words": self.words}, typed)
        return self

    def check(self, asked: FollowUp) -> None:
        """Raise Invalid with a sentence per field; text that is too long is refused, never cut."""
        wrong: dict[str, str] = {}
        if self.answer not in ANSWERS[asked.question]:
            wrong["answer"] = N_("Vælg et af svarene.")
        if wrong := wrong | faults(FIELDS, {"words": self.words}):
            raise Invalid(NOT_KEPT, fields=wrong)


async def answer_as_seat(runtime: Runtime, seat: Seat, question: str, said: Said) -> None:
    """Keep a member's answer to the question whose public id is `question`. Raises NotAllowed for roles that are not
    asked, NotFound for another board's question, NotNow once it is closed, and Invalid."""
    async with changing(runtime, seat, Act.FELT) as change:
        if change.by.role not in ASKED:
            raise NotAllowed
        query = select(FollowUp).where(FollowUp.board_id == change.board.id, FollowUp.public_id == question)
        asked = (await change.session.execute(query)).scalar_one_or_none()
        if asked is None:
            raise NotFound
        await _keep(change, asked, lambda secret: voter_key(secret, seat.id or 0), said)


async def answer_by_link(runtime: Runtime, token: str, said: Said) -> None:
    """The same through a mailed link, without a cookie. Raises NotFound for a link that is not valid, and NotNow and
    Invalid as above."""
    async with runtime.database.snapshot() as session:
        found = await by_link(session, runtime.settings, token)
    if found is None:
        raise NotFound
    follow: Follow = found[1]
    async with changing_board(runtime, found[0].board_id) as change:
        asked = await change.session.get_one(FollowUp, found[0].id)
        await _keep(change, asked, lambda secret: key_of(secret, follow), said)


async def _gated(change: Change, asked: FollowUp) -> bool:
    """Whether nobody reads what members write about this idea before somebody has looked at it."""
    idea = await change.session.get_one(Idea, asked.idea_id)
    return (await change.session.get_one(Meeting, idea.meeting_id)).gated


async def _keep(change: Change, asked: FollowUp, key: Callable[[bytes], bytes], said: Said) -> None:
    must_be_open(change.board)
    if asked.secret is None:
        raise NotNow(CLOSED)
    said.check(asked)
    if said.words and await _gated(change, asked):
        raise Invalid(NOT_KEPT, fields={"words": GATED})
    voter = key(asked.secret)
    stored = await change.session.get(FollowUpAnswer, (asked.id, voter))
    stored = stored or FollowUpAnswer(follow_up_id=asked.id, voter=voter, answer=said.answer)
    stored.answer, stored.words = said.answer, said.words
    change.session.add(stored)
