"""`peerboard people`: who has an account, where they are signed in, and ending one."""

import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from schemas.person import Person
from schemas.session import BrowserSession
from schemas.trail import Deed
from server import features
from server.core.addresses import same_address
from server.core.command_runtime import command_runtime
from server.core.errors import N_, NotNow
from server.core.runtime import Runtime
from server.core.trail import Entry, note
from server.organisation.people.account import end_sessions, sessions_of
from server.organisation.staff.ending import Ending, end, what_ends
from server.organisation.staff.queries import Account, accounts

UNKNOWN = N_("Ingen konto har den adresse.")


@dataclass(frozen=True)
class Asked:
    """Which accounts are asked for: parts of the organisation's name and of the address, in any case; "" is any.
    `ended`: those that were closed, too."""

    organisation: str = ""
    mail: str = ""
    ended: bool = False

    def has(self, account: Account) -> bool:
        """Whether an account is one of them."""
        person = account.person
        named = any(self.organisation.casefold() in name.casefold() for name in account.organisations)
        here = named or not self.organisation
        return here and self.mail.casefold() in person.mail.casefold() and (self.ended or person.ended_at is None)


async def listed(asked: Asked, *, as_json: bool) -> str:
    """Everybody with an account who is asked for, a line each, or as JSON."""
    async with command_runtime() as runtime, runtime.database.snapshot() as session:
        found = [account for account in await accounts(session) if asked.has(account)]
    if as_json:
        return json.dumps([_as_json(account) for account in found], ensure_ascii=False, indent=1)
    lines = [("NAME", "MAIL", "ORGANISATION", "LAST USE", "IS"), *(_as_line(account) for account in found)]
    return "\n".join([*_in_columns(lines), f"{len(found)} accounts"])


async def where(mail: str, *, ends: bool, as_json: bool) -> str:
    """Where somebody is signed in; `ends`: no longer. Raises NotNow for an unknown address."""
    async with command_runtime() as runtime, runtime.database.begin() as session:
        person = await _person(runtime, mail)
        found = await sessions_of(session, person)
        if ends:
            await end_sessions(session, person)
            told = Entry(Deed.SIGNED_OUT_EVERYWHERE, whom=person.id)
            note(session, runtime.settings.secret, told)
    if as_json:
        return json.dumps([_session_as_json(each) for each in found], ensure_ascii=False, indent=1)
    lines = [("DEVICE", "SIGNED IN", "LAST USE", "UNTIL"), *(_session_as_line(each) for each in found)]
    after = f"{len(found)} sessions{' ended, and all unused links' if ends else ''}"
    return "\n".join([*_in_columns(lines), after])


async def leaves_behind(mail: str) -> str:
    """What ends with somebody, in sentences to be read before it is done. Raises NotNow for an unknown address."""
    async with command_runtime() as runtime:
        person = await _person(runtime, mail)
        async with runtime.database.snapshot() as session:
            ending = await what_ends(session, person)
    return "\n".join(_sentences(person, ending))


async def ended(mail: str) -> str:
    """End somebody's work everywhere, and close the account. Raises NotNow for an unknown address."""
    features.declare()
    async with command_runtime() as runtime:
        person = await _person(runtime, mail)
        assert person.id is not None
        await end(runtime, person.id, sure=True)
    return f"{person.name} is signed out everywhere, and the account is closed."


async def _person(runtime: Runtime, mail: str) -> Person:
    query = select(Person).where(Person.mail == same_address(mail))
    async with runtime.database.snapshot() as session:
        person = (await session.execute(query)).scalar_one_or_none()
    if person is None:
        raise NotNow(UNKNOWN)
    return person


def _sentences(person: Person, ending: Ending) -> list[str]:
    said = [f"{person.name} <{person.mail}>"]
    said += [f"  {work.does} {work.place} ({work.organisation})" for work in ending.works]
    said += [
        f"The unit {name} will have no leader: what waited there goes to the leader above." for name in ending.units
    ]
    said += [
        f"The board {name} will have no coordinator: whoever leads its unit is asked to name one."
        for name in ending.boards
    ]
    said += [
        f"Nobody else may make or change units and boards in {name}: make somebody a coordinator there first, or do so "
        "afterwards with 'peerboard add-coordinator'."
        for name in ending.organisations
    ]
    return said


def _as_line(account: Account) -> tuple[str, ...]:
    person = account.person
    works = [f"{work.does} {work.place}" for work in account.works]
    more = ["may make boards"] if person.coordinator else []
    closed = [f"ended {person.ended_at:%Y-%m-%d}"] if person.ended_at else []
    return (
        person.name,
        person.mail or "-",
        ", ".join(account.organisations) or "-",
        f"{person.used_at:%Y-%m-%d}" if person.used_at else "never",
        "; ".join([*works, *more, *closed]) or "-",
    )


def _as_json(account: Account) -> dict[str, Any]:
    person = account.person
    works = [{"organisation": work.organisation, "is": work.does, "of": work.place} for work in account.works]
    times = {"last_use": person.used_at, "ended": person.ended_at}
    known: dict[str, Any] = {"name": person.name, "title": person.title, "mail": person.mail, "works": works}
    known |= {"may_make_boards": person.coordinator}
    return known | {name: at.isoformat() if at else None for name, at in times.items()}


def _session_as_line(one: BrowserSession) -> tuple[str, ...]:
    times = (one.signed_in_at or one.created_at, one.used_at or one.created_at, one.signed_in_until)
    return (one.device or "unknown", *(f"{at:%Y-%m-%d %H:%M}" if at else "-" for at in times))


def _session_as_json(one: BrowserSession) -> dict[str, Any]:
    times = {"signed_in": one.signed_in_at or one.created_at, "last_use": one.used_at, "until": one.signed_in_until}
    return {"device": one.device} | {name: at.isoformat() if at else None for name, at in times.items()}


def _in_columns(lines: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(line[nth]) for line in lines) for nth in range(len(lines[0]))]
    return ["  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
