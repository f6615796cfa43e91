"""A board's rules for what may be written there, with their numbers."""

from collections.abc import Mapping

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.act import Act
from schemas.board import Board
from schemas.house_rules import FIRST_OWN, RULE_MAX, RULES_MOST, STANDARD, HouseRule, Numbered, RulesChanged
from schemas.question_rules import rules_of as lines_of_board
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotFound
from server.core.runtime import Runtime
from server.web.fields import FOUND, Field

RULE = Field(RULE_MAX, N_("Skriv reglen."), FOUND)
NOT_ADDED = N_("Reglen er ikke gemt endnu. Ret det, der står ved feltet.")
MOST = N_("Der er plads til 20 regler. Læg en væk først.")
LAST = N_("Der skal være mindst én regel.")


async def all_rules_of(session: AsyncSession, board: Board) -> Mapping[int, Numbered]:
    """All rules that a board has or had, by number: what an old refusal says can still be read. One query."""
    stored = (await session.execute(select(HouseRule).where(HouseRule.board_id == board.id))).scalars().all()
    found = {number: Numbered(number, text) for number, text in STANDARD.items()}
    if board.form.queues:
        found |= {line.number: Numbered(line.number, line.sentence, value=line.value) for line in lines_of_board(board)}
    for rule in stored:
        text = STANDARD.get(rule.number, rule.text)
        found[rule.number] = Numbered(rule.number, text, rule.number in STANDARD, rule.put_away_at is not None)
    return dict(sorted(found.items()))


async def rules_of(session: AsyncSession, board: Board) -> list[Numbered]:
    """The rules that hold on a board now, by number. One query."""
    return [rule for rule in (await all_rules_of(session, board)).values() if not rule.away]


async def add_rule(runtime: Runtime, seat: Seat, text: str) -> None:
    """Give a board a rule of its own, with the next number. The same words again add nothing. Raises Invalid for the
    text, and for too many."""
    if wrong := RULE.wrong(text):
        raise Invalid(NOT_ADDED, fields={"rule": wrong})
    async with changing(runtime, seat, Act.SET_UP) as change:
        own = select(HouseRule).where(HouseRule.board_id == change.board.id, HouseRule.number >= FIRST_OWN)
        held = [rule for rule in (await change.session.execute(own)).scalars() if rule.put_away_at is None]
        if any(rule.text == text for rule in held):
            return
        if len(held) >= RULES_MOST:
            raise Invalid(NOT_ADDED, fields={"rule": MOST})
        highest = select(func.max(HouseRule.number)).where(HouseRule.board_id == change.board.id)
        number = max(FIRST_OWN, 1 + ((await change.session.execute(highest)).scalar_one() or 0))
        change.session.add(HouseRule(board_id=change.board.id, number=number, text=text, since=change.now))
        change.tell(RulesChanged())


async def put_away(runtime: Runtime, seat: Seat, number: int, *, away: bool) -> None:
    """Put a rule away, or take it up again. Its number stays its own. Repeating it changes nothing. Raises NotFound for
    a number that no rule has, and Invalid for the last one."""
    async with changing(runtime, seat, Act.SET_UP) as change:
        rules = await all_rules_of(change.session, change.board)
        if number not in rules or rules[number].of_questions:
            raise NotFound
        if rules[number].away is away:
            return
        if away and sum(not rule.away for rule in rules.values()) == 1:
            raise Invalid(LAST, fields={"rule": LAST})
        (await _row(change, number)).put_away_at = change.now if away else None
        change.tell(RulesChanged())


async def _row(change: Change, number: int) -> HouseRule:
    which = (HouseRule.board_id == change.board.id, HouseRule.number == number)
    found = (await change.session.execute(select(HouseRule).where(*which))).scalar_one_or_none()
    if found is None:
        found = HouseRule(board_id=change.board.id, number=number, since=change.now)
        change.session.add(found)
    return found
