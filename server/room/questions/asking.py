"""Before somebody asks: whether it is time for it, and what the board's rules want to know of them."""

from collections.abc import Mapping

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.question_clauses import lapses, missing
from schemas.question_rules import Clause, Detail, number_of, rules_named
from schemas.question_time import ADDRESS_MAX, NAME_MAX, Asker
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.days import danish_day
from server.core.errors import N_, Invalid, Sentence
from server.core.runtime import Runtime
from server.room.questions.own import said_by
from server.web.fields import Field, faults

FIRST = N_("Sig først, hvem du er. Tryk på det øverst på siden. Det, du skrev, står her endnu.")
TOO_EARLY = N_("Du kan skrive spørgsmål fra %(day)s. Det, du skrev, står her endnu.")
ELECTION = N_("Der er snart valg. Derfor kan du ikke stille spørgsmål nu (regel %(number)s).")
ASKED = {
    Detail.NAME: ("name", Field(NAME_MAX, N_("Skriv dit navn."))),
    Detail.ADDRESS: ("address", Field(ADDRESS_MAX, N_("Skriv din adresse."))),
}
NO_AGE = N_("Sæt kryds, hvis du er fyldt 18 år. Ellers kan du ikke spørge her.")
NOT_YET = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")


async def may_ask(change: Change) -> None:
    """Before a question is stored: raise Invalid outside the window, shortly before an election, and where
    the writer has something to say of themselves first. Staff's own, and what is written on paper, they see to."""
    at = change.at
    opens = at.starts_at - at.form.window if at.form.window is not None else None
    if opens is not None and change.now < opens:
        raise Invalid(Sentence(TOO_EARLY, day=f"{danish_day(opens):%-d.%-m.%Y}"))
    if not at.form.queues:
        return
    rules = rules_named(change.board.question_rules)
    if lapses(rules, change.board.election_on, danish_day(change.now)):
        raise Invalid(Sentence(ELECTION, number=number_of(rules, Clause.ELECTION)))
    if not change.by.staff and missing(rules, said_by(await change.session.get(Asker, change.by.id))):
        raise Invalid(FIRST)


async def say_who(runtime: Runtime, seat: Seat, meeting: Meeting, typed: Mapping[str, str]) -> None:
    """Keep what the rules want to know of whoever asks, and nothing else that was sent. Raises Invalid with a sentence
    per field."""
    async with changing(runtime, seat, Act.PROPOSE, meeting) as change:
        rules = rules_named(change.board.question_rules)
        wanted = dict(ASKED[detail] for detail in ASKED if detail in rules.details)
        given = {name: " ".join(typed.get(name, "").split()) for name in wanted}
        wrong = faults(wanted, given)
        if Detail.ADULT in rules.details and typed.get("adult") != "1":
            wrong["adult"] = NO_AGE
        if wrong:
            raise Invalid(NOT_YET, fields=wrong)
        if not rules.details:
            return
        stored = await change.session.get(Asker, change.by.id)
        if stored is None:
            stored = Asker(seat_id=change.by.id, board_id=change.board.id, at=change.now)
            change.session.add(stored)
        for name, value in given.items():
            setattr(stored, name, value)
        stored.adult, stored.at = Detail.ADULT in rules.details, change.now
